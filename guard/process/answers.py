"""What approving, refusing and renewing must keep to."""

import datetime as dt
from collections.abc import Iterator

from guard.duties import LONGEST, signed_otherwise
from guard.errors import Fault
from guard.history.deed import Deed
from guard.history.ledger import History
from guard.name import key
from guard.process.targets import not_over, target
from guard.process.times import after
from guard.record.events import Advised, Approval, Counsel, Event
from guard.record.parts import Reference
from guard.record.sealed import Sealed
from guard.role import in_words

ADVISERS = frozenset({"dpo"})
"""Roles that advise and never decide: nobody judges what they advised (UK GDPR article 38(6))."""


def answers(sealed: Sealed, act: Approval, history: History) -> Iterator[Fault]:
    """What is wrong with this answer of this signer."""
    if act.role in ADVISERS:
        what = f"the {in_words(act.role)} advises, and neither approves nor refuses"
        yield Fault(what, "seal the advice: guard advise")
    yield from _until(act)
    yield from _twice(act)
    yield from _one_person(sealed, act, history)
    if act.event is not Event.REFUSED:
        yield from _unheeded(sealed, act, history)
    if act.renews:
        yield from target(act.renews, sealed, history, (Approval,), same_request=False)
        yield from _renewed(act, act.renews, history)


def _twice(act: Approval) -> Iterator[Fault]:
    """Two conditions under one id would be closed as one; advice has one answer."""
    if len({each.id for each in act.conditions}) < len(act.conditions):
        yield Fault("two of its conditions have one id", "give each an id of its own")
    if len({each.record.index for each in act.advice}) < len(act.advice):
        yield Fault("it answers one advice twice", "take it, or overrule it: not both")


def _until(act: Approval) -> Iterator[Fault]:
    """Who agrees says until when, and it is not long; a "no" has no end."""
    if act.event is Event.REFUSED:
        if act.valid_until:
            yield Fault("a refusal has no last day", "leave out until when")
    elif act.valid_until is None:
        yield Fault("an approval must say until when it holds", "give its last day: --until")
    elif act.valid_until > after(act.decided_at.date(), LONGEST):
        what = f"an approval holds for {LONGEST.days} days at most, not until {act.valid_until}"
        yield Fault(what, "give an earlier day: --until")
    else:
        yield from _due_too_late(act, act.valid_until)


def _due_too_late(act: Approval, until: dt.date) -> Iterator[Fault]:
    """A condition that falls due when the approval has ended would never be asked for."""
    for each in act.conditions:
        if each.due > until:
            what = f"condition {each.id} is due on {each.due}, and the approval ends on {until}"
            yield Fault(what, "give the condition an earlier day, or the approval a later one")


def _one_person(sealed: Sealed, act: Approval, history: History) -> Iterator[Fault]:
    """One key must not sign one request in two names or two roles, nor one person in two."""
    sha256 = sealed.statement.subject[0].digest.sha256
    past = [p for p in history.about(sealed.statement.request_id, "") if p.request_sha256 == sha256]
    for each in past:
        twice = (each.role, each.principal) != (act.role, act.principal)
        if each.key == act.key_fingerprint and twice:
            who = f"{in_words(each.role)} for {each.principal}"
            what = f"this key has signed it already, as {who}"
            yield Fault(f"{what} (record {each.index})", "let another person sign, with their key")
            break
    if other := signed_otherwise(past, act.principal, act.role, sha256):
        signed = f"signed this request as {in_words(other.role)} (record {other.index})"
        what = f"{act.principal} has {signed}"
        remedy = f"let another person who is {in_words(act.role)} sign"
        yield Fault(f"{what}: each role needs another person", remedy)


def _unheeded(sealed: Sealed, act: Approval, history: History) -> Iterator[Fault]:
    """Advice against it must be taken or overruled, with reasons: no approval passes it over."""
    heeded = {each.record.index: each for each in act.advice}
    for deed in latest_advice(history, sealed.statement.request_id):
        advice = deed.statement.predicate
        answer = heeded.pop(deed.index, None)
        against = isinstance(advice, Advised) and advice.counsel is not Counsel.PROCEED
        if against and answer is None and not history.erased_since(deed.index):
            what = f"the {in_words(advice.role)} advised otherwise (record {deed.index})"
            remedy = f'take it, --heed {deed.index}, or do not: --overrule "{deed.index}; why"'
            yield Fault(what, remedy)
        elif answer and not answer.accepted and not answer.reason.strip():
            what = f"the advice of record {deed.index} is overruled without a reason"
            yield Fault(what, f'say why: --overrule "{deed.index}; because …"')
    for index in heeded.keys() - history.erased():
        what = f"record {index} is no advice about this request, or there is newer advice"
        yield Fault(what, "see its advice: guard record show")


def latest_advice(history: History, request_id: str) -> tuple[Deed, ...]:
    """The last advice of each role about a request."""
    last: dict[str, Deed] = {}
    for deed in history.deeds(f"request/{request_id}"):
        act = deed.statement.predicate
        if isinstance(act, Advised) and deed.counts:
            last[act.role] = deed
    return tuple(last.values())


def _renewed(act: Approval, link: Reference, history: History) -> Iterator[Fault]:
    before = history.at(link.index)
    old = before.statement.predicate if before else None
    if before is None or not isinstance(old, Approval):
        return
    if old.event is Event.REFUSED or old.role != act.role:
        what = f"record {link.index} is no approval by the {in_words(act.role)}"
        yield Fault(what, "renew what this role approved; else approve it anew: guard approve")
    if key(old.application.name) != key(act.application.name):
        what = f"record {link.index} is about {old.application.name}"
        yield Fault(what, "renew an approval of the same application")
    yield from not_over(link, history)
    yield from _conditions(act, before, history)


def _conditions(act: Approval, before: Deed, history: History) -> Iterator[Fault]:
    """A condition that nobody met goes with the renewal: it must not be lost on the way."""
    kept = {each.text.strip() for each in act.conditions}
    for old in history.about(before.statement.request_id, ""):
        for each in old.conditions if old.index == before.index else ():
            dropped = each.met_on is None and each.text.strip() not in kept
            if dropped and not history.erased_since(before.index):
                what = f"condition {each.id} of record {old.index} is still open: {each.text}"
                remedy = (
                    f"close it (guard condition {old.index} {each.id}), or keep it: --condition"
                )
                yield Fault(what, remedy)
