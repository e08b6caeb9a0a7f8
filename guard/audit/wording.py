"""The words about an audit that several outputs share."""

import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from guard import wording
from guard.audit.report import ApplicationAnswer, AuditReport, ListAnswer, Mark, Skip, Spent
from guard.bypass import Band
from guard.catalogue.grounds import Nature
from guard.decision import Verdict

FEW_LISTS = 3
"""Lists whose notes are told one by one."""

MOST_NOTES = 8
"""Notes that are told of more lists than these."""

_UNCOUNTED = re.compile(r"^[0-9,]+ (?=rows)")


class Alarm(StrEnum):
    """What an application's answer asks of a program that reads it, gravest first."""

    ERROR = "error"
    """It bypasses IT."""
    WARNING = "warning"
    """It is likely to bypass IT, or a rule forbids to use it as it is."""
    REVIEW = "review"
    """A person should look at small signs."""
    OPEN = "open"
    """What would decide is not known: never the same as fine."""
    PASS = "pass"  # noqa: S105 - an answer, not a password
    """Nothing speaks against it."""


def alarm(answer: ApplicationAnswer) -> Alarm | None:
    """How grave ``answer`` is; None where it is not software, and no rule was applied."""
    match answer.nature:
        case Nature.NOT_SOFTWARE:
            return None
        case Nature.POSSIBLE | Nature.UNKNOWN:
            return Alarm.OPEN
        case Nature.SOFTWARE:
            return _of_software(answer)


def _of_software(answer: ApplicationAnswer) -> Alarm:
    if answer.band is Band.BYPASS:
        return Alarm.ERROR
    if answer.band is Band.LIKELY or answer.verdict is Verdict.DENY:
        return Alarm.WARNING
    if answer.band is Band.LOOK:
        return Alarm.REVIEW
    decided = answer.band is Band.CLEAR and answer.verdict is Verdict.PERMIT
    return Alarm.PASS if decided else Alarm.OPEN


_BANDS = {
    Band.BYPASS: "bypasses IT",
    Band.LIKELY: "is likely to bypass IT",
    Band.LOOK: "is worth a look",
    Band.CLEAR: "shows no sign of bypassing IT",
    Band.NOT_CHECKED: "could not be checked for bypassing IT",
}


def counts(answer: ApplicationAnswer) -> bool:
    """Whether a build should stop at ``answer``: it is grave, and no baseline covers it."""
    return alarm(answer) in (Alarm.ERROR, Alarm.WARNING) and answer.baseline is not Mark.UNCHANGED


def mark(answer: ApplicationAnswer) -> str:
    """What the baseline knows of ``answer``: empty where there is none."""
    if answer.baseline is Mark.NONE:
        return ""
    if answer.baseline is Mark.NEW and answer.baseline_since:
        return f"worse than on {answer.baseline_since}: {', '.join(answer.baseline_worse)}"
    return f"known since {answer.baseline_since}" if answer.baseline_since else "new"


def waived(answer: ApplicationAnswer) -> list[str]:
    """Each waiver of ``answer``: its rule, who decided, until when, why, and what instead."""
    return [f"{each.rule}: {'. '.join(wording.waiver_lines(each))}" for each in answer.waived]


def sentence(answer: ApplicationAnswer) -> str:
    """What is said of one application, in one sentence."""
    if answer.band is None:
        may_be = {
            Nature.POSSIBLE: "may be software: somebody must look",
            Nature.UNKNOWN: "may or may not be software: the lists do not tell",
            Nature.NOT_SOFTWARE: "is not software",
        }
        return f"{answer.name} {may_be.get(answer.nature, 'was not judged')}"
    said = f"{answer.name} {_BANDS[answer.band]}"
    if answer.points:
        signs = ", ".join(f"{each.sign} (+{each.points})" for each in answer.signals)
        said += f" ({answer.points} of 100 points): {signs}"
    if answer.not_checked and answer.band in (Band.CLEAR, Band.LOOK):
        said += f", as far as could be checked (not: {wording.some(answer.not_checked)})"
    if answer.blocking:
        said += f"; it may not be used as it is ({wording.some(answer.blocking)})"
    elif answer.undecided:
        said += f"; not decided: {wording.some(answer.undecided)}"
    if answer.waived:
        said += f"; set aside by waiver: {wording.some([each.rule for each in answer.waived])}"
    return f"{said}; {mark(answer)}" if mark(answer) else said


