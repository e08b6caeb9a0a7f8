"""Verifying a ledger: its bytes, who signed and whether they could, and each decision anew."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from guard.approval.sealing import LISTS, compute_again, findings_bytes, sha256
from guard.duties import asked_for_it, latest_end, signed_otherwise
from guard.errors import GuardError
from guard.facts import to_json
from guard.gather import text_at
from guard.history import History, PastApproval, rightly_signed
from guard.judgement import Judged
from guard.policy.departures import departures
from guard.record.authority import Authorities
from guard.record.checkpoint import VerifierKey
from guard.record.inspection import Damage, Entry, Rows, inspect
from guard.record.sealed import Sealed, unseal
from guard.record.statement import Approval, Event

_LEDGERS = frozenset({"approvals"})
"""Groups of facts that no request holds: the ledger answers for them."""

_OTHERS = {
    "requester": {"organisation"},
    "it_management": {
        "register_id",
        "register_status",
        "service_owner",
        "information_asset_owner",
        "approved_uses",
        "max_classification",
        "review_on",
        "similar_approved",
    },
}
"""Facts that guard.toml or the register may answer for, whatever the request says."""

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
    request_id: str
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


class Ledger(Rows, Protocol):
    """A ledger, as it is read here."""

    def document(self, sha256: str) -> bytes | None:
        """The document with that SHA-256 (hex)."""


def verify(
    ledger: Ledger,
    authorities: Authorities,
    key: VerifierKey,
    now: dt.datetime,
    witnessed: Iterable[str] = (),
) -> Verification:
    """Verify all of ``ledger``.

    Args:
        ledger: the store to read.
        authorities: who may sign in which role, as the reader trusts it.
        key: the log's key, as the reader trusts it.
        now: the moment of verifying; nothing can have been decided after it.
        witnessed: signed heads kept elsewhere; they find a lost tail or a restored backup.
    """
    damage = list(inspect(ledger, key, witnessed))
    notes: list[Note] = []
    records: list[Verified] = []
    for entry in _readable(ledger):
        try:
            sealed = unseal(entry.envelope)
        except GuardError:
            continue  # the inspection has named it
        records.append(_verified(entry, sealed))
        wrong = [*_signature(sealed, authorities, now)]
        try:
            judged = _again(sealed, ledger)
            wrong += _differences(entry, sealed, judged, History(ledger, authorities))
            notes += (Note(entry.index, what) for what in departures(judged.policies))
            notes += (Note(entry.index, what) for what in _set_aside(judged))
        except _UNFIT as error:
            wrong.append(f"the decision cannot be computed again: {error}")
        damage += (Damage(f"entry {entry.index}", what) for what in wrong)
    return Verification(tuple(records), tuple(damage), tuple(notes))


def _set_aside(judged: Judged) -> Iterator[str]:
    for finding in judged.waived:
        if waiver := finding.waiver:
            until = f"by {waiver.approver} until {waiver.expires}"
            yield f"{finding.rule.text.id} was waived {until}: {waiver.reason}"


def _readable(ledger: Ledger) -> Iterator[Entry]:
    """The entries up to the first that the store itself cannot give."""
    try:
        yield from ledger.entries()
    except GuardError:
        return  # the inspection has named it


def _verified(entry: Entry, sealed: Sealed) -> Verified:
    act = sealed.statement.predicate
    return Verified(
        entry.index,
        sealed.leaf.hex(),
        act.event.value,
        act.role,
        act.principal,
        sealed.statement.request_id,
        act.decided_at.isoformat(),
        tuple(
            f"{policy.name} {policy.annotations.version}"
            for policy in act.policies
            if not policy.name.startswith(LISTS)
        ),
    )


def _signature(sealed: Sealed, authorities: Authorities, now: dt.datetime) -> Iterator[str]:
    """What is wrong with who signed, and when, though the signature fits."""
    act = sealed.statement.predicate
    if not rightly_signed(sealed, authorities):
        yield f"{act.principal} did not hold the role {act.role} at {act.decided_at.isoformat()}"
    if act.decided_at > now:
        yield f"it says {act.decided_at.isoformat()}, which is still to come"


def _again(sealed: Sealed, ledger: Ledger) -> Judged:
    act = sealed.statement.predicate
    documents = {policy.name: _document(ledger, policy.digest.sha256) for policy in act.policies}
    return compute_again(_document(ledger, act.assessment.digest.sha256), documents)


def _document(ledger: Ledger, digest: str) -> bytes:
    content = ledger.document(digest)
    if content is None:
        raise KeyError(f"document {digest} is missing")
    return content


def _differences(entry: Entry, sealed: Sealed, judged: Judged, history: History) -> Iterator[str]:
    act = sealed.statement.predicate
    facts = judged.known.values
    if judged.decision.verdict.value != act.decision.verdict:
        yield f"the record says {act.decision.verdict}, its facts give {judged.decision.verdict}"
    if sha256(findings_bytes(judged.findings)) != act.decision.findings.sha256:
        yield "its facts and policies give other findings than it names"
    request = sealed.statement.subject[0].digest.sha256
    yield from _unrequested(facts, _request(history, request))
    past = history.about(
        sealed.statement.request_id, text_at(facts, "application", "name"), before=entry.index
    )
    approvals = [each.fact(request, judged.on) for each in past if each.on <= judged.on]
    if to_json(approvals) != to_json(facts.get("approvals")):
        yield "the approvals it counted are not those that stand before it in the ledger"
    if act.event is not Event.REFUSED and (judged.decision.blocking or judged.decision.undecided):
        yield "it approves what its own facts do not let anyone approve"
    yield from _duties(act, judged, past, request)


def _duties(
    act: Approval, judged: Judged, past: Iterable[PastApproval], request: str
) -> Iterator[str]:
    """What the approver should have kept to, and did not."""
    facts = judged.known.values
    if asked_for_it(facts, act.principal):
        yield f"{act.principal} asked for the purchase and signed it"
    if other := signed_otherwise(past, act.principal, act.role, request):
        yield f"{act.principal} signed it as {other.role} too (record {other.index})"
    latest, because = latest_end(facts, judged.on, judged.findings)
    if act.valid_until and act.valid_until > latest:
        yield f"it holds until {act.valid_until}, though {because} on {latest}"
    if judged.on != act.decided_at.date():
        yield f"it was decided on {act.decided_at.date()} with the rules of {judged.on}"


def _request(history: History, digest: str) -> dict[str, object]:
    content = history.records.document(digest) if history.records else None
    facts = json.loads(content or b"{}").get("facts", {})
    return facts if isinstance(facts, dict) else {}


def _unrequested(facts: object, request: dict[str, object]) -> Iterator[str]:
    """The facts weighed must be those of the request, but for what others answer for."""
    weighed = to_json(facts)
    for group in sorted({*request, *weighed} - _LEDGERS):
        said, held = request.get(group), weighed.get(group)
        if _without(said, group) != _without(held, group):
            yield f"the facts weighed differ from the request in {group}"


def _without(facts: Any, group: str) -> Any:
    """A group of facts without those that the register or guard.toml may answer for."""
    if not isinstance(facts, dict) or group not in _OTHERS:
        return facts
    return {key: value for key, value in facts.items() if key not in _OTHERS[group]} or None
