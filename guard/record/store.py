"""What every ledger offers, whatever keeps it; the files of ``guard.ledgers`` are the choices.

A ledger is named by a path, or by a URL whose scheme is the name of its file there.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol, Self

from guard.errors import Fault, GuardError
from guard.record.checkpoint import Checkpoint, VerifierKey
from guard.record.rows import Appended, Entry, Head, Rows
from guard.seam import choose

SignHead = Callable[[Checkpoint], str]

_PASSWORD = re.compile(r"://[^/?#]*:[^/?#]*@|[?&]password=")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+)://")


class Store(Rows, Protocol):
    """An open ledger: append-only, and on disk before it is acknowledged. A context manager."""

    where: str
    """Its path or URL, for a person to read; never with a password in it."""

    def append(
        self,
        envelope: bytes,
        documents: Mapping[str, bytes],
        sign_head: SignHead,
        disclosures: Mapping[str, bytes] = ...,
    ) -> Appended:
        """Add a record, the ``documents`` it rests on (by SHA-256), and a head that includes it.

        All or nothing, and on disk when this returns. The same record again gives the same answer,
        so a caller who was cut off may simply repeat. ``disclosures``, by a name of the caller's,
        are kept until the record is erased.

        Raises:
            GuardError: the record may not be appended, or the ledger cannot be written to.
        """

    def fill(self, source: Rows) -> None:
        """Take over all rows of ``source`` into this ledger, which is empty, in one transaction."""

    def stamp(self, size: int, token: bytes) -> None:
        """Keep an RFC 3161 time stamp of the head for ``size`` records."""

    def size(self) -> int:
        """How many records there are."""

    def entry(self, index: int) -> Entry | None:
        """The record at ``index``."""

    def named(self, name: str) -> Iterator[Entry]:
        """The records under ``name`` (``request/2026-1``), oldest first."""

    def names(self, prefix: str = "") -> Iterator[str]:
        """Every name that begins with ``prefix``, sorted, once."""

    def latest(self) -> Head | None:
        """The newest head, or None while the ledger is empty."""

    def head(self, size: int) -> Head | None:
        """The head for ``size`` records."""

    def hash_at(self, level: int, index: int) -> bytes:
        """The hash of a full subtree (:data:`guard.record.merkle.HashAt`).

        Raises:
            GuardError: the ledger lacks it.
        """

    def current_key(self) -> VerifierKey:
        """Who must sign the next head: the log's first key, or what replaced it."""

    def document(self, sha256: str) -> bytes | None:
        """The document with that SHA-256 (hex)."""

    def disclosure(self, name: str) -> bytes | None:
        """What was kept last under ``name``, unless it was erased."""

    def close(self) -> None:
        """Let go of it."""

    def __enter__(self) -> Self:
        """Itself."""

    def __exit__(self, *_: object) -> None:
        """Let go of it."""


def open_store(where: str | Path, *, read_only: bool = False) -> Store:
    """The ledger at ``where``. Read-only sees one moment throughout, and changes nothing.

    Raises:
        GuardError: there is none, it is something else, or it cannot be reached.
    """
    return _kind(where).open(where, read_only=read_only)


def create_store(where: str | Path, key: VerifierKey) -> Store:
    """A new, empty ledger at ``where`` for the log that ``key`` names. Never overwrites.

    Raises:
        GuardError: something is there already, or it cannot be made.
    """
    return _kind(where).create(where, key)


def has_password(url: str) -> bool:
    """Whether a password stands in ``url``, where it would be shown and kept."""
    return _PASSWORD.search(url) is not None


def scheme(where: str | Path) -> str:
    """The kind of ledger that ``where`` names: the scheme of a URL, or ``sqlite`` for a path."""
    found = _SCHEME.match(str(where))
    return found[1] if found else "sqlite"


class _Kind(Protocol):
    """What each file of ``guard.ledgers`` has, as its ``Ledger``."""

    def open(self, where: str | Path, *, read_only: bool) -> Store:
        """The ledger at ``where``."""

    def create(self, where: str | Path, key: VerifierKey) -> Store:
        """A new ledger at ``where``."""


def _kind(where: str | Path) -> _Kind:
    """The class ``Ledger`` of the chosen file."""
    if has_password(str(where)):
        remedy = "take it out: PGPASSWORD, a service or a passfile gives it"
        raise GuardError(Fault("a password stands in the URL of the ledger", remedy))
    kind: _Kind = choose("ledgers", scheme(where), "a kind of ledger").Ledger
    return kind
