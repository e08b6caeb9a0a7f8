"""What a ledger is made of, as rows: records, heads, and what is read of any store."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from guard.record.merkle import Node


@dataclass(frozen=True, slots=True)
class Appended:
    """Where a record stands: its index, its leaf hash, and the signed head that includes it."""

    index: int
    leaf_hash: bytes
    note: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as stored: where, the event it is of, its leaf hash, its envelope.

    The envelope of a record that was erased is empty.
    """

    index: int
    event_id: str
    leaf: bytes
    envelope: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """One head of the log as stored: the size it is for, and the signed note."""

    size: int
    note: str


@dataclass(frozen=True, slots=True)
class Named:
    """One line of the index: record ``index`` is found under ``name``."""

    name: str
    index: int


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What opens the commitments of record ``index``, under a ``name``; gone once it is erased."""

    index: int
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp (RFC 3161) of the head for ``size`` records."""

    size: int
    token: bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that is not as it was written: where (``entry 3``, ``node 1/0``, …) and what.

    ``next``: what to do about it; empty where only a checkpoint kept elsewhere can tell more.
    """

    place: str
    what: str
    next: str = ""


class Rows(Protocol):
    """What is read of a store. Each method raises :class:`GuardError` where it cannot read on."""

    def entries(self) -> Iterator[Entry]:
        """All records by index."""

    def index(self) -> Iterator[Named]:
        """The whole index, by record, then by name."""

    def nodes(self) -> Iterator[Node]:
        """All stored tree nodes, level 1 and up."""

    def checkpoints(self) -> Iterator[Head]:
        """All heads by size."""

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """All documents: SHA-256 in hexadecimal, bytes."""

    def disclosures(self) -> Iterator[Disclosure]:
        """All that opens commitments, by record."""

    def stamps(self) -> Iterator[Stamp]:
        """All time stamps, by size."""

    def erased(self) -> Iterator[str]:
        """What may go, or went: ``entry/3``, ``document/SHA256``."""

    def verifier_key(self) -> str:
        """The log's first key as the ledger itself names it."""

    def schema_damage(self) -> Iterator[Damage]:
        """Tables that are not as they must be; then nothing else is read."""

    def file_damage(self) -> Iterator[Damage]:
        """What the store's own check finds; asked last, so that it can tell of interference."""
