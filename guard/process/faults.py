"""What is wrong with an event, given the ledger as it was before it: nothing, or each fault."""

import datetime as dt
from collections.abc import Iterator

from guard.duties import same_person
from guard.errors import Fault
from guard.history.ledger import History
from guard.process.activation import not_active
from guard.process.answers import answers
from guard.process.grants import ended, granted, on_behalf
from guard.process.targets import no_such, not_over, target
from guard.process.times import until
from guard.record.events import (
    Approval,
    AuthorityGranted,
    AuthorityRevoked,
    ConditionMet,
    Emergency,
    Measured,
    OfRequest,
    Requested,
    Revoked,
    Superseded,
    Waived,
)
from guard.record.sealed import Sealed

LONGEST_WAIVER = dt.timedelta(days=366)
LONGEST_EMERGENCY = dt.timedelta(days=30)


def faults(sealed: Sealed, history: History) -> Iterator[Fault]:
    """All that is wrong with an event, given the ledger as it was before it."""
    act = sealed.statement.predicate
    yield from on_behalf(sealed, history)
    match act:
        case OfRequest():
            yield from _asked_for_it(sealed, history)
            yield from _of_request(sealed, act, history)
        case AuthorityGranted():
            yield from granted(sealed, act)
        case AuthorityRevoked():
            yield from ended(act, history)
        case _:
            pass  # policies activated, keys rotated, records erased: the ledger itself holds them
    if isinstance(act, Measured):
        yield from not_active(act, history)


def _of_request(sealed: Sealed, act: OfRequest, history: History) -> Iterator[Fault]:
    match act:
        case Approval():
            yield from answers(sealed, act, history)
        case Waived():
            yield from until(act.decided_at, act.expires, LONGEST_WAIVER, "a waiver")
        case Emergency():
            yield from until(act.decided_at, act.review_by, LONGEST_EMERGENCY, "emergency use")
        case ConditionMet():
            yield from _met(act, history)
        case Revoked():
            yield from target(act.target, sealed, history, (Approval, Waived, Emergency))
            yield from not_over(act.target, history)
        case Superseded():
            yield from target(act.target, sealed, history, (Approval,))
            yield from not_over(act.target, history)
        case _:
            pass  # requested, evaluated, advised, corrected


def _asked_for_it(sealed: Sealed, history: History) -> Iterator[Fault]:
    """Who asks for an application, by name or by key, decides nothing about it."""
    act = sealed.statement.predicate
    if isinstance(act, Requested):
        return
    for deed in history.deeds(f"request/{sealed.statement.request_id}"):
        asked = deed.statement.predicate
        if not isinstance(asked, Requested) or not deed.counts:
            continue
        same_key = asked.key_fingerprint == act.key_fingerprint
        if same_key or same_person(asked.principal, act.principal):
            whose = "the key of who" if same_key else "who"
            what = f"{act.principal} signs with {whose} asked for it (record {deed.index})"
            yield Fault(what, "let another person who holds the role sign, with a key of their own")
            return


def _met(act: ConditionMet, history: History) -> Iterator[Fault]:
    found = history.at(act.target.index)
    approval = found.statement.predicate if found and found.counts else None
    if not isinstance(approval, Approval) or found is None or found.reference != act.target:
        yield no_such(act.target, "an approval")
        return
    if act.condition not in {each.id for each in approval.conditions}:
        ids = ", ".join(each.id for each in approval.conditions) or "none"
        what = f"record {act.target.index} has no condition {act.condition}"
        yield Fault(what, f"its conditions: {ids}")
    if act.role != approval.role:
        what = f"the condition was set by the {approval.role}, who says whether it is met"
        yield Fault(what, f"let the {approval.role} sign: --role {approval.role}")
