"""Answering a request, step by step: assess again, show what is signed, ask, seal, say more."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guard import wording
from guard.approval.answer import Answer, drafted, obstacle
from guard.approval.sealing import LISTS
from guard.approval.signing import Desk, Draft, Person, conclude, desk
from guard.assessment import Bench, assess, prepare
from guard.border.document import Document, read
from guard.border.text import plain
from guard.decision import EXIT_CODE, Verdict
from guard.errors import Fault, GuardError
from guard.formats.table import render
from guard.record.events import Approval, Event, Measured
from guard.record.parts import Condition, Heeded, Reference
from guard.report import Report
from guard.settings import Settings


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for on the command line, before anything is checked.

    ``heeded`` and ``overruled``: the advice taken or not (``N; why``). ``renews``: a record.
    """

    event: Event
    role: str
    reason: str
    conditions: Sequence[str] = ()
    until: dt.date | None = None
    heeded: Sequence[int] = ()
    overruled: Sequence[str] = ()
    renews: int | None = None


def perform(request: str, wish: Wish, settings: Settings, person: Person, at: dt.datetime) -> int:
    """Take one answer from wish to sealed record; the exit code.

    Raises:
        GuardError: the answer cannot be given by this person, or not in this way.
    """
    files = settings.ledger()
    bench = prepare(settings, at.date())
    document = read(request)
    assessment = assess(document, bench)
    person.show(render([assessment.report], person.screen) + "\n")
    conditions = tuple(_condition(text, n) for n, text in enumerate(wish.conditions, 1))
    event = wish.event
    if conditions and event is Event.APPROVED:
        event = Event.APPROVED_WITH_CONDITIONS
    trial = Answer(event, conditions, until=wish.until)
    if why := obstacle(assessment, trial, wish.role):
        person.show(f"Nothing was sealed: {why}.\n")
        return EXIT_CODE[assessment.report.verdict] or EXIT_CODE[Verdict.REFER]
    at_desk = desk(settings, wish.role, wish.reason, at, person)
    answer = Answer(event, conditions, _advice(wish, at_desk), _renewed(wish, at_desk), wish.until)
    draft = drafted(assessment, bench, answer, at_desk)
    conclude(draft, at_desk, person, files, [*_measured(draft), *_waived(assessment.report)])
    person.show("\n".join(_afterwards(document, bench, settings)) + "\n")
    return 0


def _renewed(wish: Wish, at_desk: Desk) -> Reference | None:
    return None if wish.renews is None else reference(at_desk, wish.renews)


def reference(at_desk: Desk, index: int) -> Reference:
    """How an event points at record ``index``.

    Raises:
        GuardError: there is no such record.
    """
    found = at_desk.history.at(index)
    if found is None:
        raise GuardError(Fault(f"there is no record {index}", "give a number of guard record show"))
    return found.reference


def _advice(wish: Wish, at_desk: Desk) -> tuple[Heeded, ...]:
    """What the person makes of the advice given."""
    taken = [Heeded(record=reference(at_desk, n), accepted=True, reason="") for n in wish.heeded]
    return (*taken, *(_overruled(text, at_desk) for text in wish.overruled))


def _overruled(text: str, at_desk: Desk) -> Heeded:
    number, _, why = text.partition(";")
    if not number.strip().isdecimal() or not why.strip():
        what = f"--overrule {plain(text)!r} does not say which record, and why"
        raise GuardError(Fault(what, 'write it so: --overrule "3; the measures cost too much"'))
    record = reference(at_desk, int(number))
    return Heeded(record=record, accepted=False, reason=why.strip())


def _condition(text: str, number: int) -> Condition:
    parts = [part.strip() for part in text.rsplit(";", 2)]
    try:
        what, owner, due = parts
        return Condition(id=f"C{number}", text=what, owner=owner, due=dt.date.fromisoformat(due))
    except ValueError:
        raise GuardError(
            Fault(
                f"--condition {plain(text)!r} does not say what, who and by when",
                'write it so: --condition "Switch on MFA for everyone; head-of-it; 2027-01-31"',
            )
        ) from None


def _measured(drafted: Draft) -> Iterator[str]:
    """What an answer rests on, in words."""
    act = drafted.statement.predicate
    if not isinstance(act, Measured):
        return
    yield f"  decision   {act.decision.verdict} before this signature"
    for condition in act.conditions if isinstance(act, Approval) else ():
        yield f"  condition  {plain(condition.text)} ({plain(condition.owner)}, by {condition.due})"
    for each in act.advice if isinstance(act, Approval) else ():
        how = "taken" if each.accepted else f"overruled: {plain(each.reason)}"
        yield f"  advice     record {each.record.index} {how}"
    packs = [p for p in act.policies if not p.name.startswith(LISTS)]
    named = ", ".join(f"{p.name} {p.annotations.version}" for p in packs)
    lists = len(act.policies) - len(packs)
    yield f"  policies   {named}" + (f", {wording.count(lists, 'dated list')}" if lists else "")


def _waived(report: Report) -> Iterator[str]:
    for answer in report.waived:
        for line in wording.waiver_lines(answer.waiver) if answer.waiver else ():
            yield f"  waiver     {answer.rule}: {line}"


def _afterwards(document: Document, bench: Bench, settings: Settings) -> Iterator[str]:
    """Where the request stands now that the record is in the ledger."""
    report = assess(document, prepare(settings, bench.on)).report
    yield wording.headline(report)
    for number, step in enumerate(wording.next_steps(report), 1):
        yield f"  {number}. {step}"
