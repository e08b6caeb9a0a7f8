"""The pieces that statements are made of: digests, documents, references to earlier records."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Text = Annotated[str, StringConstraints(max_length=4000)]
Said = Annotated[str, StringConstraints(min_length=1, max_length=4000, pattern=r"\S")]
Role = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,62}$")]
Fingerprint = Annotated[str, StringConstraints(pattern=r"^SHA256:[A-Za-z0-9+/]{43}$")]


def _whole_second(moment: datetime) -> datetime:
    if moment.utcoffset() != UTC.utcoffset(None) or moment.microsecond:
        raise ValueError("must be UTC, to the second")
    return moment


Moment = Annotated[datetime, AfterValidator(_whole_second)]


class Part(BaseModel):
    """A piece of a statement: nothing may be added to it, and nothing in it changed."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True
    )


class Digest(Part):
    """The SHA-256 of a document's bytes, in lower-case hexadecimal."""

    sha256: Sha256


class Document(Part):
    """A document by name and digest."""

    name: Name
    digest: Digest


class PolicyNote(Part):
    """Which version of the policy it was."""

    version: Name


class Policy(Document):
    """A policy that the request was measured by."""

    annotations: PolicyNote


class EvidenceNote(Part):
    """What the evidence shows, until when (last day it holds), and how many bytes it has."""

    kind: Name
    expires: date | None = None
    size: Annotated[int, Field(ge=0)] | None = None


class Evidence(Document):
    """A certificate, report or contract that somebody relied on; kept outside the ledger."""

    annotations: EvidenceNote


class Reference(Part):
    """An earlier record of the same ledger: its index, and its leaf hash (hexadecimal)."""

    index: Annotated[int, Field(ge=0)]
    leaf: Sha256


class Application(Part):
    """What the act is about: its name, and its number in the register where it has one."""

    name: Text
    register_id: Name | None = None


class Decision(Part):
    """What guard computed: the verdict (words of the record, frozen) and the findings behind it.

    ``outstanding``: the roles that had still to sign, before this act.
    """

    verdict: Literal["permit", "refer", "deny"]
    findings: Digest
    outstanding: tuple[Role, ...] = ()


class Condition(Part):
    """What must be done, by whom, by when."""

    id: Name
    text: Text
    owner: Name
    due: date


class Heeded(Part):
    """Advice that whoever approves took or overruled, and why."""

    record: Reference
    accepted: bool
    reason: Text
