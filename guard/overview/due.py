"""What needs somebody soon, or should have been done: a list over all live cases. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from guard.border.text import plain
from guard.history.grants import PastGrant
from guard.history.past import Hold, PastApproval
from guard.history.standing import IN_FORCE, Case, PastWaiver, Standing
from guard.role import called, in_words

SCHEMA = "urn:procurement-guard:due:v1"
"""Names the shape of the list as JSON; a change that could break a reader makes a new name."""

_OVER = frozenset({Standing.REFUSED, Standing.REVOKED, Standing.SUPERSEDED})
"""Where somebody has decided that nothing more is to be done."""

_WAITS = frozenset({Standing.AWAITING_SIGNATURE, Standing.EMERGENCY, Standing.REVIEW_OVERDUE})


class Matter(StrEnum):
    """What is due."""

    APPROVAL = "approval"
    CONDITION = "condition"
    WAIVER = "waiver"
    EMERGENCY = "emergency use"
    EVIDENCE = "evidence"
    DELEGATION = "delegation"
    SIGN_OFF = "sign-off"
    ASSESSMENT = "assessment"


class When(StrEnum):
    """How it stands with the day: past it, before it, or there is none and somebody waits."""

    OVERDUE = "overdue"
    DUE = "due"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that somebody must do; every text is harmless.

    ``day``: the last day for it, or the day since when somebody waits. ``record``: where it
    stands. ``request`` and ``application`` are empty where it is about neither.
    """

    day: dt.date
    when: When
    matter: Matter
    record: int
    request: str
    application: str
    who: str
    what: str
    next: str


def due(
    cases: Iterable[Case], grants: Iterable[PastGrant], on: dt.date, until: dt.date
) -> tuple[Due, ...]:
    """All that is due from ``on`` to ``until`` (days), and what is overdue; by day.

    What has ended stays overdue until somebody renews or revokes it.
    """
    found = [one for case in cases if case.standing not in _OVER for one in _of_case(case, on)]
    found += [_delegation(grant) for grant in grants]
    near = (one for one in found if one.when is not When.DUE or one.day <= until)
    return tuple(sorted(near, key=lambda one: (one.day, one.request, one.record, one.what)))


def _of_case(case: Case, on: dt.date) -> Iterator[Due]:
    yield from _approvals(case, on)
    yield from _conditions(case, on)
    yield from _waiting(case)
    if case.use:
        where, role = case.use.index, case.use.role
        answer = f"guard approve REQUEST --role {role}, or guard refuse"
        yield _by(
            *(case, on, Matter.EMERGENCY, where, case.use.review_by),
            who=in_words(role),
            what="used before it was approved; to be reviewed",
            todo=f"review it: {answer}; to end it now: guard revoke {where}",
        )
    if case.standing in IN_FORCE:
        yield from _waivers(case, on)
        yield from _evidence(case, on)


def _approvals(case: Case, on: dt.date) -> Iterator[Due]:
    for each in case.approvals:
        if not each.agrees or not each.until or (each.ended and each.ended[0] <= on):
            continue
        renew = f"guard renew REQUEST --of {each.index} --role {each.role}"
        yield _by(
            *(case, on, Matter.APPROVAL, each.index, each.until),
            who=in_words(each.role),
            what=f"the approval {'has ended' if each.until < on else 'ends'}",
            todo=f"renew it: {renew}; if it is used no longer: guard revoke {each.index}",
        )


def _conditions(case: Case, on: dt.date) -> Iterator[Due]:
    for approval in case.approvals:
        role = in_words(approval.role)
        for each in approval.conditions if _stands(approval, on) else ():
            closing = f"guard condition {approval.index} {each.id} --evidence FILE"
            if each.open(on):
                yield _by(
                    *(case, on, Matter.CONDITION, approval.index, each.due),
                    who=called(each.owner),
                    what=f"{each.id}: {each.text}",
                    todo=f"do it, then let the {role} say so: {closing} --role {approval.role}",
                )


def _stands(approval: PastApproval, on: dt.date) -> bool:
    return approval.agrees and approval.state(on) in {Hold.IN_FORCE, Hold.CONDITIONS_OVERDUE}


def _waivers(case: Case, on: dt.date) -> Iterator[Due]:
    last = {each.rule: each for each in case.waivers if each.given(on)}
    for each in filter(lambda waiver: _needed(waiver, case), last.values()):
        anew = f"guard waive REQUEST --rule {each.rule}"
        yield _by(
            *(case, on, Matter.WAIVER, each.index, each.expires),
            who=in_words(each.role),
            what=f"the waiver of {each.rule} {_expires(each.expires, on)}",
            todo=f"meet {each.rule}, then guard check REQUEST; or set it aside anew: {anew}",
        )


def _needed(waiver: PastWaiver, case: Case) -> bool:
    """Whether an answer may rest on a waiver: no approval outlasts one that it rests on."""
    answers = [each for each in case.approvals if each.agrees]
    newer = all(waiver.index > each.index for each in answers)
    return newer or any(each.until and each.until <= waiver.expires for each in answers)


def _evidence(case: Case, on: dt.date) -> Iterator[Due]:
    for each in case.evidence:
        if each.expires:
            yield _by(
                *(case, on, Matter.EVIDENCE, each.index, each.expires),
                who="who asked for it",
                what=f"{each.kind} ({each.name}) {_expires(each.expires, on)}",
                todo="ask for a new one, put it into the request, then guard check REQUEST",
            )


def _expires(day: dt.date, on: dt.date) -> str:
    return "has expired" if day < on else "expires"


def _waiting(case: Case) -> Iterator[Due]:
    where = case.records[-1] if case.measured is None else case.measured
    common = (plain(case.request_id), plain(case.application))
    if case.standing is Standing.REQUESTED and case.measured is None:
        what = "neither assessed nor answered yet"
        todo = "assess it: guard check REQUEST; then guard approve or guard refuse"
        matter = Matter.ASSESSMENT
        yield Due(case.since, When.WAITING, matter, where, *common, "the IT team", what, todo)
    for role in case.waiting if case.standing in _WAITS else ():
        who, what = plain(in_words(role)), "has not signed yet"
        todo = f"guard approve REQUEST --role {role}; or guard refuse REQUEST --role {role}"
        yield Due(case.since, When.WAITING, Matter.SIGN_OFF, where, *common, who, what, todo)


def _by(
    case: Case,
    on: dt.date,
    matter: Matter,
    record: int,
    day: dt.date,
    *,
    who: str,
    what: str,
    todo: str,
) -> Due:
    when = When.OVERDUE if day < on else When.DUE
    texts = map(plain, (case.request_id, case.application, who, what, todo))
    return Due(day, when, matter, record, *texts)


def _delegation(grant: PastGrant) -> Due:
    what = f"the role of {in_words(grant.role)} is lent to {grant.grantee} until then"
    todo = f"if it is still needed: guard delegate {grant.grantee} --role {grant.role}"
    texts = map(plain, ("", "", in_words(grant.role), what, todo))
    return Due(grant.until, When.DUE, Matter.DELEGATION, grant.index, *texts)
