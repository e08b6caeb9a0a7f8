"""What is wrong with an event, given the ledger as it was before it: nothing, or each fault."""

import datetime as dt
from collections.abc import Iterator

from guard.duties import same_person
from guard.errors import Fault
from guard.history.ledger import History
from guard.name import key
from guard.process.activation import not_active
from guard.process.answers import ADVISERS, answers
from guard.process.grants import ended, granted, on_behalf
from guard.process.request_kept import request_kept
from guard.process.subjects import subject
from guard.process.targets import how_over, not_over, own_refusal, target
from guard.process.times import until, years_after
from guard.record.events import (
    Act,
    Approval,
    AuthorityGranted,
    AuthorityRevoked,
    ConditionMet,
    Corrected,
    Emergency,
    Erased,
    Event,
    KeyRotated,
    Measured,
    OfRequest,
    PolicyActivated,
    Requested,
    Revoked,
    Superseded,
    Waived,
)
from guard.record.sealed import Sealed
from guard.role import in_words

LONGEST_WAIVER = dt.timedelta(days=366)
LONGEST_EMERGENCY = dt.timedelta(days=30)
RETENTION = 3
"""Years for which records are kept at least (Procurement Act 2023, section 98)."""

ASKING = frozenset({"requester", "evaluator"})
"""Roles that ask or measure, and decide nothing."""


def faults(sealed: Sealed, history: History) -> Iterator[Fault]:
    """All that is wrong with an event, given the ledger as it was before it."""
    act = sealed.statement.predicate
    yield from on_behalf(sealed, history)
    yield from subject(sealed.statement, history)
    if isinstance(act, _DECIDING) and act.role in ASKING | ADVISERS:
        what = f"the {in_words(act.role)} asks, measures or advises, and cannot sign this"
        yield Fault(what, "let somebody sign in a role that decides")
    match act:
        case OfRequest():
            yield from _follows(sealed, history)
            yield from request_kept(sealed, act, history)
            yield from _asked_for_it(sealed, history)
            yield from _of_request(sealed, act, history)
        case AuthorityGranted():
            yield from granted(sealed, act)
        case AuthorityRevoked():
            yield from ended(act, history)
        case Erased():
            yield from _too_early(act, history)
        case _:
            pass  # policies activated, keys rotated: the ledger itself holds them
    if isinstance(act, Measured):
        yield from not_active({p.name: p.digest.sha256 for p in act.policies}, history)


def _of_request(sealed: Sealed, act: OfRequest, history: History) -> Iterator[Fault]:
    match act:
        case Approval():
            yield from answers(sealed, act, history)
        case Waived():
            yield from until(act.decided_at, act.expires, LONGEST_WAIVER, "a waiver")
        case Emergency():
            yield from until(act.decided_at, act.review_by, LONGEST_EMERGENCY, "emergency use")
            yield from _longer(sealed, act, history)
        case ConditionMet():
            yield from _met(sealed, act, history)
        case Revoked():
            yield from target(act.target, sealed, history, (Approval, Waived, Emergency))
            yield from own_refusal(act.target, act.role, history)
            yield from not_over(act.target, history)
        case Superseded():
            yield from target(act.target, sealed, history, (Approval,))
            yield from own_refusal(act.target, act.role, history)
            yield from not_over(act.target, history)
            yield from _instead(sealed, act, history)
        case Corrected():
            yield from _own_words(act, history)
        case _:
            pass  # requested, evaluated, advised


_DECIDING = (Waived, Emergency, PolicyActivated, KeyRotated, Revoked, Superseded, Erased)
"""What only a role that decides signs; whoever lent a role takes it back in any role."""


def _follows(sealed: Sealed, history: History) -> Iterator[Fault]:
    """Whoever signs knows the last record of the request: nothing came in between unseen."""
    act = sealed.statement.predicate
    last = history.last(sealed.statement.request_id)
    named = act.previous
    if named == (last.reference if last else None):
        return
    if named and named.index in history.erased() and (last is None or last.index < named.index):
        return
    what = f"it does not follow record {last.index}" if last else "it follows a record it may not"
    yield Fault(f"{what}, the last of its request", "look at that record, then sign anew")


def _longer(sealed: Sealed, act: Emergency, history: History) -> Iterator[Fault]:
    """Emergency use is reviewed, and not made longer by another."""
    found = history.case(sealed.statement.request_id, act.decided_at.date())
    use = found.use if found else None
    if use and act.review_by > use.review_by and not history.erased_since(use.index):
        what = f"it is in emergency use already, to be reviewed by {use.review_by}"
        remedy = "review it (approve or refuse the request), or revoke that use"
        yield Fault(f"{what} (record {use.index})", remedy)


