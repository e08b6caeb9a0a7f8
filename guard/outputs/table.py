"""``table``: the audit as people read it in a terminal."""

import io
from collections import Counter
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from guard.audit.baseline import age, names_of, summary, worse_of
from guard.audit.report import ApplicationAnswer, AuditReport, Mark
from guard.audit.wording import account, headline, money, of_lists
from guard.bypass import Band
from guard.screen import Screen
from guard.wording import waiver_lines

MOST = 25
"""Applications shown; the others are counted, and stand in every other output."""

NARROW = 72
"""Columns of a screen, below which a finding's cells stand below each other."""

_HEADS = ("application", "state", "spent", "signals", "first seen at")
_STYLE = {Band.BYPASS: "bold red", Band.LIKELY: "red", Band.LOOK: "yellow"}


def render(report: AuditReport, screen: Screen) -> str:
    """Counts by state, what bypasses IT with its reasons, and the account of rows."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=screen.width,
        force_terminal=screen.colour,
        no_color=not screen.colour,
        color_system="standard" if screen.colour else None,
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.print(Text(headline(report), "bold"))
    console.print(_states(report))
    findings = [each for each in report.findings if each.band is not Band.CLEAR]
    if findings:
        console.print(_findings(report, findings[:MOST], screen.width))
        if len(findings) > MOST:
            more = len(findings) - MOST
            console.print(Text(f"and {more} more: write them with --output csv=audit.csv"))
        console.print(_legend(findings))
        for line in _unchecked(report):
            console.print(Text(line, "dim"))
    if report.baseline:
        console.print(Text(summary(report), "bold"))
        for each in worse_of(report):
            console.print(Text(f"WORSE  {each}"))
        for each in names_of(report.gone):
            console.print(Text(f"GONE  {each}"))
    for line in _waived(report):
        console.print(Text(line, "yellow"))
    for note in (*of_lists(report), *report.notes):
        console.print(Text(f"NOTE  {note}", "yellow"))
    console.print(Text(account(report), "dim"))
    for fault in report.unread:
        console.print(Text(f"NOT READ  {fault}", "bold red"))
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _states(report: AuditReport) -> Table:
    table = Table("state", box=None, pad_edge=False)
    for name in ("applications", "lines", "spent"):
        table.add_column(name, justify="right")
    for each in report.states:
        cells = (f"{each.applications:,}", f"{each.lines:,}", money(each.spent))
        table.add_row(*map(Text, (each.state.value, *cells)))
    return table


def _unchecked(report: AuditReport) -> Iterator[str]:
    """The signals that could not be checked, never to be taken for clear."""
    rules = Counter(rule for each in report.findings for rule in each.not_checked)
    if rules:
        named = ", ".join(f"{rule} ({count})" for rule, count in sorted(rules.items()))
        yield f"not checked, for want of facts, in so many applications: {named}"


def _waived(report: AuditReport) -> Iterator[str]:
    for each in report.findings:
        for waiver in each.waived:
            said = " ".join(f"{line.removesuffix('.')}." for line in waiver_lines(waiver))
            yield f"WAIVED  {each.name}: {waiver.rule}. {said}"


def _mark(report: AuditReport, answer: ApplicationAnswer) -> str:
    """What the baseline knows of a finding, and since when."""
    if answer.baseline is Mark.UNCHANGED and answer.baseline_since:
        return age(report.on, answer.baseline_since)
    return "worse" if answer.baseline_since else answer.baseline.value


def _findings(report: AuditReport, findings: list[ApplicationAnswer], width: int) -> Table:
    """A row for each of ``findings``; where there is little room, with its cells below each other.

    Otherwise every word would be broken.
    """
    table = Table(box=None, pad_edge=False)
    heads = ("points", *(["baseline"] if report.baseline else []), *_HEADS)
    narrow = width < NARROW
    for name in heads[: -len(_HEADS) + 1] if narrow else heads:
        right = name in ("points", "spent")
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    for each in findings:
        style = _STYLE.get(each.band, "") if each.band else ""
        points, *compared, name, state, spent, signals, place = _cells(report, each)
        if narrow:
            below = "".join(f"\n{cell}" for cell in (f"{state}, {spent}", signals, place) if cell)
            table.add_row(Text(points, style), *map(Text, compared), Text(name, style) + below)
        else:
            others = map(Text, (state, spent, signals, place))
            table.add_row(Text(points, style), *map(Text, compared), Text(name, style), *others)
    return table


def _cells(report: AuditReport, answer: ApplicationAnswer) -> list[str]:
    compared = [_mark(report, answer)] if report.baseline else []
    signals = " ".join(signal.rule for signal in answer.signals)
    place = f"{answer.places[0].file.rpartition('/')[2]}:{answer.places[0].row}"
    facts = [answer.name, answer.state.value, money(answer.spent), signals, place]
    return [str(answer.points), *compared, *facts]


def _legend(findings: list[ApplicationAnswer]) -> Table:
    """What each signal means, and how often it was found."""
    signals = {signal.rule: signal for each in findings for signal in each.signals}
    table = Table("signal", box=None, pad_edge=False)
    table.add_column("points", justify="right")
    table.add_column("found", justify="right")
    table.add_column("what was seen")
    for rule in sorted(signals):
        found = sum(1 for each in findings if any(s.rule == rule for s in each.signals))
        signal = signals[rule]
        table.add_row(rule, str(signal.points), str(found), Text(signal.sign))
    return table
