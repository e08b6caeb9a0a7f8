"""What a ledger may take in, whatever kind of store it is: only what a later check accepts."""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping

from guard.errors import Fault, GuardError, refuse_if
from guard.record.sealed import Sealed, unseal

LIMIT_LEAF = 65_535  # tlog-tiles bundles give each entry two bytes of length
LIMIT_DOCUMENT = 4_194_304


def admit(
    event_id: str,
    envelope: bytes,
    documents: Mapping[str, bytes],
    holds: Callable[[str], bool],
    leaf_at: Callable[[int], bytes | None],
    *,
    latest: dt.datetime | None = None,
) -> Sealed:
    """The record in ``envelope`` if the ledger may append it; else all that is wrong.

    ``documents`` come with it, by SHA-256; ``holds`` and ``leaf_at`` ask the ledger what it has;
    ``latest`` is when its last record was decided.
    """
    if len(envelope) > LIMIT_LEAF:
        what = f"the record is {len(envelope)} bytes long; at most {LIMIT_LEAF} fit in the log"
        raise GuardError(Fault(what, "shorten the reason and the conditions"))
    sealed = unseal(envelope)
    refuse_if(
        [
            *_other_event(event_id, sealed),
            *_unfit(documents),
            *_loose(documents, sealed),
            *missing(sealed, lambda sha256: sha256 in documents or holds(sha256)),
            *unlinked(sealed, leaf_at),
            *backdated(sealed, latest),
        ]
    )
    return sealed


def _other_event(event_id: str, sealed: Sealed) -> list[Fault]:
    if event_id == str(sealed.statement.predicate.event_id):
        return []
    return [Fault(f"the record is of another event than {event_id}", "give its own event id")]


def _unfit(documents: Mapping[str, bytes]) -> list[Fault]:
    """Documents that are not what their digest says, or too long to keep."""
    remedy = f"give the bytes that were hashed, at most {LIMIT_DOCUMENT}"
    return [
        Fault(f"document {sha256} has other bytes, or too many", remedy)
        for sha256, data in documents.items()
        if hashlib.sha256(data).hexdigest() != sha256 or len(data) > LIMIT_DOCUMENT
    ]


def _loose(documents: Mapping[str, bytes], sealed: Sealed) -> list[Fault]:
    """Documents that the record does not mention."""
    mentioned = sealed.statement.mentions()
    return [
        Fault(f"document {sha256} is not mentioned in the record", "leave it out")
        for sha256 in documents
        if sha256 not in mentioned
    ]


def missing(sealed: Sealed, holds: Callable[[str], bool]) -> list[Fault]:
    """Documents that the record rests on and the ledger lacks."""
    return [
        Fault(f"the document {name} ({sha256}) is missing", "add it with the record")
        for name, sha256 in sealed.statement.references()
        if not holds(sha256)
    ]


def unlinked(sealed: Sealed, leaf_at: Callable[[int], bytes | None]) -> list[Fault]:
    """A link to a previous record that is not in the ledger as the link says."""
    previous = sealed.statement.predicate.previous
    if previous is None:
        return []
    leaf = leaf_at(previous.index)
    if leaf is not None and leaf.hex() == previous.leaf:
        return []
    return [
        Fault(
            f"the previous record, entry {previous.index}, is not the one the record names",
            "look at the request's records again, then sign anew",
        )
    ]


def backdated(sealed: Sealed, latest: dt.datetime | None) -> list[Fault]:
    """A record decided, by its own word, before the ``latest`` that stands before it.

    Who lost a role could otherwise sign with it still, as of a day when they held it.
    """
    at = sealed.statement.predicate.decided_at
    if latest is None or at >= latest:
        return []
    return [
        Fault(
            f"it says {at.isoformat()}, but the record before it {latest.isoformat()}",
            "set this machine's clock, then sign anew; if it is right, run guard verify",
        )
    ]
