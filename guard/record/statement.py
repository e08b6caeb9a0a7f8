"""What a person signs: an in-toto Statement v1 with guard's own predicates, in a closed schema.

Names are those of the in-toto attestation specification (v1) and of its resource descriptor.
"""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from guard.errors import Fault, GuardError
from guard.name import key
from guard.record import canonical
from guard.record.events import (
    AuthorityGranted,
    AuthorityRevoked,
    ConditionMet,
    Erased,
    KeyRotated,
    Measured,
    OfRequest,
    PolicyActivated,
    Predicate,
)
from guard.record.parts import Digest, Document, Evidence, Part, Reference

PAYLOAD_TYPE = "application/vnd.in-toto+json"
NAMESPACE = "procurement-guard"
_REMEDY = (
    "the record was not written by this version of guard, or was changed: compare with the ledger"
)


def namespace(role: str) -> str:
    """What a signature given in ``role`` is bound to, as allowed_signers names it."""
    return f"{role}@{NAMESPACE}"


class Statement(Part):
    """One event: the predicate and what it is about."""

    type_: Annotated[Literal["https://in-toto.io/Statement/v1"], Field(alias="_type")] = (
        "https://in-toto.io/Statement/v1"
    )
    subject: Annotated[tuple[Document, ...], Field(min_length=1)]
    predicate_type: Literal["urn:procurement-guard:event:v1"] = "urn:procurement-guard:event:v1"
    predicate: Predicate

    @model_validator(mode="after")
    def _subject_fits_the_event(self) -> Self:
        kind = _kind(self.predicate)
        for subject in self.subject:
            name, _, rest = subject.name.partition("/")
            if name != kind or not rest:
                raise ValueError(f"the subject of {self.predicate.event} is named {kind}/…")
        if len(self.subject) != 1 and not isinstance(self.predicate, PolicyActivated | Erased):
            raise ValueError(f"{self.predicate.event} is about one thing")
        return self

    @property
    def request_id(self) -> str:
        """The request's own id; empty where the event is not about a request."""
        kind, _, rest = self.subject[0].name.partition("/")
        return rest if kind == "request" else ""

    @property
    def event_id(self) -> str:
        """The id that makes it safe to append it twice."""
        return str(self.predicate.event_id)

    @property
    def at(self) -> datetime:
        """When it was done, by its own word (UTC)."""
        return self.predicate.decided_at

    @property
    def log_key(self) -> str | None:
        """The log's next verifier key, where this event changes it."""
        return self.predicate.log_key if isinstance(self.predicate, KeyRotated) else None

    @property
    def erases(self) -> tuple[Reference, ...]:
        """The records whose contents are no longer kept once this is in the ledger."""
        return self.predicate.targets if isinstance(self.predicate, Erased) else ()

    def links(self) -> tuple[Reference, ...]:
        """Every earlier record that it points at."""
        return self.predicate.links()

    def names(self) -> tuple[str, ...]:
        """What it is found by: its request, its application, its kind."""
        act = self.predicate
        found = [f"event/{act.event.value}"]
        if isinstance(act, OfRequest):
            found.append(self.subject[0].name)
            if application := key(act.application.name):
                found.append(f"application/{application}")
        return tuple(found)

    def references(self) -> tuple[tuple[str, str], ...]:
        """The documents that the ledger must hold: what each is, and its SHA-256."""
        act = self.predicate
        documents: list[Document] = []
        found: list[tuple[str, str]] = []
        if isinstance(act, OfRequest):
            documents += self.subject
        if isinstance(act, Measured):
            found.append(("findings", act.decision.findings.sha256))
            documents += (act.assessment, *act.policies)
        if isinstance(act, PolicyActivated):
            documents += act.policies
        return (*found, *((document.name, document.digest.sha256) for document in documents))

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The documents outside the ledger that it relies on."""
        act = self.predicate
        return act.evidence if isinstance(act, Measured | ConditionMet) else ()

    def mentions(self) -> set[str]:
        """Every SHA-256 in it: the references, and the evidence (which may be kept elsewhere)."""
        evidence = {each.digest.sha256 for each in self.evidence}
        return evidence | {sha256 for _, sha256 in self.references()}

    def encode(self) -> bytes:
        """The statement as canonical bytes: what is signed."""
        return canonical.write(self.model_dump(mode="json", by_alias=True))


def _kind(act: object) -> str:
    """What an event is about: the first word of its subject's name."""
    match act:
        case PolicyActivated():
            return "policy"
        case AuthorityGranted() | AuthorityRevoked():
            return "person"
        case KeyRotated():
            return "log"
        case Erased():
            return "record"
        case _:
            return "request"


def about(request_id: str, sha256: str) -> tuple[Document, ...]:
    """The subject of a statement: the request and the digest of its canonical bytes."""
    return (Document(name=f"request/{request_id}", digest=Digest(sha256=sha256)),)


def decode(data: bytes) -> Statement:
    """The statement that ``data`` is; refused unless encoding it again gives the same bytes."""
    try:
        statement = Statement.model_validate_json(data, strict=True, by_alias=True, by_name=False)
    except ValidationError as error:
        canonical.read(data)  # what is wrong with the text itself comes first
        problems = error.errors(include_input=False, include_url=False)
        raise GuardError(
            *(Fault(f"{'.'.join(map(str, one['loc']))}: {one['msg']}", _REMEDY) for one in problems)
        ) from error
    if statement.encode() != data:
        canonical.read(data)
        raise GuardError(
            Fault("the statement leaves out a key or spells a value otherwise", _REMEDY)
        )
    return statement
