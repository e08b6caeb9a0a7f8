"""``table``: the audit as people read it in a terminal."""

import io

from rich.console import Console
from rich.table import Table
from rich.text import Text

from guard.audit_report import ApplicationAnswer, AuditReport
from guard.audit_wording import account, headline, money
from guard.bypass import Band
from guard.screen import Screen

MOST = 25
"""Applications shown; the others are counted, and stand in every other output."""

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
        console.print(_findings(findings[:MOST]))
        if len(findings) > MOST:
            more = len(findings) - MOST
            console.print(Text(f"and {more} more: write them with --output csv=audit.csv"))
        console.print(_legend(findings))
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


def _findings(findings: list[ApplicationAnswer]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("points", "application", "state", "spent", "signals", "first seen at"):
        right = name in ("points", "spent")
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    for each in findings:
        style = _STYLE.get(each.band, "") if each.band else ""
        place = f"{each.places[0].file.rpartition('/')[2]}:{each.places[0].row}"
        table.add_row(
            Text(str(each.points), style),
            Text(each.name, style),
            Text(each.state.value),
            Text(money(each.spent)),
            Text(" ".join(signal.rule for signal in each.signals)),
            Text(place),
        )
    return table


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
