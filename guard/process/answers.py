"""What approving, refusing and renewing must keep to."""

from collections.abc import Iterator

from guard.errors import Fault
from guard.history.deed import Deed
from guard.history.ledger import History
from guard.name import key
from guard.process.targets import not_over, target
from guard.record.events import Advised, Approval, Counsel, Event
from guard.record.parts import Reference
from guard.record.sealed import Sealed

ADVISERS = frozenset({"dpo"})
"""Roles that advise and never decide: nobody judges what they advised (UK GDPR article 38(6))."""


def answers(sealed: Sealed, act: Approval, history: History) -> Iterator[Fault]:
    """What is wrong with this answer of this signer."""
    if act.role in ADVISERS:
        what = f"the {act.role} advises, and neither approves nor refuses"
        yield Fault(what, "seal the advice: guard advise")
    yield from _one_key(sealed, act, history)
    if act.event is not Event.REFUSED:
        yield from _unheeded(sealed, act, history)
    if act.renews:
        yield from target(act.renews, sealed, history, (Approval,), same_request=False)
        yield from _renewed(act, act.renews, history)


def _one_key(sealed: Sealed, act: Approval, history: History) -> Iterator[Fault]:
    """One key must not sign one request in two names or two roles."""
    sha256 = sealed.statement.subject[0].digest.sha256
    for past in history.about(sealed.statement.request_id, ""):
        twice = (past.role, past.principal) != (act.role, act.principal)
        if past.key == act.key_fingerprint and past.request_sha256 == sha256 and twice:
            what = f"this key has signed it already, as {past.role} for {past.principal}"
            yield Fault(f"{what} (record {past.index})", "let another person sign, with their key")
            return


def _unheeded(sealed: Sealed, act: Approval, history: History) -> Iterator[Fault]:
    """Advice against it must be taken or overruled, with reasons: no approval passes it over."""
    heeded = {each.record.index: each for each in act.advice}
    for deed in latest_advice(history, sealed.statement.request_id):
        advice = deed.statement.predicate
        answer = heeded.pop(deed.index, None)
        against = isinstance(advice, Advised) and advice.counsel is not Counsel.PROCEED
        if against and answer is None:
            what = f"the {advice.role} advised otherwise (record {deed.index})"
            remedy = f'take it, --heed {deed.index}, or do not: --overrule "{deed.index}; why"'
            yield Fault(what, remedy)
        elif answer and not answer.accepted and not answer.reason.strip():
            what = f"the advice of record {deed.index} is overruled without a reason"
            yield Fault(what, f'say why: --overrule "{deed.index}; because …"')
    for index in heeded:
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
    if not isinstance(old, Approval):
        return
    if old.event is Event.REFUSED or old.role != act.role:
        what = f"record {link.index} is no approval by the {act.role}"
        yield Fault(what, "renew what this role approved; else approve it anew: guard approve")
    if key(old.application.name) != key(act.application.name):
        what = f"record {link.index} is about {old.application.name}"
        yield Fault(what, "renew an approval of the same application")
    yield from not_over(link, history)
