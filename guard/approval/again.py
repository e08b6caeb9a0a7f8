"""A sealed decision made again from what its record holds, and everything that then differs."""

from collections.abc import Iterator
from typing import Any, Protocol

from guard.approval.sealing import compute_again, findings_bytes, sha256
from guard.assessment import sealed_waivers
from guard.duties import latest_end
from guard.facts import to_json
from guard.gather import text_at
from guard.history.ledger import History
from guard.judgement import Judged
from guard.record import canonical
from guard.record.commitment import Openings, read, reveal
from guard.record.events import Act, Approval, Event, Measured
from guard.record.sealed import Sealed

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


class Documents(Protocol):
    """Where the documents of a record are."""

    def document(self, sha256: str) -> bytes | None:
        """The document with that SHA-256 (hex)."""

    def disclosure(self, name: str) -> bytes | None:
        """The private values of the event with this id, unless they were erased."""


def judged_again(act: Measured, documents: Documents) -> Judged:
    """The decision that ``act`` rests on, from its documents alone.

    Raises:
        UnopenedError: its private values are not disclosed.
        GuardError, KeyError, TypeError, ValueError: a document is missing or not what guard writes.
    """
    policies = {each.name: _document(documents, each.digest.sha256) for each in act.policies}
    assessment = _document(documents, act.assessment.digest.sha256)
    return compute_again(assessment, policies, opened(act, documents))


def opened(act: Act, documents: Documents) -> Openings:
    """The private values of an event; none where they are not disclosed."""
    found = documents.disclosure(str(act.event_id))
    return read(found)[0] if found else {}


def _document(documents: Documents, digest: str) -> bytes:
    content = documents.document(digest)
    if content is None:
        raise KeyError(f"document {digest} is missing")
    return content


def differences(
    sealed: Sealed, act: Measured, judged: Judged, history: History, documents: Documents
) -> Iterator[str]:
    """How the record differs from its decision, made again; ``history`` is what stood before it.

    Where records before it were erased, it may have counted more than is still there.
    """
    facts = judged.known.values
    if judged.decision.verdict.value != act.decision.verdict:
        yield f"the record says {act.decision.verdict}, its facts give {judged.decision.verdict}"
    if sha256(findings_bytes(judged.findings)) != act.decision.findings.sha256:
        yield "its facts and policies give other findings than it names"
    request = sealed.statement.subject[0].digest.sha256
    outstanding = tuple(each.role for each in judged.decision.outstanding)
    if outstanding != act.decision.outstanding:
        said = ", ".join(act.decision.outstanding) or "nobody"
        yield f"it says that {said} had still to sign; by its facts: {', '.join(outstanding)}"
    name = text_at(facts, "application", "name")
    if (name, judged.known.entry) != (act.application.name, act.application.register_id or ""):
        yield f"it names the application {act.application.name}, its facts {name}"
    asked = _request(documents, request, opened(act, documents))
    yield from _unrequested(facts, asked.get("facts", {}))
    past = history.about(sealed.statement.request_id, name)
    approvals = [each.fact(request, judged.on) for each in past if each.on <= judged.on]
    if not _counted(to_json(approvals), to_json(facts.get("approvals", [])), history):
        yield "the approvals it counted are not those that stand before it in the ledger"
    given = history.waivers(sealed.statement.request_id, name)
    sealed_then = set(sealed_waivers(given, judged.policies, judged.on))
    then = {each for each in judged.waivers if each.record is not None}
    rest = {waiver.record for waiver in then - sealed_then}
    if not sealed_then <= then or rest - history.erased():
        yield "the waivers it counted are not those that stand before it in the ledger"
    if judged.on != act.decided_at.date():
        yield f"it was decided on {act.decided_at.date()} with the rules of {judged.on}"
    if isinstance(act, Approval):
        yield from _duties(act, judged)


def _counted(found: list[Any], sealed: list[Any], history: History) -> bool:
    """Whether ``sealed`` is what was found, but for what was erased since.

    No more can be missing than was erased; and what ended another may be among it.
    """
    gone, more = len(history.erased()), len(sealed) - len(found)
    if found == sealed or not gone or not 0 <= more <= gone:
        return found == sealed
    rest = iter([_lasting(each) for each in sealed])
    return all(_lasting(each) in rest for each in found)


def _lasting(approval: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in approval.items() if name != "state"}


def _duties(act: Approval, judged: Judged) -> Iterator[str]:
    """What the approver should have kept to, and did not."""
    facts = judged.known.values
    if act.event is not Event.REFUSED and (judged.decision.blocking or judged.decision.undecided):
        yield "it approves what its own facts do not let anyone approve"
    latest, because = latest_end(facts, judged.on, judged.findings)
    if act.valid_until and act.valid_until > latest:
        yield f"it holds until {act.valid_until}, though {because} on {latest}"


def _request(documents: Documents, digest: str, openings: Openings) -> dict[str, Any]:
    content = documents.document(digest)
    asked = reveal(canonical.read(content or b"{}"), openings)
    return asked if isinstance(asked, dict) else {}


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
