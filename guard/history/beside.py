"""What stands beside the answers to a request: emergency use, advice, evidence. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from guard.history.deed import Deed
from guard.record.events import Advised, Approval, ConditionMet, Counsel, Emergency, Measured


@dataclass(frozen=True, slots=True)
class PastUse:
    """An application used before anybody approved it, until it is reviewed."""

    index: int
    role: str
    principal: str
    reason: str
    review_by: dt.date


@dataclass(frozen=True, slots=True)
class PastAdvice:
    """The last advice of a role; ``heeded``: whether a later approval took or overruled it."""

    index: int
    role: str
    principal: str
    counsel: Counsel
    reason: str
    heeded: bool


@dataclass(frozen=True, slots=True)
class PastEvidence:
    """A file outside the ledger that record ``index`` relies on, and its last day, if it has one.

    ``kind``: what it shows. One that had expired when it was relied on is not among them.
    """

    index: int
    kind: str
    name: str
    expires: dt.date | None


def use_of(deed: Deed) -> PastUse | None:
    """The emergency use that a deed is, if it is one."""
    act = deed.statement.predicate
    if not isinstance(act, Emergency):
        return None
    return PastUse(deed.index, act.role, act.principal, act.reason, act.review_by)


def advice(known: Sequence[Deed]) -> tuple[PastAdvice, ...]:
    """The last advice of each role among deeds that count, oldest first."""
    heeded = {
        each.record.index
        for deed in known
        if isinstance(act := deed.statement.predicate, Approval)
        for each in act.advice
    }
    last = {
        act.role: PastAdvice(
            deed.index, act.role, act.principal, act.counsel, act.reason, deed.index in heeded
        )
        for deed in known
        if isinstance(act := deed.statement.predicate, Advised)
    }
    return tuple(sorted(last.values(), key=lambda each: each.index))


def evidence(known: Iterable[Deed]) -> tuple[PastEvidence, ...]:
    """The evidence that deeds that count rely on; of each kind the longest-lived.

    Evidence that closes conditions is kept apart by its name: each file shows something else.
    """
    found: dict[tuple[str, str], PastEvidence] = {}
    for each, alone in _evidence(known):
        place = (each.kind, each.name if alone else "")
        other = found.get(place)
        if other is None or _last(each) >= _last(other):
            found[place] = each
    return tuple(sorted(found.values(), key=lambda each: (each.index, each.kind, each.name)))


def _evidence(known: Iterable[Deed]) -> Iterator[tuple[PastEvidence, bool]]:
    for deed in known:
        act = deed.statement.predicate
        if not isinstance(act, Measured | ConditionMet):
            continue
        for each in act.evidence:
            note = each.annotations
            if note.expires is None or note.expires >= act.decided_at.date():
                one = PastEvidence(deed.index, note.kind, each.name, note.expires)
                yield one, isinstance(act, ConditionMet)


def _last(each: PastEvidence) -> dt.date:
    return each.expires or dt.date.max
