"""What the ledger already holds of an application: the approvals given, and where they stand."""

import base64
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from guard.errors import Fault, GuardError

if TYPE_CHECKING:
    from guard.record.authority import Authorities
    from guard.record.inspection import Entry
    from guard.record.sealed import Sealed

_DECISIONS = {
    "approved": "approve",
    "approved-with-conditions": "approve-with-conditions",
    "refused": "refuse",
}


@dataclass(frozen=True, slots=True)
class PastApproval:
    """One sealed act, as rules see it. ``until`` is the last day on which it holds."""

    index: int
    role: str
    principal: str
    decision: str
    on: dt.date
    until: dt.date | None
    request_id: str
    request_sha256: str
    application: str

    def fact(self, request_sha256: str, today: dt.date) -> dict[str, object]:
        """The facts that conditions read, for a request with this digest, on this day."""
        expired = self.until is not None and self.until < today
        known: dict[str, object] = {
            "role": self.role,
            "decision": self.decision,
            "state": "expired" if expired else "in-force",
            "for_this_request": self.request_sha256 == request_sha256,
            "on": _midnight(self.on),
        }
        return known | ({"until": _midnight(self.until)} if self.until else {})


def refused_otherwise(
    past: Iterable[PastApproval], request_id: str, request_sha256: str
) -> Iterator[str]:
    """The refusals that stand, of the request before it was changed or of its application.

    They do not count for the request as it is now, but one changed word must not hide them.
    ``past`` is oldest first.
    """
    last = {each.role: each for each in past}
    for each in last.values():
        if each.decision == "refuse" and each.request_sha256 != request_sha256:
            same = each.request_id == request_id
            what = "this request as it then was" if same else f"this in request {each.request_id}"
            yield f"On {each.on}, the {each.role} refused {what} (record {each.index})."


class Records(Protocol):
    """What is read of a ledger."""

    def entries(self) -> Iterator["Entry"]:
        """All records by index."""

    def document(self, sha256: str) -> bytes | None:
        """The document with that SHA-256 (hex)."""


@dataclass(frozen=True, slots=True)
class History:
    """The approvals of a ledger, read only as far as a request needs them; empty without one."""

    records: Records | None = None
    authorities: "Authorities | None" = None

    def about(
        self, request_id: str, application: str, before: int | None = None
    ) -> tuple[PastApproval, ...]:
        """The approvals of this request, or of the application by that name, that count.

        An act counts if it is rightly signed, by someone who held the role at the time. With
        ``before``, only records with a smaller index are read.

        Raises:
            GuardError: a record is not what was signed; ``guard verify`` tells which.
        """
        if self.records is None or self.authorities is None:
            return ()
        from guard.name import key

        name = key(application) if application else ""
        found = (
            _past(entry, self.records, self.authorities)
            for entry in self.records.entries()
            if (before is None or entry.index < before)
            and _concerns(entry, request_id, name, self.records)
        )
        return tuple(past for past in found if past is not None)

    def count(self) -> int:
        """How many records there are."""
        return sum(1 for _ in self.records.entries()) if self.records else 0

    def applications(self) -> Mapping[str, str]:
        """The names of the applications that there are records of, by key; nothing is verified."""
        if self.records is None:
            return {}
        from guard.name import key

        documents = {_names(entry)[1] for entry in self.records.entries()}
        names = sorted(_application(self.records, sha256) for sha256 in documents)
        return {key(name): name for name in names if key(name)}

    def last(self, request_id: str) -> "Entry | None":
        """The newest record of this request."""
        entries = self.records.entries() if self.records else ()
        return max(
            (entry for entry in entries if _names(entry)[0] == f"request/{request_id}"),
            key=lambda entry: entry.index,
            default=None,
        )


def _names(entry: "Entry") -> tuple[str, str]:
    """The request that a record is of, and the SHA-256 of its assessment; nothing is verified."""
    try:
        statement = json.loads(base64.b64decode(json.loads(entry.envelope)["payload"]))
        sha256 = statement["predicate"]["assessment"]["digest"]["sha256"]
        return str(statement["subject"][0]["name"]), str(sha256)
    except (ValueError, LookupError, TypeError, RecursionError):
        what = f"record {entry.index} of the ledger cannot be read"
        raise GuardError(Fault(what, "run `guard verify`: it tells what is damaged")) from None


def _concerns(entry: "Entry", request_id: str, name: str, records: Records) -> bool:
    """Whether a record is of interest, told from its text alone: signatures cost far more."""
    subject, assessment = _names(entry)
    if request_id and subject == f"request/{request_id}":
        return True
    from guard.name import key

    return bool(name) and key(_application(records, assessment)) == name


def _application(records: Records, sha256: str) -> str:
    try:
        assessment = json.loads(records.document(sha256) or b"{}")
        return str(assessment["known"]["facts"]["application"]["name"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""  # it names none, or is damaged: that is for `guard verify` to tell


def rightly_signed(sealed: "Sealed", authorities: "Authorities") -> bool:
    """Whether the signer held the role at the time of signing.

    Only a line of allowed_signers that names one person counts: who signs under a pattern could
    claim any name that fits it, such as one that is not the requester's.
    """
    from guard.record.authority import Authorised
    from guard.record.statement import namespace

    act = sealed.statement.predicate
    found = authorities.who(sealed.public_key.blob, namespace(act.role), act.decided_at)
    return isinstance(found, Authorised) and found.principal == act.principal


def _past(entry: "Entry", records: Records, authorities: "Authorities") -> PastApproval | None:
    from guard.record.sealed import unseal

    try:
        sealed = unseal(entry.envelope)
    except GuardError as error:
        what = f"record {entry.index} of the ledger is not as it was signed: {error.faults[0].what}"
        raise GuardError(Fault(what, "run `guard verify`: it tells what is damaged")) from None
    if not rightly_signed(sealed, authorities):
        return None
    statement = sealed.statement
    act = statement.predicate
    return PastApproval(
        entry.index,
        act.role,
        act.principal,
        _DECISIONS[act.event.value],
        act.decided_at.date(),
        act.valid_until,
        statement.request_id,
        statement.subject[0].digest.sha256,
        _application(records, act.assessment.digest.sha256),
    )


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(tzinfo=dt.UTC))
