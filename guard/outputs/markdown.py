"""``markdown``: the audit as a page for a committee paper, a ticket or a wiki."""

import re
from collections.abc import Iterable, Iterator

from guard.audit.baseline import names_of, summary
from guard.audit.report import ApplicationAnswer, AuditReport
from guard.audit.wording import Alarm, account, alarm, headline, mark, money, waived
from guard.bypass import Band
from guard.screen import Screen

MOST = 50
"""Applications listed; the others are counted, and stand in every output for programs."""

_BAND = {
    Band.BYPASS: "bypasses IT",
    Band.LIKELY: "likely to",
    Band.LOOK: "worth a look",
    Band.CLEAR: "no sign of it",
    Band.NOT_CHECKED: "not checked",
}

_ACTS = re.compile(r"[\\`*_\[\]<>#|&~$]|^[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
"""What Markdown acts on, wherever it stands or where it begins a line."""

_LINKS = re.compile(r"@|(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
"""Where GitHub would make a link, or call people: an empty comment there keeps it from that."""


def render(report: AuditReport, _screen: Screen) -> str:
    """What was found, for how much, what to do about it, and how every row was dealt with."""
    return "\n".join(_page(report)) + "\n"


def _page(report: AuditReport) -> Iterator[str]:
    yield "# Applications that bypass IT\n"
    yield f"**{_safe(headline(report))}.**\n"
    yield from _table(
        ("state", "applications:", "lines:", "spent:"),
        (
            (each.state.value, f"{each.applications:,}", f"{each.lines:,}", money(each.spent))
            for each in report.states
        ),
    )
    asked = [each for each in report.findings if alarm(each) is not Alarm.PASS]
    if asked:
        yield from _applications(asked)
        yield from _signals(asked)
    yield from _set_aside(report)
    if report.unread:
        yield "\n## Lists that were not read\n"
        yield from (f"- {_safe(fault)}" for fault in report.unread)
    yield "\n## How it was found\n"
    yield f"{_safe(account(report))}. guard {report.guard}, {_register(report)}\n"
    yield from _table(
        ("policy", "version", "SHA-256"),
        ((each.id, each.version, each.sha256) for each in report.policies),
    )


def _register(report: AuditReport) -> str:
    if report.register:
        return f"IT register: {_safe(report.register)}."
    return "with no IT register: every application counts as one that IT does not know."


def _set_aside(report: AuditReport) -> Iterator[str]:
    """What waivers and the baseline took out of the verdict: told, never hidden."""
    lines = [(each.name, line) for each in report.findings for line in waived(each)]
    if lines:
        yield "\n## Set aside by waiver\n"
        yield from (f"- {_safe(name)}: {_safe(line)}" for name, line in lines)
    if report.baseline:
        yield f"\n## The baseline\n\n{_safe(summary(report))}.\n"
        yield from (f"- gone: {_safe(name)}" for name in names_of(report.gone))
    if report.notes:
        yield "\n## To note\n"
        yield from (f"- {_safe(note)}" for note in report.notes)


def _applications(asked: list[ApplicationAnswer]) -> Iterator[str]:
    yield "\n## What to look at, gravest first\n"
    head = (
        "points:",
        "application",
        "supplier",
        "IT",
        "spent:",
        "departments:",
        "since",
        "signals",
    )
    yield from _table(head, map(_row, asked[:MOST]))
    if len(asked) > MOST:
        yield f"\nand {len(asked) - MOST} more: write them with `--output xlsx=audit.xlsx`"


def _row(answer: ApplicationAnswer) -> tuple[str, ...]:
    return (
        str(answer.points),
        answer.name,
        answer.supplier if answer.supplier != answer.name else "",
        ", ".join(filter(None, (_BAND[answer.band] if answer.band else "", mark(answer)))),
        money(answer.spent),
        str(len(answer.areas) or ""),
        answer.first.isoformat() if answer.first else "",
        " ".join(each.rule for each in answer.signals),
    )


def _signals(asked: list[ApplicationAnswer]) -> Iterator[str]:
    """What each signal means, how often it was found, and what clears it."""
    found = [signal for each in asked for signal in each.signals]
    signals = {each.rule: each for each in found}
    clear = {
        s.rule: step for each in asked for s, step in zip(each.signals, each.clear, strict=True)
    }
    if signals:
        yield "\n## What the signals mean, and what clears them\n"
        times = {rule: sum(1 for each in found if each.rule == rule) for rule in signals}
        rows = (
            (rule, str(signals[rule].points), str(times[rule]), signals[rule].sign, clear[rule])
            for rule in sorted(signals)
        )
        yield from _table(("signal", "points:", "found:", "what was seen", "what to do"), rows)


def _table(head: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """A table; a column whose name ends in a colon has numbers, and stands to the right."""
    names = list(head)
    yield f"| {' | '.join(name.rstrip(':') for name in names)} |"
    yield f"|{'|'.join('--:' if name.endswith(':') else '---' for name in names)}|"
    for row in rows:
        yield f"| {' | '.join(map(_safe, row))} |"


def _safe(text: str) -> str:
    """``text`` with all that Markdown, HTML or GitHub would act on made literal."""
    literal = _ACTS.sub(lambda match: f"\\{match[0]}", text)
    return _LINKS.sub(lambda match: f"{match[0]}<!-- -->", literal)
