"""A person's act: approve, approve with conditions, or refuse; checked, sealed, appended."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import ValidationError

from guard.approval.sealing import Basis, basis
from guard.assessment import Assessment, Bench, request_bytes
from guard.decision import Verdict
from guard.duties import asked_for_it, latest_end, signed_otherwise
from guard.errors import Fault, GuardError, refuse_if
from guard.gather import text_at
from guard.history import PastApproval
from guard.ledgers.sqlite import Appended, Ledger
from guard.record.authority import Authorised, Authorities, NotAuthorised
from guard.record.checkpoint import Checkpoint
from guard.record.keys import load_log_key
from guard.record.sealed import Signer, seal
from guard.record.statement import (
    Approval,
    Condition,
    Decision,
    Digest,
    Document,
    Event,
    Evidence,
    EvidenceNote,
    Policy,
    PolicyNote,
    Previous,
    Statement,
    about,
    namespace,
)
from guard.settings import LedgerFiles


@dataclass(frozen=True, slots=True)
class Act:
    """What a person wants to do, and when (aware, UTC, whole seconds)."""

    event: Event
    role: str
    reason: str
    conditions: tuple[Condition, ...]
    until: dt.date | None
    at: dt.datetime
    event_id: UUID


@dataclass(frozen=True, slots=True)
class Draft:
    """An act ready to be signed: the statement, and the documents that go with it.

    ``records``: how many the ledger held when the request was assessed.
    """

    statement: Statement
    documents: Mapping[str, bytes]
    records: int


def obstacle(assessment: Assessment, act: Act) -> str:
    """Why the request cannot be approved as it stands; empty if it can, or if it is refused."""
    decision = assessment.judged.decision
    if act.event is Event.REFUSED:
        return ""
    if decision.verdict is Verdict.DENY:
        return "it may not be bought: a requirement that nobody can sign away is not met"
    if decision.undecided:
        return "answers are missing, and unknown is never a pass"
    asked = [sign_off.role for sign_off in decision.outstanding]
    if asked and act.role not in asked:
        return f"nobody asks the {act.role} to sign; still to sign: {', '.join(asked)}"
    return ""


def draft(
    assessment: Assessment, bench: Bench, act: Act, signer: Signer, authorities: Authorities
) -> Draft:
    """The statement of ``act``, after making sure that this person may do it.

    Raises:
        GuardError: the signer does not hold the role, asked for the purchase themselves, or has
            signed it already; the request has no id; ``until`` is too late; a text is too long.
            All of them at once.
    """
    given = assessment.given.values
    found = authorities.who(signer.public_key.blob, namespace(act.role), act.at)
    if isinstance(found, NotAuthorised):
        raise GuardError(_not_authorised(found, act.role))
    request_id = text_at(given, "request", "id")
    past = bench.history.about(request_id, "") if request_id else ()
    judged = assessment.judged
    latest, because = latest_end(judged.known.values, judged.on, judged.findings)
    refuse_if(
        [
            *_identity_faults(given, found),
            *_repeat_faults(past, found, act, assessment.report.request_sha256),
            *_until_faults(act, latest, because),
            *_reason_faults(act),
        ]
    )
    try:
        return _drafted(assessment, bench, act, signer, found.principal)
    except ValidationError as error:
        raise GuardError(*_misfits(error)) from None


def _drafted(
    assessment: Assessment, bench: Bench, act: Act, signer: Signer, principal: str
) -> Draft:
    held = basis(
        assessment.judged,
        request_bytes(assessment.given),
        bench.settings.choices,
        bench.settings.bands,
    )
    known = assessment.judged.known.values
    latest, _ = latest_end(known, assessment.judged.on, assessment.judged.findings)
    request_id = text_at(assessment.given.values, "request", "id")
    approval = Approval(
        event_id=act.event_id,
        event=act.event,
        role=act.role,
        principal=principal,
        key_fingerprint=signer.public_key.fingerprint,
        decision=Decision(
            verdict=assessment.judged.decision.verdict.value, findings=_digest(held.findings)
        ),
        assessment=Document(name="assessment", digest=_digest(held.assessment)),
        policies=tuple(_policies(held)),
        evidence=tuple(_evidence(known)),
        conditions=act.conditions,
        reason=act.reason,
        valid_until=None if act.event is Event.REFUSED else act.until or latest,
        decided_at=act.at,
        previous=_previous(bench, request_id),
    )
    statement = Statement(subject=about(request_id, held.request), predicate=approval)
    return Draft(statement, held.documents, bench.history.count())


def _misfits(error: ValidationError) -> Iterator[Fault]:
    """What does not fit into a record, such as a reason of many pages."""
    for one in error.errors(include_url=False, include_input=False):
        name = ".".join(map(str, one["loc"])) or "the record"
        yield Fault(f"{name} does not fit into a record: {one['msg']}", "write it shorter")


def append(sealed_by: Signer, drafted: Draft, files: LedgerFiles) -> Appended:
    """Sign ``drafted`` and append it; when this returns, it is on disk.

    Raises:
        GuardError: somebody else sealed a record since ``drafted`` was made, so that it no longer
            counts what stands before it; a key or the ledger cannot be used.
    """
    log = load_log_key(files.log_key)
    envelope = seal(drafted.statement, sealed_by)

    def sign_head(head: Checkpoint) -> str:
        # Asked inside the ledger's own transaction, so nobody can come in between.
        if head.size != drafted.records + 1:
            what = "another record was sealed in the meantime, and may change the answer"
            raise GuardError(Fault(what, "nothing was sealed: run the command again"))
        return log.sign(head)

    with Ledger.open(files.ledger) as ledger:
        event_id = str(drafted.statement.predicate.event_id)
        return ledger.append(event_id, envelope, drafted.documents, sign_head)


def _not_authorised(found: NotAuthorised, role: str) -> Fault:
    return Fault(
        f"this key may not sign as {role}: {found.what}",
        "sign in a role you hold, or ask who keeps allowed_signers to give you the role",
    )


def _identity_faults(given: Mapping[str, object], signer: Authorised) -> Iterator[Fault]:
    if not text_at(given, "request", "id"):
        yield Fault("the request has no id", 'add id = "…" under [request]: the record names it')
    email = text_at(given, "requester", "email")
    if not email:
        yield Fault(
            "the request does not say who asks, so it cannot be shown that someone else approves",
            'add email = "…" under [requester]',
        )
    if asked_for_it(given, signer.principal, signer.comment):
        yield Fault(
            f"{signer.principal} asks for this purchase and cannot sign it as well",
            "let another person who holds the role sign",
        )


def _repeat_faults(
    past: Sequence[PastApproval], signer: Authorised, act: Act, request_sha256: str
) -> Iterator[Fault]:
    if other := signed_otherwise(past, signer.principal, act.role, request_sha256):
        yield Fault(
            f"{signer.principal} has signed this request as {other.role} "
            f"(record {other.index}): each role needs another person",
            f"let another person who holds {act.role} sign",
        )
    same = [p for p in past if p.request_sha256 == request_sha256 and p.role == act.role]
    last = same[-1] if same else None
    if last and last.principal == signer.principal and _says(act) == (last.decision != "refuse"):
        yield Fault(
            f"{signer.principal} has signed this request as {act.role} already "
            f"(record {last.index})",
            "nothing more is needed from this role; see guard check",
        )


def _says(act: Act) -> bool:
    """Whether the act says yes."""
    return act.event is not Event.REFUSED


def _until_faults(act: Act, latest: dt.date, because: str) -> Iterator[Fault]:
    if latest < act.at.date() and act.event is not Event.REFUSED:
        yield Fault(
            f"there is nothing left to approve: {because} on {latest}",
            "put the new dates into the request, or refuse it",
        )
    elif act.until and act.until > latest:
        yield Fault(
            f"the approval cannot run until {act.until}: {because} on {latest}",
            f"give --until {latest} or earlier, or leave it out",
        )
    if act.until and act.until < act.at.date():
        yield Fault(f"--until {act.until} is in the past", f"give a date up to {latest}")
    for condition in act.conditions:
        if not condition.text:
            yield Fault(f"condition {condition.id} says nothing", "say what must be done")
        if condition.due < act.at.date():
            yield Fault(
                f"condition {condition.id} is due on {condition.due}, in the past",
                "give a date to come",
            )


def _reason_faults(act: Act) -> Iterator[Fault]:
    if act.event is Event.REFUSED and not act.reason.strip():
        yield Fault("a refusal needs a reason", 'say why: --reason "…"')


def _previous(bench: Bench, request_id: str) -> Previous | None:
    last = bench.history.last(request_id)
    return Previous(index=last.index, leaf=last.leaf.hex()) if last else None


def _digest(sha256: str) -> Digest:
    return Digest(sha256=sha256)


def _policies(held: Basis) -> Iterator[Policy]:
    for name, version, sha256 in held.policies:
        yield Policy(name=name, digest=_digest(sha256), annotations=PolicyNote(version=version))


def _evidence(facts: Mapping[str, object]) -> Iterator[Evidence]:
    """The evidence that was given as files, by their digests."""
    items = facts.get("evidence", [])
    for item in items if isinstance(items, list) else []:
        if digest := item.get("sha256"):
            expires = item.get("expires")
            note = EvidenceNote(
                kind=item.get("kind", "other"), expires=expires.date() if expires else None
            )
            name = str(item.get("file") or item.get("id") or item.get("kind"))
            yield Evidence(name=name, digest=Digest(sha256=digest), annotations=note)
