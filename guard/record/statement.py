"""What a person signs: an in-toto Statement v1 with guard's own predicate, in a closed schema.

Names are those of the in-toto attestation specification (v1) and of its resource descriptor. Every
key is always written, absent values as null, so that one meaning has one sequence of bytes.
"""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_camel

from guard.errors import Fault, GuardError
from guard.record import canonical

PAYLOAD_TYPE = "application/vnd.in-toto+json"
NAMESPACE = "procurement-guard"
_REMEDY = (
    "the record was not written by this version of guard, or was changed: compare with the ledger"
)

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Text = Annotated[str, StringConstraints(max_length=4000)]
Role = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,62}$")]
Fingerprint = Annotated[str, StringConstraints(pattern=r"^SHA256:[A-Za-z0-9+/]{43}$")]


def namespace(role: str) -> str:
    """What a signature given in ``role`` is bound to, as allowed_signers names it."""
    return f"{role}@{NAMESPACE}"


def _whole_second(moment: datetime) -> datetime:
    if moment.utcoffset() != UTC.utcoffset(None) or moment.microsecond:
        raise ValueError("must be UTC, to the second")
    return moment


Moment = Annotated[datetime, AfterValidator(_whole_second)]


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True
    )


class Event(StrEnum):
    """What a person did."""

    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved-with-conditions"
    REFUSED = "refused"


class Digest(_Part):
    """The SHA-256 of a document's bytes, in lower-case hexadecimal."""

    sha256: Sha256


class Document(_Part):
    """A document by name and digest."""

    name: Name
    digest: Digest


class PolicyNote(_Part):
    """Which version of the policy it was."""

    version: Name


class Policy(Document):
    """A policy that the request was measured by."""

    annotations: PolicyNote


class EvidenceNote(_Part):
    """What the evidence shows and until when (last day it holds)."""

    kind: Name
    expires: date | None = None


class Evidence(Document):
    """A certificate, report or contract that the approver relied on; kept outside the ledger."""

    annotations: EvidenceNote


class Decision(_Part):
    """What guard computed: the verdict (words of the record, frozen) and the findings behind it."""

    verdict: Literal["permit", "refer", "deny"]
    findings: Digest


class Condition(_Part):
    """What must be done, by whom, by when."""

    id: Name
    text: Text
    owner: Name
    due: date


class Previous(_Part):
    """The last record of the same request: its index in the ledger and its leaf hash."""

    index: Annotated[int, Field(ge=0)]
    leaf: Sha256


class Approval(_Part):
    """The predicate: who decided what, in which role, on which facts and under which policies."""

    event_id: UUID
    event: Event
    role: Role
    principal: Name
    key_fingerprint: Fingerprint
    decision: Decision
    assessment: Document
    policies: tuple[Policy, ...]
    evidence: tuple[Evidence, ...] = ()
    conditions: tuple[Condition, ...] = ()
    reason: Text
    valid_until: date | None = None
    decided_at: Moment
    previous: Previous | None = None

    @model_validator(mode="after")
    def _conditions_fit_the_event(self) -> Self:
        if bool(self.conditions) != (self.event is Event.APPROVED_WITH_CONDITIONS):
            raise ValueError("conditions belong to approved-with-conditions, and only to it")
        return self


class Statement(_Part):
    """One act: the predicate and the one request it is about."""

    type_: Annotated[Literal["https://in-toto.io/Statement/v1"], Field(alias="_type")] = (
        "https://in-toto.io/Statement/v1"
    )
    subject: Annotated[tuple[Document, ...], Field(min_length=1, max_length=1)]
    predicate_type: Literal["urn:procurement-guard:approval:v1"] = (
        "urn:procurement-guard:approval:v1"
    )
    predicate: Approval

    @field_validator("subject")
    @classmethod
    def _is_a_request(cls, subject: tuple[Document, ...]) -> tuple[Document, ...]:
        kind, _, request_id = subject[0].name.partition("/")
        if kind != "request" or not request_id:
            raise ValueError("the subject is named request/ID")
        return subject

    @property
    def request_id(self) -> str:
        """The request's own id."""
        return self.subject[0].name.removeprefix("request/")

    def references(self) -> tuple[tuple[str, str], ...]:
        """The documents that the ledger must hold: what each is, and its SHA-256."""
        predicate = self.predicate
        documents = (*self.subject, predicate.assessment, *predicate.policies)
        return (
            ("findings", predicate.decision.findings.sha256),
            *((document.name, document.digest.sha256) for document in documents),
        )

    def mentions(self) -> set[str]:
        """Every SHA-256 in it: the references, and the evidence (which may be kept elsewhere)."""
        evidence = {each.digest.sha256 for each in self.predicate.evidence}
        return evidence | {sha256 for _, sha256 in self.references()}

    def encode(self) -> bytes:
        """The statement as canonical bytes: what is signed."""
        return canonical.write(self.model_dump(mode="json", by_alias=True))


def about(request_id: str, sha256: str) -> tuple[Document, ...]:
    """The subject of a statement: the request and the digest of its canonical bytes."""
    return (Document(name=f"request/{request_id}", digest=Digest(sha256=sha256)),)


def decode(data: bytes) -> Statement:
    """The statement that ``data`` is; refused unless encoding it again gives the same bytes."""
    canonical.read(data)
    try:
        statement = Statement.model_validate_json(data, strict=True, by_alias=True, by_name=False)
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False)
        raise GuardError(
            *(Fault(f"{'.'.join(map(str, one['loc']))}: {one['msg']}", _REMEDY) for one in problems)
        ) from error
    if statement.encode() != data:
        raise GuardError(
            Fault("the statement leaves out a key or spells a value otherwise", _REMEDY)
        )
    return statement
