"""``csv``: one row for each application, as RFC 4180 has it, for spreadsheets and scripts."""

import csv
import io
from collections.abc import Mapping

from guard.audit.report import ApplicationAnswer, AuditReport
from guard.audit.wording import mark, sentence, waived
from guard.border.cell import inert
from guard.screen import Screen


def render(report: AuditReport, _screen: Screen) -> str:
    """A header and the applications: software first, gravest first; then the rest as they cost.

    No text is a formula to a spreadsheet: one that would be begins with an apostrophe. Amounts
    and counts are left as numbers. Where an application was paid in several currencies, amounts
    and currencies stand in the same order, with semicolons between.
    """
    out = io.StringIO(newline="")
    rest = [each for each in report.applications if each.band is None]
    rows = [_row(each) for each in (*report.findings, *rest)]
    writer = csv.DictWriter(out, _COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _row(answer: ApplicationAnswer) -> Mapping[str, str | int]:
    texts = {
        "name": answer.name,
        "supplier": answer.supplier,
        "catalogue": answer.catalogue,
        "nature": answer.nature.value,
        "state": answer.state.value,
        "register_entry": answer.register_entry,
        "band": answer.band.value if answer.band else "",
        "verdict": answer.verdict.value if answer.verdict else "",
        "signals": " ".join(each.rule for each in answer.signals),
        "not_checked": " ".join(answer.not_checked),
        "blocking": " ".join(answer.blocking),
        "undecided": " ".join(answer.undecided),
        "currency": "; ".join(each.currency for each in answer.spent),
        "areas": "; ".join(answer.areas),
        "waived": "; ".join(waived(answer)),
        "baseline": mark(answer),
        "file": answer.places[0].file if answer.places else "",
        "why": sentence(answer),
        "next": " ".join(answer.clear),
        "fingerprint": answer.fingerprint,
    }
    return {**{name: inert(text) for name, text in texts.items()}, **_numbers(answer)}


def _numbers(answer: ApplicationAnswer) -> Mapping[str, str | int]:
    """What guard counted itself: it may begin with a minus."""
    return {
        "points": answer.points if answer.band else "",
        "lines": answer.lines,
        "spent": _spent([str(each.amount) for each in answer.spent]),
        "by_card": "yes" if answer.by_card else "no",
        "first": answer.first.isoformat() if answer.first else "",
        "last": answer.last.isoformat() if answer.last else "",
        "months": answer.months,
        "row": answer.places[0].row if answer.places else "",
    }


def _spent(amounts: list[str]) -> str:
    return amounts[0] if len(amounts) == 1 else inert("; ".join(amounts))


_COLUMNS = (
    *("name", "supplier", "nature", "state", "band", "points", "verdict"),
    *("spent", "currency", "lines", "by_card", "first", "last", "months", "areas"),
    *("signals", "not_checked", "blocking", "undecided", "why", "next", "waived", "baseline"),
    *("file", "row", "catalogue", "register_entry", "fingerprint"),
)