def weightiest(answer: ApplicationAnswer) -> str:
    """The one rule that stands for ``answer``: empty where no rule says anything of it.

    The signal with most points, where signs of bypass are what it is about; otherwise the first
    rule that forbids it, or that could not be decided.
    """
    signals = sorted(answer.signals, key=lambda each: (-each.points, each.rule))
    signs = [each.rule for each in signals]
    if answer.band not in (Band.BYPASS, Band.LIKELY):
        signs = [*answer.blocking, *signs]
    rules = (*signs, *answer.blocking, *answer.not_checked, *answer.undecided)
    return rules[0] if rules else ""


def paid(answer: ApplicationAnswer) -> str:
    """How much was paid in how many lines, since when."""
    said = wording.count(answer.lines, "line")
    if answer.spent:
        said = f"{money(answer.spent)} in {said}"
    if answer.first and answer.last:
        between = f"{answer.first} to {answer.last}"
        said += f", on {answer.first}" if answer.first == answer.last else f", {between}"
    return said


def headline(report: AuditReport) -> str:
    """What was found, in one sentence."""
    bands = [each.band for each in report.findings]
    software = wording.count(len(bands), "application")
    bypass, likely = bands.count(Band.BYPASS), bands.count(Band.LIKELY)
    verb = "bypasses" if bypass == 1 else "bypass"
    return f"{software} found: {bypass} {verb} IT, {likely} likely to"


def account(report: AuditReport) -> str:
    """Every row, accounted for."""
    read, used = report.rows
    lists = wording.count(len(report.lists), "list")
    reasons: dict[str, int] = {}
    for each in report.lists:
        for skip in each.skipped:
            reasons[skip.reason] = reasons.get(skip.reason, 0) + skip.rows
    skipped = "; ".join(f"{rows:,} {reason}" for reason, rows in reasons.items())
    said = f"{report.on}: {lists}, {read:,} rows read, {used:,} used"
    return f"{said}, {read - used:,} skipped ({skipped})" if skipped else said


def skips(each: ListAnswer) -> str:
    """Why rows of a list were skipped, how many, and where the first of them stand."""
    return "; ".join(f"{skip.rows:,} {skip.reason}{_at(skip)}" for skip in each.skipped)


def _at(skip: Skip) -> str:
    rows = ", ".join(map(str, skip.at))
    more = ", …" if skip.rows > len(skip.at) else ""
    return f" (row{'s' if skip.rows > 1 else ''} {rows}{more})" if rows else ""


def of_lists(report: AuditReport) -> Iterator[str]:
    """What was decided in reading, and what could not be; of many lists, how many each is of."""
    if len(report.lists) <= FEW_LISTS:
        for each in report.lists:
            yield from (f"{each.file.rpartition('/')[2]}: {note}" for note in each.notes)
        return
    notes = Counter(_UNCOUNTED.sub("some ", note) for each in report.lists for note in each.notes)
    for note, lists in notes.most_common(MOST_NOTES):
        yield f"{note} (in {wording.count(lists, 'list')})"
    if len(notes) > MOST_NOTES:
        yield f"{len(notes) - MOST_NOTES} more notes on lists: --output json=FILE has all of them"


def money(spent: tuple[Spent, ...]) -> str:
    """Amounts, each with its currency where the list says it."""
    return " + ".join(f"{each.amount:,.2f} {each.currency}".strip() for each in spent)
