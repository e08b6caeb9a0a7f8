"""What a ledger may take in, whatever kind of store it is: only what a later check accepts."""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping

from guard.errors import Fault, GuardError, refuse_if
from guard.record.checkpoint import VerifierKey
from guard.record.sealed import Sealed, unseal
from guard.record.statement import Statement

LIMIT_LEAF = 65_535  # tlog-tiles bundles give each entry two bytes of length
LIMIT_DOCUMENT = 4_194_304


def opened(envelope: bytes) -> Sealed:
    """The record in ``envelope``, if it fits into a log and its signature fits."""
    if len(envelope) > LIMIT_LEAF:
        what = f"the record is {len(envelope)} bytes long; at most {LIMIT_LEAF} fit in the log"
        raise GuardError(Fault(what, "shorten the reason and the conditions"))
    return unseal(envelope)


def admit(
    sealed: Sealed,
    documents: Mapping[str, bytes],
    holds: Callable[[str], bool],
    leaf_at: Callable[[int], bytes | None],
    *,
    origin: str,
    last: Statement | None = None,
) -> None:
    """Refuse ``sealed`` unless the ledger may append it; with all that is wrong.

    ``documents`` come with it, by SHA-256; ``holds`` and ``leaf_at`` ask the ledger what it has;
    ``origin`` is the log's name, ``last`` its newest statement.
    """
    refuse_if(
        [
            *_unfit(documents),
            *_loose(documents, sealed),
            *missing(sealed, lambda sha256: sha256 in documents or holds(sha256)),
            *unlinked(sealed, leaf_at),
            *backdated(sealed, last.at if last else None),
            *unrotated(sealed, origin),
        ]
    )


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
    """Links to earlier records that are not in the ledger as the links say."""
    return [
        Fault(
            f"an earlier record, entry {link.index}, is not the one that the record names",
            "look at the records again, then sign anew",
        )
        for link in sealed.statement.links()
        if (leaf := leaf_at(link.index)) is None or leaf.hex() != link.leaf
    ]


def backdated(sealed: Sealed, latest: dt.datetime | None) -> list[Fault]:
    """A record decided, by its own word, before the ``latest`` that stands before it.

    Who lost a role could otherwise sign with it still, as of a day when they held it.
    """
    at = sealed.statement.at
    if latest is None or at >= latest:
        return []
    return [
        Fault(
            f"it says {at.isoformat()}, but the record before it {latest.isoformat()}",
            "set this machine's clock, then sign anew; if it is right, run guard verify",
        )
    ]


def unrotated(sealed: Sealed, origin: str) -> list[Fault]:
    """A new log key that cannot sign heads of the log called ``origin``."""
    vkey = sealed.statement.log_key
    if vkey is None:
        return []
    try:
        name = VerifierKey.parse(vkey).name
    except GuardError as error:
        return list(error.faults)
    if name == origin:
        return []
    return [Fault(f"the new key is of the log {name!r}, not {origin!r}", "keep the log's name")]
