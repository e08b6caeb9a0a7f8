"""The table of applications: its controls, and the rows that are there without a script."""

import itertools
from collections.abc import Iterable, Sequence

from guard.audit.report import ApplicationAnswer, AuditReport
from guard.bypass import Band
from guard.gather import State
from guard.page import said
from guard.page.embedded import carried
from guard.page.markup import Markup, joined, tag

MOST = 300
"""Rows written into the page itself; the page's script shows them all."""

_HEADS = (
    ("name", "Application", ""),
    ("state", "State", ""),
    ("points", "Bypass of IT", "number"),
    ("spent", "Spent", "number"),
    ("lines", "Lines", "number"),
    ("last", "Last seen", ""),
)


def table(report: AuditReport) -> Markup:
    """Controls, a sentence that says what is shown, the table, and the pages of it."""
    heads = (
        tag(
            "th",
            text,
            scope="col",
            role="columnheader",
            data_sort=key,
            data_label=text,
            class_=kind or None,
        )
        for key, text, kind in _HEADS
    )
    software = report.findings[:MOST]
    rows = (_row(each) for each in software)
    return joined(
        _controls(report),
        tag("p", _shown(report), id="shown", role="status"),
        tag(
            "table",
            tag("caption", "Applications and suppliers, most points first", class_="unseen"),
            tag("thead", tag("tr", *heads, role="row"), role="rowgroup"),
            tag("tbody", *rows, id="rows", role="rowgroup"),
            id="applications-table",
            role="table",
        ),
        tag("div", id="pages", hidden=True),
    )


def _shown(report: AuditReport) -> str:
    software, others = len(report.findings), len(report.applications) - len(report.findings)
    shown = f"The first {MOST} of {software:,}" if software > MOST else f"All {software:,}"
    return (
        f"{shown} that are software. With JavaScript, this table can be sorted and filtered, "
        f"and shows the other {others:,} too."
    )


def _controls(report: AuditReport) -> Markup:
    software = len(report.findings)
    counts = {each.state: each.applications for each in report.states}
    everything = carried(report)
    states = [
        ("software", f"software, any state ({software:,})"),
        *((s.value, f"{said.STATE[s][0]} ({counts[s]:,})") for s in State if s in counts),
        ("", f"everything ({len(everything):,})"),
    ]
    bands = [each.band for each in report.findings]
    of_band = [(b.value, f"{said.BAND[b]} ({bands.count(b):,})") for b in Band if b in bands]
    text = tag("input", id="q", type="search", autocomplete="off", spellcheck="false")
    least = tag("input", id="min", type="number", min=0, max=100, step=5, inputmode="numeric")
    return tag(
        "form",
        _field("q", "Name, supplier, department, sign", text),
        _field("state", "State", _select("state", states)),
        _field("band", "Bypass of IT", _select("band", [("", "any"), *of_band])),
        _field("min", "Least points", least),
        tag("button", "Clear", type="reset"),
        id="controls",
        role="search",
        hidden=True,
    )


def _field(key: str, text: str, control: Markup) -> Markup:
    return tag("p", tag("label", text, for_=key), control, class_=f"field {key}")


def _select(key: str, options: Iterable[tuple[str, str]]) -> Markup:
    return tag("select", *(tag("option", text, value=value) for value, text in options), id=key)


def _row(each: ApplicationAnswer) -> Markup:
    last = said.day(each.last) if each.last else said.NOTHING
    band = said.BAND[each.band] if each.band else ""
    chip = tag("span", band, class_=f"chip {each.band.value if each.band else ''}")
    supplier = each.supplier if each.supplier != each.name else ""
    name = joined(
        tag("span", each.name, class_="name outside"),
        tag("span", supplier, class_="supplier outside") if supplier else None,
        tag("span", ", ".join(signal.rule for signal in each.signals), class_="signs"),
        tag("details", tag("summary", "Why"), _why(each)),
    )
    cells: Sequence[tuple[str, str, str]] = (
        ("State", "", said.STATE[each.state][0]),
        ("Bypass of IT", "number", joined(tag("span", str(each.points), class_="points"), chip)),
        ("Spent", "number", said.money(each.spent)),
        ("Lines", "number", f"{each.lines:,}"),
        ("Last seen", "", last),
    )
    tds = (tag("td", v, role="cell", data_label=n, class_=k or None) for n, k, v in cells)
    return tag("tr", tag("th", name, scope="row", role="rowheader"), *tds, role="row")


def _why(each: ApplicationAnswer) -> Markup:
    signs = (
        tag("li", f"{s.points} points: {s.sign} ({s.rule}). {clear}")
        for s, clear in zip(each.signals, each.clear, strict=True)
    )
    places = ", ".join(f"{p.file.rpartition('/')[2]}:{p.row}" for p in each.places)
    more = each.lines - len(each.places)
    areas = ", ".join(itertools.islice(each.areas, 5)) or said.UNSAID
    return joined(
        tag("ul", *signs),
        tag("p", f"Seen at {places}{f' and {more:,} more lines' if more > 0 else ''}."),
        tag("p", f"Departments: {areas}."),
    )