def _instead(sealed: Sealed, act: Superseded, history: History) -> Iterator[Fault]:
    """What takes the place of an approval is another approval that counts."""
    yield from target(act.by, sealed, history, (Approval,), same_request=False)
    found = history.at(act.by.index)
    other = found.statement.predicate if found else None
    if found is None or not isinstance(other, Approval):
        return
    what = ""
    if other.event is Event.REFUSED or act.by == act.target:
        what = f"record {act.by.index} cannot take the place of record {act.target.index}"
    elif key(other.application.name) != key(act.application.name):
        what = f"record {act.by.index} is about {other.application.name}"
    elif how := how_over(found, history):
        what = f"record {act.by.index} is {how} already"
    elif other.valid_until and other.valid_until < act.decided_at.date():
        what = f"record {act.by.index} expired on {other.valid_until}"
    if what:
        remedy = "name an approval of the same application that is in force, or end this one: "
        yield Fault(what, f"{remedy}guard revoke {act.target.index}")


def _own_words(act: Corrected, history: History) -> Iterator[Fault]:
    """Nobody puts words into the mouth of another: who made a record says what it should say."""
    found = history.at(act.target.index)
    made = found.statement.predicate if found else None
    if made and made.role != act.role and not same_person(made.principal, act.principal):
        who = in_words(made.role)
        what = f"record {act.target.index} was made by the {who}, who alone puts it right"
        yield Fault(what, f"let the {who} sign: --role {made.role}")


def _too_early(act: Erased, history: History) -> Iterator[Fault]:
    """What is erased was kept for its time.

    Of what is gone, only this is left to tell: it is no older than what is kept before it.
    """
    for link in act.targets:
        found = history.newest(link.index)
        if found is None:
            continue
        told = found.statement.predicate
        if found.index == link.index and not isinstance(told, OfRequest):
            what = f"record {link.index} ({told.event.value}) is what other records rest on"
            yield Fault(what, "erase only records of requests")
        ended = told.decided_at.date()
        if found.index == link.index and isinstance(told, Approval) and told.valid_until:
            ended = max(ended, told.valid_until)
        until = years_after(ended, RETENTION)
        if until > act.decided_at.date():
            what = f"record {link.index} ended on {ended} or later: it must be kept for three years"
            yield Fault(what, f"erase it on {until} or later")


def _asked_for_it(sealed: Sealed, history: History) -> Iterator[Fault]:
    """Who asks for an application, by name or by key, decides nothing about it.

    Not in the name of who asks either, by a role that they lent; nor first, to ask afterwards.
    """
    act = sealed.statement.predicate
    for deed in history.deeds(f"request/{sealed.statement.request_id}"):
        other = deed.statement.predicate
        if isinstance(other, Requested) is isinstance(act, Requested) or not deed.counts:
            continue
        asked, decides = (act, other) if isinstance(act, Requested) else (other, act)
        if how := _same(asked, decides, history):
            what = f"{decides.principal} signs with {how} asked for it (record {deed.index})"
            yield Fault(what, "let another person who holds the role sign, with a key of their own")
            return


def _same(asked: Act, act: Act, history: History) -> str:
    """How who signs ``act``, or lent the role to who does, is the one who asks; empty if not."""
    lent = history.at(act.on_behalf_of.index) if act.on_behalf_of else None
    for each in (act, *([lent.statement.predicate] if lent else [])):
        if asked.key_fingerprint == each.key_fingerprint:
            return "the key of who" if each is act else "a role lent by who"
        if same_person(asked.principal, each.principal):
            return "who" if each is act else "a role lent by who"
    return ""


def _met(sealed: Sealed, act: ConditionMet, history: History) -> Iterator[Fault]:
    wrong = [*target(act.target, sealed, history, (Approval,))]
    found = history.at(act.target.index)
    approval = found.statement.predicate if found else None
    if wrong or not isinstance(approval, Approval):
        yield from wrong
        return
    if act.condition not in {each.id for each in approval.conditions}:
        ids = ", ".join(each.id for each in approval.conditions) or "none"
        what = f"record {act.target.index} has no condition {act.condition}"
        yield Fault(what, f"its conditions: {ids}")
    if act.role != approval.role:
        who = in_words(approval.role)
        what = f"the condition was set by the {who}, who says whether it is met"
        yield Fault(what, f"let the {who} sign: --role {approval.role}")
