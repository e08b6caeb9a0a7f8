"""Verifying a ledger: its bytes, who signed and whether they could, and each decision anew."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from guard.approval.again import differences, judged_again
from guard.approval.evidence import Kept, swapped
from guard.approval.sealing import LISTS, UnopenedError
from guard.errors import GuardError
from guard.history import uncounted
from guard.history.deed import Deed
from guard.history.ledger import History, Records
from guard.judgement import Judged
from guard.name import key as by_name
from guard.policy.departures import departures
from guard.process.faults import faults
from guard.record.authority import Authorities
from guard.record.checkpoint import VerifierKey
from guard.record.events import Measured, OfRequest
from guard.record.inspection import inspect
from guard.record.rows import Damage, Entry, Rows

# What computing again may run into where an assessment is not one that guard wrote.
_UNFIT = (
    *(GuardError, LookupError, TypeError, ValueError),
    *(AttributeError, ArithmeticError, RecursionError),
)


@dataclass(frozen=True, slots=True)
class Verified:
    """One record that is as it was signed: what was done, by whom, in which role."""

    index: int
    leaf: str
    event: str
    role: str
    principal: str
    subject: str
    decided_at: str
    policies: tuple[str, ...]
    """The policies it was measured by, with their versions."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a reader of record ``index`` should know, though nothing is wrong with it."""

    index: int
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found: the records that can be read, and all that is wrong (none: all is well)."""

    records: tuple[Verified, ...]
    damage: tuple[Damage, ...]
    notes: tuple[Note, ...]


class Ledger(Rows, Records, Protocol):
    """A ledger, as it is read here."""


def verify(
    ledger: Ledger,
    authorities: Authorities,
    key: VerifierKey,
    now: dt.datetime,
    witnessed: Iterable[str] = (),
    *,
    evidence: Kept | None = None,
    redacted: bool = False,
) -> Verification:
    """Verify all of ``ledger``.

    Args:
        ledger: the store to read.
        authorities: who may sign in which role, as the reader trusts it.
        key: the log's key, as the reader trusts it.
        now: the moment of verifying; nothing can have been decided after it.
        witnessed: signed heads kept elsewhere; they find a lost tail or a restored backup.
        evidence: the files kept outside the ledger; without them, evidence is not looked at.
        redacted: whether this is a copy without private values: then they are not missed.
    """
    damage = list(inspect(ledger, key, witnessed))
    notes: list[Note] = []
    records: list[Verified] = []
    history = History(ledger, authorities, law=faults)
    for entry in _readable(ledger):
        try:
            deed = history.read(entry)
        except GuardError:
            continue  # the inspection has named it
        records.append(_verified(deed))
        earlier = history.before(entry.index)
        wrong = [*_wrong(deed, authorities, now, earlier)]
        wrong += swapped(deed.statement.evidence, evidence) if evidence else ()
        if isinstance(act := deed.statement.predicate, Measured):
            differing, said = _again(deed, act, earlier, ledger, redacted=redacted)
            wrong += ((what, _first(deed, earlier)) for what in differing)
            notes += (Note(entry.index, what) for what in said)
        damage += (Damage(f"entry {entry.index}", what, step) for what, step in wrong)
    return Verification(tuple(records), tuple(damage), tuple(notes))


def _again(
    deed: Deed, act: Measured, earlier: History, ledger: Ledger, *, redacted: bool
) -> tuple[list[str], list[str]]:
    """How the record differs from its decision, made again; and what a reader should know."""
    try:
        judged = judged_again(act, ledger)
        differing = [*differences(deed.sealed, act, judged, earlier, ledger)]
    except UnopenedError:
        what = "its private values are not here, so its decision was not made again"
        return ([], [what]) if redacted else ([f"{what}, and no record erases them"], [])
    except _UNFIT as error:
        return [f"the decision cannot be computed again: {error}"], []
    return differing, [*departures(judged.policies), *_set_aside(judged)]


def _first(deed: Deed, earlier: History) -> str:
    """What to mend first: a record that does not count changes what later ones rest on."""
    act = deed.statement.predicate
    if not isinstance(act, OfRequest):
        return ""
    names = (f"request/{deed.statement.request_id}", f"application/{by_name(act.application.name)}")
    idle = [str(each.index) for each in earlier.deeds(*names) if not each.counts]
    said = "which does not count" if len(idle) == 1 else "which do not count"
    return f"see first to record {', '.join(idle)}, {said}: this may follow" if idle else ""


def _wrong(
    deed: Deed, authorities: Authorities, now: dt.datetime, earlier: History
) -> Iterator[tuple[str, str]]:
    """What is wrong with who signed, when and whether they could, though the signature fits.

    Each with the next step, if there is one.
    """
    act = deed.statement.predicate
    if not deed.held:
        what = f"{act.principal} did not hold the role {act.role} at {act.decided_at.isoformat()}"
        yield what, uncounted.of(deed, authorities).next
    if act.decided_at > now:
        yield f"it says {act.decided_at.isoformat()}, which is still to come", ""
    for fault in deed.faults:
        yield fault.what, _first(deed, earlier) or uncounted.of(deed, authorities).next


def _set_aside(judged: Judged) -> Iterator[str]:
    for finding in judged.waived:
        if waiver := finding.waiver:
            until = f"by {waiver.approver} until {waiver.expires}"
            yield f"{finding.rule.text.id} was waived {until}: {waiver.reason}"


def _readable(ledger: Ledger) -> Iterator[Entry]:
    """The entries up to the first that the store itself cannot give; not those erased."""
    try:
        yield from (entry for entry in ledger.entries() if entry.envelope)
    except GuardError:
        return  # the inspection has named it


def _verified(deed: Deed) -> Verified:
    act = deed.statement.predicate
    measured = act.policies if isinstance(act, Measured) else ()
    return Verified(
        deed.index,
        deed.sealed.leaf.hex(),
        act.event.value,
        act.role,
        act.principal,
        deed.statement.subject[0].name,
        act.decided_at.isoformat(),
        tuple(
            f"{policy.name} {policy.annotations.version}"
            for policy in measured
            if not policy.name.startswith(LISTS)
        ),
    )
