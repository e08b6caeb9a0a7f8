"""Signing, step by step: assess again, show what will be signed, ask, seal, say where it stands."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import uuid4

from guard import wording
from guard.approval.act import Act, Draft, append, draft, obstacle
from guard.approval.sealing import LISTS
from guard.assessment import Bench, assess, prepare
from guard.border.document import Document, read
from guard.border.file import read_text
from guard.border.text import plain
from guard.decision import EXIT_CODE, Verdict
from guard.errors import Fault, GuardError
from guard.formats.table import render
from guard.record.authority import load as load_authorities
from guard.record.sealed import Signer
from guard.record.statement import Condition, Event
from guard.report import Report
from guard.screen import Screen
from guard.settings import Settings


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for on the command line, before anything is checked."""

    event: Event
    role: str
    reason: str
    conditions: Sequence[str]
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class Person:
    """How to reach the person who signs: to show text, to ask yes or no, to sign."""

    show: Callable[[str], None]
    consents: Callable[[], None]
    signer: Callable[[], Signer]
    screen: Screen


def perform(request: str, wish: Wish, settings: Settings, person: Person, at: dt.datetime) -> int:
    """Take one act from wish to sealed record; the exit code.

    Raises:
        GuardError: the act cannot be done by this person, or not in this way.
    """
    files = settings.ledger()
    bench = prepare(settings, at.date())
    document = read(request)
    assessment = assess(document, bench)
    person.show(render([assessment.report], person.screen) + "\n")
    act = _act(wish, at)
    if why := obstacle(assessment, act):
        person.show(f"Nothing was sealed: {why}.\n")
        return EXIT_CODE[assessment.report.verdict] or EXIT_CODE[Verdict.REFER]
    authorities = load_authorities(read_text(files.allowed_signers), str(files.allowed_signers))
    signer = person.signer()
    drafted = draft(assessment, bench, act, signer, authorities)
    person.show("\n".join([*_to_sign(drafted), *_waived(assessment.report)]) + "\n")
    person.consents()
    appended = append(signer, drafted, files)
    person.show(f"Sealed as record {appended.index}: {appended.leaf_hash.hex()}\n")
    person.show("Keep its checkpoint outside this machine: guard record checkpoint\n")
    person.show("\n".join(_afterwards(document, bench, settings)) + "\n")
    return 0


def _act(wish: Wish, at: dt.datetime) -> Act:
    conditions = tuple(_condition(text, n) for n, text in enumerate(wish.conditions, 1))
    event = Event.APPROVED_WITH_CONDITIONS if conditions else wish.event
    return Act(event, wish.role, wish.reason, conditions, wish.until, at, uuid4())


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


def _to_sign(drafted: Draft) -> Iterator[str]:
    """What the signature will stand for, in words."""
    statement = drafted.statement
    act = statement.predicate
    yield "You are about to sign:"
    yield f"  act        {act.event.value} as {act.role}, by {plain(act.principal)}"
    yield f"  request    {plain(statement.request_id)}, sha256 {statement.subject[0].digest.sha256}"
    yield f"  decision   {act.decision.verdict} before this signature"
    for condition in act.conditions:
        yield f"  condition  {plain(condition.text)} ({plain(condition.owner)}, by {condition.due})"
    yield f"  until      {act.valid_until or 'not applicable'}"
    yield f"  reason     {plain(act.reason) or 'none given'}"
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
