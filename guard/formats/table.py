"""``--format table``: the answer as an officer reads it in a terminal."""

import io
from collections.abc import Sequence

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from guard import wording
from guard.decision import Verdict
from guard.finding import Outcome
from guard.policy.model import Level
from guard.report import Report, RuleAnswer
from guard.role import in_words
from guard.screen import Screen

GATE = 12
"""Questions shown at once: the facts that most rules wait for decide most of the others."""

NARROWEST = 20
"""Columns; below this, indented text has no room."""

_STYLE = {Verdict.PERMIT: "bold green", Verdict.REFER: "bold yellow", Verdict.DENY: "bold red"}


def render(reports: Sequence[Report], screen: Screen) -> str:
    """The reports one under another, as wide as the screen, with ANSI colours if it has them."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(screen.width, NARROWEST),
        force_terminal=screen.colour,
        no_color=not screen.colour,
        color_system="standard" if screen.colour else None,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for index, report in enumerate(reports):
        if index:
            console.print(Rule(style="dim"))
        _Sheet(console, report).print()
    return out.getvalue()


class _Sheet:
    """One report on one console. Only ``Text`` is printed: nothing is read as markup."""

    def __init__(self, console: Console, report: Report) -> None:
        self._console = console
        self._report = report

    def print(self) -> None:
        report = self._report
        if wording.speaks_first(report):
            self._line(wording.bypass_line(report), "bold red")
        self._line(wording.headline(report), _STYLE[report.verdict])
        if not wording.speaks_first(report):
            self._line(wording.bypass_line(report))
        self._line(f"It is {wording.STATE[report.state]}.")
        for note in report.notes:
            self._line(note, "yellow")
        self._failed("What stands in the way", report.with_outcome(Outcome.FAIL, Level.BLOCK))
        self._missing()
        self._sign_offs()
        self._failed("Warnings", report.with_outcome(Outcome.FAIL, Level.WARN, Level.INFO))
        self._waived()
        self._upcoming()
        self._next()
        self._console.print()
        for line in _tally(report):
            self._line(line, "dim")

    def _line(self, text: str, style: str = "", *, indent: int = 0, hang: int = 0) -> None:
        """Print ``text``, wrapped; all lines but its first stand ``hang`` columns further in."""
        width = self._console.width - indent - hang
        for number, line in enumerate(Text(text, style).wrap(self._console, width)):
            line.rstrip()
            self._console.print(Text(" " * (indent + (hang if number else 0))) + line)

    def _title(self, text: str) -> None:
        self._console.print()
        self._line(text, "bold")

    def _failed(self, title: str, answers: tuple[RuleAnswer, ...]) -> None:
        if answers:
            self._title(title)
        for answer in answers:
            self._line(f"{answer.rule}  {answer.title}", "bold", indent=2)
            if answer.seen:
                self._line(f"Seen: {wording.seen_line(answer)}", indent=4, hang=6)
            self._line(f"Why:  {answer.why}", indent=4, hang=6)
            self._line(f"Next: {answer.remedy}", indent=4, hang=6)
            self._line(f"From: {wording.authority_line(answer)}", "dim", indent=4, hang=6)

    def _missing(self) -> None:
        if self._report.to_ask:
            self._title("What is missing, and who can say")
        for who, facts in wording.by_answerer(self._report.to_ask[:GATE]).items():
            self._line(wording.WHO[who], "bold", indent=2)
            for fact in facts:
                self._line(f"- {fact.question}", indent=4, hang=2)
                self._line(wording.how_to_write(fact), "dim", indent=6, hang=2)
                self._line(f"for {wording.some(fact.rules)}", "dim", indent=6)
        if held_back := len(self._report.to_ask[GATE:]):
            more = wording.count(held_back, "more question")
            self._line(f"and {more}, fewer once these are answered; all are in:", indent=2)
            self._line(f"{wording.command('check', self._report)} --format markdown", indent=4)
        if later := wording.more_questions_line(self._report):
            if not self._report.to_ask:
                self._console.print()
            self._line(later, "dim", indent=2 if self._report.to_ask else 0)

    def _sign_offs(self) -> None:
        if self._report.sign_offs:
            self._title("Who must sign")
        titles = {answer.rule: answer.title for answer in self._report.rules}
        for sign_off in self._report.sign_offs:
            because = ", because of:" if sign_off.rules else ""
            said = f"The {in_words(sign_off.role)} {wording.answer_of(sign_off)}{because}"
            self._line(said, indent=2)
            for rule in sign_off.rules:
                self._line(f"{rule}  not met: {titles[rule]}", indent=4)

    def _waived(self) -> None:
        if self._report.waived:
            self._title("Not met, and set aside by a waiver")
        for answer in self._report.waived:
            self._line(f"{answer.rule}  {answer.title}", "bold yellow", indent=2)
            for line in wording.waiver_lines(answer.waiver) if answer.waiver else ():
                self._line(line, indent=4, hang=2)

    def _upcoming(self) -> None:
        if self._report.coming:
            self._title("Not required yet, but soon")
        for answer in self._report.coming:
            self._line(f"{answer.rule}  from {answer.upcoming_from}: {answer.title}", indent=2)

    def _next(self) -> None:
        self._title("What to do next")
        for number, step in enumerate(wording.next_steps(self._report), 1):
            self._line(f"{number}. {step}", indent=2, hang=3)


def _tally(report: Report) -> list[str]:
    policies = ", ".join(f"{p.id} {p.version}" for p in report.policies if "/" not in p.id)
    not_checked = wording.not_checked_line(report)
    said = f"{report.on}: {wording.tally(report)} ({policies})"
    return [not_checked, said] if not_checked else [said]
