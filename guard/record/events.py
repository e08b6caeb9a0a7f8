"""What can happen to an application, each a predicate of its own, in a closed schema.

Every key is always written, absent values as null, so that one meaning has one sequence of bytes.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from guard.record.parts import (
    Application,
    Condition,
    Decision,
    Document,
    Evidence,
    Fingerprint,
    Heeded,
    Moment,
    Name,
    Part,
    Policy,
    Reference,
    Role,
    Said,
    Text,
)


class Event(StrEnum):
    """What happened."""

    REQUESTED = "requested"
    EVALUATED = "evaluated"
    ADVISED = "advised"
    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved-with-conditions"
    REFUSED = "refused"
    RENEWED = "renewed"
    WAIVED = "waived"
    CONDITION_MET = "condition-met"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    EMERGENCY = "emergency"
    CORRECTED = "corrected"
    POLICY_ACTIVATED = "policy-activated"
    AUTHORITY_GRANTED = "authority-granted"
    AUTHORITY_REVOKED = "authority-revoked"
    KEY_ROTATED = "key-rotated"
    ERASED = "erased"


class Counsel(StrEnum):
    """What an adviser advises; it binds nobody, but must be taken or overruled with reasons."""

    PROCEED = "proceed"
    PROCEED_WITH_MEASURES = "proceed-with-measures"
    DO_NOT_PROCEED = "do-not-proceed"


class Act(Part):
    """What all events have: who did it, in which role, with which key, when and why.

    ``on_behalf_of``: the record by which the role was delegated to the signer. ``previous``: the
    last record of the same request: what came in between cannot go unseen.
    """

    event_id: UUID
    role: Role
    principal: Name
    key_fingerprint: Fingerprint
    on_behalf_of: Reference | None = None
    reason: Text
    decided_at: Moment
    previous: Reference | None = None

    def links(self) -> tuple[Reference, ...]:
        """The earlier records that it rests on."""
        return tuple(link for link in (self.previous, self.on_behalf_of) if link)


class OfRequest(Act):
    """An event in the life of one request."""

    application: Application


class Requested(OfRequest):
    """Somebody asks for an application, and signs for what they said of it."""

    event: Literal[Event.REQUESTED] = Event.REQUESTED


class Measured(OfRequest):
    """An event that rests on a decision computed by guard."""

    decision: Decision
    assessment: Document
    policies: tuple[Policy, ...]
    evidence: tuple[Evidence, ...] = ()


class Evaluated(Measured):
    """The request was assessed; nobody decided anything."""

    event: Literal[Event.EVALUATED] = Event.EVALUATED


class Approval(Measured):
    """A person approved, approved with conditions, refused, or renewed what was approved before."""

    event: Literal[Event.APPROVED, Event.APPROVED_WITH_CONDITIONS, Event.REFUSED, Event.RENEWED]
    conditions: tuple[Condition, ...] = ()
    advice: tuple[Heeded, ...] = ()
    renews: Reference | None = None
    valid_until: date | None = None

    @model_validator(mode="after")
    def _parts_fit_the_event(self) -> Self:
        with_conditions = self.event is Event.APPROVED_WITH_CONDITIONS
        if bool(self.conditions) != with_conditions and self.event is not Event.RENEWED:
            raise ValueError("conditions belong to approved-with-conditions, and to renewed")
        if (self.renews is None) != (self.event is not Event.RENEWED):
            raise ValueError("what is renewed belongs to renewed, and only to it")
        return self

    def links(self) -> tuple[Reference, ...]:
        """The earlier records that it rests on, with the advice and what it renews."""
        renewed = (self.renews,) if self.renews else ()
        return (*super().links(), *(each.record for each in self.advice), *renewed)


class Advised(OfRequest):
    """Somebody whose office is to advise (a data protection officer) did so."""

    event: Literal[Event.ADVISED] = Event.ADVISED
    counsel: Counsel
    reason: Said


class Waived(OfRequest):
    """A rule is set aside for this request's application: why, what is done instead, until when."""

    event: Literal[Event.WAIVED] = Event.WAIVED
    rule: Name
    measure: Said
    expires: date
    reason: Said


class Emergency(OfRequest):
    """The application is used before anybody approved it; ``review_by`` somebody looks at it."""

    event: Literal[Event.EMERGENCY] = Event.EMERGENCY
    review_by: date
    reason: Said


class _OfRecord(OfRequest):
    target: Reference

    def links(self) -> tuple[Reference, ...]:
        """The earlier records that it rests on, with the one that it is about."""
        return (*super().links(), self.target)


class ConditionMet(_OfRecord):
    """A condition of the approval ``target`` is met, as the evidence shows."""

    event: Literal[Event.CONDITION_MET] = Event.CONDITION_MET
    condition: Name
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]


class Superseded(_OfRecord):
    """The approval ``target`` gives way to another."""

    event: Literal[Event.SUPERSEDED] = Event.SUPERSEDED
    by: Reference

    def links(self) -> tuple[Reference, ...]:
        """The earlier records that it rests on, with the one that takes its place."""
        return (*super().links(), self.by)


class Revoked(_OfRecord):
    """The approval, waiver or emergency use ``target`` holds no longer."""

    event: Literal[Event.REVOKED] = Event.REVOKED
    reason: Said


class Corrected(_OfRecord):
    """What ``target`` says wrongly, put right in words; the record itself never changes."""

    event: Literal[Event.CORRECTED] = Event.CORRECTED
    reason: Said


class PolicyActivated(Act):
    """From now on, requests are measured by these policies."""

    event: Literal[Event.POLICY_ACTIVATED] = Event.POLICY_ACTIVATED
    policies: Annotated[tuple[Policy, ...], Field(min_length=1)]


class AuthorityGranted(Act):
    """Whoever holds a role lends it to another person for a time, who cannot lend it on.

    ``key``: the other person's public key, as OpenSSH writes it. Both days belong to the time.
    """

    event: Literal[Event.AUTHORITY_GRANTED] = Event.AUTHORITY_GRANTED
    grantee: Name
    key: Name
    valid_from: date
    valid_until: date


class AuthorityRevoked(Act):
    """An authority granted in record ``target`` ends."""

    event: Literal[Event.AUTHORITY_REVOKED] = Event.AUTHORITY_REVOKED
    target: Reference
    reason: Said

    def links(self) -> tuple[Reference, ...]:
        """The earlier records that it rests on, with the grant."""
        return (*super().links(), self.target)


class KeyRotated(Act):
    """The heads of larger trees are signed with another key of the log, ``log_key`` (a vkey)."""

    event: Literal[Event.KEY_ROTATED] = Event.KEY_ROTATED
    log_key: Name


class Erased(Act):
    """Records are no longer kept, as a rule of retention asks; their leaves in the tree stay."""

    event: Literal[Event.ERASED] = Event.ERASED
    targets: Annotated[tuple[Reference, ...], Field(min_length=1)]
    reason: Said

    def links(self) -> tuple[Reference, ...]:
        """The earlier records that it rests on, with those that are erased."""
        return (*super().links(), *self.targets)


Predicate = Annotated[
    Requested
    | Evaluated
    | Advised
    | Approval
    | Waived
    | ConditionMet
    | Superseded
    | Revoked
    | Emergency
    | Corrected
    | PolicyActivated
    | AuthorityGranted
    | AuthorityRevoked
    | KeyRotated
    | Erased,
    Field(discriminator="event"),
]
