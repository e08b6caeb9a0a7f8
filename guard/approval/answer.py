"""A person's answer to a request: approve, with conditions, refuse, renew; or only measure it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from guard.approval.sealing import Basis, basis
from guard.approval.signing import Desk, Draft, draft
from guard.assessment import Assessment, Bench
from guard.decision import Verdict
from guard.duties import asked_for_it, gave_evidence, latest_end
from guard.errors import Fault
from guard.gather import text_at
from guard.history.past import Hold, PastApproval
from guard.record.commitment import write
from guard.record.events import Approval, Evaluated, Event
from guard.record.parts import (
    Application,
    Condition,
    Decision,
    Digest,
    Document,
    Evidence,
    EvidenceNote,
    Heeded,
    Policy,
    PolicyNote,
    Reference,
)
from guard.record.statement import Statement, about
from guard.request.reading import GivenFacts
from guard.role import in_words


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answers: ``event``, with what conditions and until when; what it renews.

    ``advice``: what they make of the advice given.
    """

    event: Event
    conditions: tuple[Condition, ...] = ()
    advice: tuple[Heeded, ...] = ()
    renews: Reference | None = None
    until: dt.date | None = None

    @property
    def agrees(self) -> bool:
        """Whether it says yes."""
        return self.event not in (Event.REFUSED, Event.EVALUATED)


def obstacle(assessment: Assessment, answer: Answer, role: str) -> str:
    """Why the request cannot be approved as it stands; empty if it can, or if nobody approves."""
    decision = assessment.judged.decision
    if not answer.agrees:
        return ""
    if decision.verdict is Verdict.DENY:
        return "it may not be bought: a requirement that nobody can sign away is not met"
    if decision.undecided:
        return "answers are missing, and unknown is never a pass"
    asked = [sign_off.role for sign_off in decision.outstanding]
    if asked and role not in asked:
        named = ", ".join(f"{in_words(each)} (--role {each})" for each in asked)
        near = get_close_matches(role, asked, n=1)
        meant = f"; did you mean --role {near[0]}?" if near else ""
        return f"nobody asks the {in_words(role)} to sign; still to sign: {named}{meant}"
    return ""


def drafted(assessment: Assessment, bench: Bench, answer: Answer, desk: Desk) -> Draft:
    """The statement of ``answer``, after making sure that this person may give it.

    Raises:
        GuardError: the signer asked for the purchase themselves, or has signed it already; the
            request has no id; ``until`` is too late; a text is too long; the process forbids it.
            All of them at once.
    """
    judged = assessment.judged
    request_id = text_at(assessment.given.values, "request", "id")
    secret = desk.secret(request_id)
    choices, bands = bench.settings.choices, bench.settings.bands
    held = basis(judged, assessment.given, choices, bands, secret)
    latest, because = latest_end(judged.known.values, judged.on, judged.findings)

    def make() -> Statement:
        measured = desk.common(request_id) | _measured(assessment, held)
        subject = about(request_id or "?", held.request)
        if answer.event is Event.EVALUATED:
            return Statement(subject=subject, predicate=Evaluated(**measured))
        act = Approval(
            event=answer.event,
            conditions=answer.conditions,
            advice=answer.advice,
            renews=answer.renews,
            valid_until=(answer.until or latest) if answer.agrees else None,
            **measured,
        )
        return Statement(subject=subject, predicate=act)

    also = [*_identity_faults(assessment.given, desk)]
    if answer.event is not Event.EVALUATED:
        past = bench.history.about(request_id, "") if request_id else ()
        also += _repeat_faults(past, desk, answer, assessment.report.request_sha256)
        also += _until_faults(answer, desk.at.date(), latest, because)
        also += _reason_faults(answer, desk)
    private = write(held.openings, secret)
    return draft(desk, make, held.documents, also, private=private)


def _measured(assessment: Assessment, held: Basis) -> dict[str, object]:
    """What guard computed, as every record of it says."""
    judged = assessment.judged
    decision = judged.decision
    return {
        "application": Application(
            name=text_at(judged.known.values, "application", "name"),
            register_id=judged.known.entry or None,
        ),
        "decision": Decision(
            verdict=decision.verdict.value,
            findings=_digest(held.findings),
            outstanding=tuple(each.role for each in decision.outstanding),
        ),
        "assessment": Document(name="assessment", digest=_digest(held.assessment)),
        "policies": tuple(_policies(held)),
        "evidence": tuple(_evidence(judged.known.values)),
    }


def _identity_faults(asked: GivenFacts, desk: Desk) -> Iterator[Fault]:
    given = asked.values
    if not text_at(given, "request", "id"):
        yield Fault("the request has no id", 'add id = "…" under [request]: the record names it')
    email = text_at(given, "requester", "email")
    if not email:
        yield Fault(
            "the request does not say who asks, so it cannot be shown that someone else approves",
            'add email = "…" under [requester]',
        )
    if asked_for_it(given, desk.principal, desk.found.comment):
        yield Fault(
            f"{desk.principal} asks for this purchase and cannot sign it as well",
            "let another person who holds the role sign",
        )
    said_by = {path: said.by for path, said in asked.provenance.items()}
    if gave_evidence(said_by, desk.principal, desk.found.comment):
        yield Fault(
            f"{desk.principal} supplied evidence for this purchase and cannot judge it as well",
            "let another person who holds the role sign",
        )


def _repeat_faults(
    past: Sequence[PastApproval], desk: Desk, answer: Answer, request_sha256: str
) -> Iterator[Fault]:
    same = [p for p in past if p.request_sha256 == request_sha256 and p.role == desk.role]
    last = same[-1] if same else None
    again = last and last.principal == desk.principal and answer.agrees == last.agrees
    holds = last and last.state(desk.at.date()) in {Hold.IN_FORCE, Hold.CONDITIONS_OVERDUE}
    if last and again and holds and answer.event is not Event.RENEWED:
        yield Fault(
            f"{desk.principal} has signed this request as {in_words(desk.role)} already "
            f"(record {last.index})",
            "nothing more is needed from this role; see guard check",
        )


def _until_faults(answer: Answer, today: dt.date, latest: dt.date, because: str) -> Iterator[Fault]:
    if latest < today and answer.agrees:
        yield Fault(
            f"there is nothing left to approve: {because} on {latest}",
            "put the new dates into the request, or refuse it",
        )
    elif answer.until and answer.until > latest:
        yield Fault(
            f"the approval cannot run until {answer.until}: {because} on {latest}",
            f"give --until {latest} or earlier, or leave it out",
        )
    if answer.until and answer.until < today:
        yield Fault(f"--until {answer.until} is in the past", f"give a date up to {latest}")
    for condition in answer.conditions:
        if not condition.text:
            yield Fault(f"condition {condition.id} says nothing", "say what must be done")
        if condition.due < today:
            yield Fault(
                f"condition {condition.id} is due on {condition.due}, in the past",
                "give a date to come",
            )


def _reason_faults(answer: Answer, desk: Desk) -> Iterator[Fault]:
    if answer.event is Event.REFUSED and not desk.reason.strip():
        yield Fault("a refusal needs a reason", 'say why: --reason "…"')


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
            name = str(item.get("id") or item.get("kind"))  # a file's name may name a person
            yield Evidence(name=name, digest=Digest(sha256=digest), annotations=note)
