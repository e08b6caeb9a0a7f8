"""Where a request stands on a day: a fold over all that was sealed of it. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from guard.history.beside import PastAdvice, PastEvidence, PastUse, advice, evidence, use_of
from guard.history.deed import Deed
from guard.history.past import REFUSE, Hold, PastApproval, PastCondition
from guard.record.events import (
    Act,
    Advised,
    Approval,
    ConditionMet,
    Emergency,
    Event,
    Measured,
    OfRequest,
    Requested,
    Revoked,
    Superseded,
    Waived,
)
from guard.record.parts import Application
from guard.record.statement import Statement

_DECISIONS = {
    Event.APPROVED: "approve",
    Event.APPROVED_WITH_CONDITIONS: "approve-with-conditions",
    Event.REFUSED: REFUSE,
    Event.RENEWED: "approve",
}
_ASKING = frozenset({"requester", "evaluator", "dpo"})
"""Roles that ask, measure and advise; they end nothing."""


class Standing(StrEnum):
    """Where a request stands."""

    REQUESTED = "requested"
    AWAITING_SIGNATURE = "awaiting-signature"
    APPROVED = "approved"
    CONDITIONS_OVERDUE = "conditions-overdue"
    EMERGENCY = "emergency"
    REVIEW_OVERDUE = "review-overdue"
    EXPIRED = "expired"
    REFUSED = "refused"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


IN_FORCE = frozenset({Standing.APPROVED, Standing.CONDITIONS_OVERDUE, Standing.EMERGENCY})
"""Where the application may be used."""

_HOLDS = frozenset({Hold.IN_FORCE, Hold.CONDITIONS_OVERDUE})
_ENDED = {
    Hold.REVOKED: Standing.REVOKED,
    Hold.SUPERSEDED: Standing.SUPERSEDED,
    Hold.EXPIRED: Standing.EXPIRED,
}


@dataclass(frozen=True, slots=True)
class PastWaiver:
    """A rule that was set aside, and when that ended before its time."""

    index: int
    leaf: str
    rule: str
    role: str
    principal: str
    reason: str
    measure: str
    expires: dt.date
    application: str
    register_id: str
    request_id: str
    on: dt.date
    ended: dt.date | None = None

    def given(self, on: dt.date) -> bool:
        """Whether it was given by that day, and not taken back by then."""
        return self.on <= on and (self.ended is None or self.ended > on)


@dataclass(frozen=True, slots=True)
class Case:
    """One request on a day: where it stands since when and until when, and all that led there.

    ``waiting``: the roles still to sign. ``approvals``: the last answer of each role.
    ``records``: the indices of all that was sealed of it, oldest first. ``use``: emergency use
    that nobody answered yet. ``measured``: the record of the newest assessment, if there is one.
    """

    request_id: str
    request_sha256: str
    application: str
    register_id: str
    standing: Standing
    since: dt.date
    until: dt.date | None
    waiting: tuple[str, ...]
    approvals: tuple[PastApproval, ...]
    waivers: tuple[PastWaiver, ...]
    use: PastUse | None
    advice: tuple[PastAdvice, ...]
    evidence: tuple[PastEvidence, ...]
    measured: int | None
    records: tuple[int, ...]

    @property
    def emergency(self) -> dt.date | None:
        """The day by which an emergency use must be reviewed."""
        return self.use.review_by if self.use else None

    @property
    def conditions(self) -> tuple[PastCondition, ...]:
        """All conditions of the answers that stand."""
        return tuple(condition for each in self.approvals for condition in each.conditions)


def approvals(deeds: Iterable[Deed]) -> tuple[PastApproval, ...]:
    """The answers among ``deeds``, oldest first, each with what became of it."""
    counting = [deed for deed in deeds if deed.counts]
    ended = dict(_ended(counting))
    met = {
        (act.target.index, act.condition): act.decided_at.date()
        for deed in reversed(counting)  # the first time holds
        if isinstance(act := deed.statement.predicate, ConditionMet)
    }
    return tuple(
        _past(deed, act, ended.get(deed.index), met)
        for deed in counting
        if isinstance(act := deed.statement.predicate, Approval)
    )


def waivers(deeds: Iterable[Deed]) -> tuple[PastWaiver, ...]:
    """The waivers among ``deeds``, oldest first."""
    counting = [deed for deed in deeds if deed.counts]
    ended = dict(_ended(counting))
    return tuple(
        PastWaiver(
            deed.index,
            deed.sealed.leaf.hex(),
            act.rule,
            act.role,
            act.principal,
            act.reason,
            act.measure,
            act.expires,
            act.application.name,
            act.application.register_id or "",
            deed.statement.request_id,
            act.decided_at.date(),
            ended[deed.index][0] if deed.index in ended else None,
        )
        for deed in counting
        if isinstance(act := deed.statement.predicate, Waived)
    )


def _past(
    deed: Deed,
    act: Approval,
    ended: tuple[dt.date, Hold] | None,
    met: dict[tuple[int, str], dt.date],
) -> PastApproval:
    conditions = tuple(
        PastCondition(each.id, each.text, each.owner, each.due, met.get((deed.index, each.id)))
        for each in act.conditions
    )
    decision = _DECISIONS[act.event]
    return PastApproval(
        deed.index,
        deed.sealed.leaf.hex(),
        act.role,
        act.principal,
        act.key_fingerprint,
        _DECISIONS[Event.APPROVED_WITH_CONDITIONS] if conditions else decision,
        act.decided_at.date(),
        act.valid_until,
        deed.statement.request_id,
        deed.statement.subject[0].digest.sha256,
        act.application.name,
        conditions,
        ended,
    )


def _ended(deeds: Iterable[Deed]) -> Iterator[tuple[int, tuple[dt.date, Hold]]]:
    """The records that later ones end: index, day and how. The first end holds, so it comes last.

    Whoever holds a role may take back: that only makes less of what is allowed. But a "no" is
    taken back only by the role that said it. What a role says last takes the place of all that it
    said before of the same version of a request.
    """
    found = []
    refused: dict[int | None, str] = {}
    said: dict[tuple[str, str, str], int] = {}
    for deed in deeds:
        act = deed.statement.predicate
        on = act.decided_at.date()
        if isinstance(act, Approval):
            place = (deed.statement.request_id, _digest(deed), act.role)
            if place in said:
                found.append((said[place], (on, Hold.SUPERSEDED)))
            said[place] = deed.index
        if isinstance(act, Approval) and act.event is Event.REFUSED:
            refused[deed.index] = act.role
        elif refused.get(_target(act), act.role) != act.role:
            continue
        if isinstance(act, Revoked) and act.role not in _ASKING:
            found.append((act.target.index, (on, Hold.REVOKED)))
        elif isinstance(act, Superseded) and act.role not in _ASKING:
            found.append((act.target.index, (on, Hold.SUPERSEDED)))
        elif isinstance(act, Approval) and act.renews:
            found.append((act.renews.index, (on, Hold.SUPERSEDED)))
    yield from reversed(found)


def _target(act: Act) -> int | None:
    """The record that an act ends, if it ends one."""
    if isinstance(act, Revoked | Superseded):
        return act.target.index
    return act.renews.index if isinstance(act, Approval) and act.renews else None


def case(deeds: Sequence[Deed], on: dt.date, request_id: str) -> Case | None:
    """Where a request stands ``on`` a day.

    What was approved stays so while the request is changed and asked for anew.

    Args:
        deeds: all that was sealed of it, oldest first, and what renews its approvals elsewhere.
        on: the day.
        request_id: the request; those that renew its approvals may be others.
    """
    known = [d for d in deeds if d.counts and d.statement.at.date() <= on]
    own = [d for d in known if d.statement.request_id == request_id]
    asking = [_digest(d) for d in own if isinstance(d.statement.predicate, _ASKS)]
    versions = dict.fromkeys(reversed(asking))  # the one that was asked for last comes first
    lost = [d for d in deeds if not d.held and d.statement.at.date() <= on]
    cases = [_case(known, own, sha256, on, lost) for sha256 in versions]
    holding = (each for each in cases if each.standing in IN_FORCE)
    return next(holding, cases[0] if cases else None)


def _case(
    known: Sequence[Deed], own: Sequence[Deed], sha256: str, on: dt.date, lost: Sequence[Deed]
) -> Case:
    """Where the version of a request with this digest stands, but for what was ``lost``."""
    now = [d for d in own if _digest(d) == sha256]
    asking = [d for d in now if isinstance(d.statement.predicate, _ASKS)]
    last = asking[-1].statement
    subject = (last.request_id, sha256)
    answers = {
        each.role: each
        for each in approvals(known)
        if (each.request_id, each.request_sha256) == subject
    }
    gone = [d for d in lost if (d.statement.request_id, _digest(d)) == subject]
    given, waiting = tuple(answers.values()), tuple(_waiting([*asking, *gone], answers, on))
    use = _use(own, given)
    application = _application(last)
    found = Case(
        last.request_id,
        sha256,
        application.name,
        application.register_id or "",
        _standing(given, waiting, use.review_by if use else None, on),
        last.at.date(),
        None,
        waiting,
        given,
        waivers(own),
        use,
        advice(own),
        evidence(now),
        max((d.index for d in now if isinstance(d.statement.predicate, Measured)), default=None),
        tuple(deed.index for deed in own),
    )
    return replace(found, since=_since(found), until=_until(found))


def _digest(deed: Deed) -> str:
    return deed.statement.subject[0].digest.sha256


_ASKS = (Requested, Measured, Emergency, Advised)


def _application(statement: Statement) -> Application:
    act = statement.predicate
    return act.application if isinstance(act, OfRequest) else Application(name="")


def _waiting(now: Sequence[Deed], answers: dict[str, PastApproval], on: dt.date) -> Iterator[str]:
    """The roles that were asked to sign the request as it is now, and have not agreed.

    Whoever signed without holding the role was asked, too.
    """
    measured = (act for deed in now if isinstance(act := deed.statement.predicate, Measured))
    for role in dict.fromkeys(role for act in measured for role in act.decision.outstanding):
        answer = answers.get(role)
        if not (answer and answer.agrees and answer.state(on) in _HOLDS):
            yield role


def _use(own: Sequence[Deed], given: Sequence[PastApproval]) -> PastUse | None:
    """The emergency use that must still be reviewed: not revoked, and not answered since."""
    ended = dict(_ended(own))
    answered = max((each.index for each in given), default=-1)
    uses = [use for deed in own if (use := use_of(deed)) and use.index not in ended]
    return uses[-1] if uses and uses[-1].index > answered else None


def _standing(
    given: Sequence[PastApproval],
    waiting: Sequence[str],
    emergency: dt.date | None,
    on: dt.date,
) -> Standing:
    states = [(each, each.state(on)) for each in given]
    if any(not each.agrees and not each.ended for each in given):
        return Standing.REFUSED
    if emergency:
        return Standing.EMERGENCY if on <= emergency else Standing.REVIEW_OVERDUE
    for state, standing in _ENDED.items():
        if any(each.agrees and said is state for each, said in states):
            return standing
    if not given:
        return Standing.AWAITING_SIGNATURE if waiting else Standing.REQUESTED
    if waiting:
        return Standing.AWAITING_SIGNATURE
    overdue = any(said is Hold.CONDITIONS_OVERDUE for _, said in states)
    return Standing.CONDITIONS_OVERDUE if overdue else Standing.APPROVED


def _since(case: Case) -> dt.date:
    """The day of the last answer, or of its end."""
    days = [each.ended[0] if each.ended else each.on for each in case.approvals]
    return max(days, default=case.since)


def _until(case: Case) -> dt.date | None:
    """The last day on which it holds: the first day on which an answer or a waiver ends."""
    if case.emergency:
        return case.emergency
    ends = [each.until for each in case.approvals if each.agrees and each.until]
    return min(ends, default=None)
