"""``--format markdown``: the answer as a page for a ticket, a wiki or a committee paper."""

from collections.abc import Iterator, Sequence

from guard import wording
from guard.border.markdown import literal
from guard.finding import Outcome
from guard.policy.model import Level
from guard.report import Report, RuleAnswer
from guard.role import in_words
from guard.screen import Screen


def render(reports: Sequence[Report], _screen: Screen) -> str:
    """The reports one under another, each with a heading of its own."""
    return "\n---\n\n".join("\n".join(_page(report)) + "\n" for report in reports)


def _page(report: Report) -> Iterator[str]:
    yield f"# {literal(wording.headline(report))}"
    yield ""
    line = literal(wording.bypass_line(report))
    yield f"**{line}**" if wording.speaks_first(report) else line
    yield ""
    yield f"It is {wording.STATE[report.state]}."
    for note in report.notes:
        yield f"\n> {literal(note)}"
    yield from _failed("What stands in the way", report.with_outcome(Outcome.FAIL, Level.BLOCK))
    yield from _missing(report)
    yield from _sign_offs(report)
    yield from _failed("Warnings", report.with_outcome(Outcome.FAIL, Level.WARN, Level.INFO))
    yield from _waived(report.waived)
    yield from _upcoming(report.coming)
    yield "\n## What to do next\n"
    for number, step in enumerate(wording.next_steps(report), 1):
        yield f"{number}. {literal(step)}"
    yield f"\n{report.on}: {wording.tally(report)}. {wording.not_checked_line(report)}".rstrip()
    yield "\n| policy | version | SHA-256 |\n|---|---|---|"
    for used in report.policies:
        yield f"| {used.id} | {literal(used.version)} | `{used.sha256}` |"


def _failed(title: str, answers: tuple[RuleAnswer, ...]) -> Iterator[str]:
    if answers:
        yield f"\n## {title}"
    for answer in answers:
        yield f"\n### {answer.rule}: {literal(answer.title)}\n"
        if answer.seen:
            yield f"- Seen: {literal(wording.seen_line(answer))}"
        yield f"- Why: {literal(answer.why)}"
        yield f"- Next: {literal(answer.remedy)}"
        yield f"- From: {literal(wording.authority_line(answer))}"


def _missing(report: Report) -> Iterator[str]:
    if report.to_ask:
        yield "\n## What is missing, and who can say"
    for who, facts in wording.by_answerer(report.to_ask).items():
        yield f"\n### {wording.WHO[who]}\n"
        for fact in facts:
            rules = ", ".join(fact.rules)
            how = literal(wording.how_to_write(fact))
            yield f"- [ ] {literal(fact.question)} ({how}; for {rules})"
    if more := wording.more_questions_line(report):
        yield f"\n{literal(more)}"


def _sign_offs(report: Report) -> Iterator[str]:
    if report.sign_offs:
        yield "\n## Who must sign\n"
    for sign_off in report.sign_offs:
        mark = "x" if sign_off.given else " "
        rules = f" ({', '.join(sign_off.rules)})" if sign_off.rules else ""
        yield f"- [{mark}] The {in_words(sign_off.role)} {wording.answer_of(sign_off)}{rules}"


def _waived(answers: tuple[RuleAnswer, ...]) -> Iterator[str]:
    if answers:
        yield "\n## Not met, and set aside by a waiver"
    for answer in answers:
        yield f"\n### {answer.rule}: {literal(answer.title)}\n"
        for line in wording.waiver_lines(answer.waiver) if answer.waiver else ():
            yield f"- {literal(line)}"


def _upcoming(answers: tuple[RuleAnswer, ...]) -> Iterator[str]:
    if answers:
        yield "\n## Not required yet, but soon\n"
    for answer in answers:
        yield f"- {answer.rule}, from {answer.upcoming_from}: {literal(answer.title)}"
