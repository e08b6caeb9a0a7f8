"""Looks a whole ledger over, whatever kind of store it is: recomputes all that can be recomputed.

What no ledger can show by itself is a lost tail or a restored backup: for that, keep the notes of
some heads elsewhere and hand them in as ``witnessed``.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from guard.errors import GuardError
from guard.record.admission import backdated, missing, unlinked
from guard.record.checkpoint import VerifierKey, open_note
from guard.record.merkle import Frontier, Node, leaf_hash
from guard.record.sealed import unseal


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as stored: where, the event it is of, its leaf hash, its envelope."""

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
class Damage:
    """Something that is not as it was written: where (``entry 3``, ``node 1/0``, …) and what."""

    place: str
    what: str


class Rows(Protocol):
    """What is read of a store. Each method raises :class:`GuardError` where it cannot read on."""

    def entries(self) -> Iterator[Entry]:
        """All records by index."""

    def nodes(self) -> Iterator[Node]:
        """All stored tree nodes, level 1 and up."""

    def checkpoints(self) -> Iterator[Head]:
        """All heads by size."""

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """All documents: SHA-256 in hexadecimal, bytes."""

    def verifier_key(self) -> str:
        """The log's key as the ledger itself names it."""

    def schema_damage(self) -> Iterator[Damage]:
        """Tables that are not as they must be; then nothing else is read."""

    def file_damage(self) -> Iterator[Damage]:
        """What the store's own check finds; asked last, so that it can tell of interference."""


@dataclass(slots=True)
class _Tree:
    """What the envelopes, hashed anew, say the tree must be."""

    frontier: Frontier = field(default_factory=Frontier)
    leaves: list[bytes] = field(default_factory=list)
    nodes: dict[tuple[int, int], bytes] = field(default_factory=dict)
    roots: list[bytes] = field(default_factory=lambda: [Frontier().root()])
    latest: dt.datetime | None = None

    def grow(self, leaf: bytes) -> None:
        self.frontier, closed = self.frontier.append(leaf)
        self.leaves.append(leaf)
        self.nodes.update({(node.level, node.index): node.hash for node in closed})
        self.roots.append(self.frontier.root())

    def leaf_at(self, index: int) -> bytes | None:
        return self.leaves[index] if index < len(self.leaves) else None


def inspect(rows: Rows, key: VerifierKey, witnessed: Iterable[str] = ()) -> tuple[Damage, ...]:
    """All damage found in ``rows``; none found means it is as it was written and signed.

    ``key`` is the log's key as the reader trusts it, not as the ledger says it is.
    """
    if damage := tuple(_reading("schema", rows.schema_damage())):
        return damage
    tree = _Tree()
    held: dict[str, bool] = {}
    return (
        *_reading("meta", _log_key(rows, key)),
        *_reading("document table", _documents(rows, held)),
        *_reading("entry table", _entries(rows, tree, held)),
        *_reading("node table", _nodes(rows, tree)),
        *_reading("checkpoint table", _checkpoints(rows, tree, key)),
        *(
            Damage(f"document {sha}", "no record mentions it")
            for sha, used in held.items()
            if not used
        ),
        *_witnessed(tree, key, witnessed),
        *_reading("file", rows.file_damage()),
    )


def _reading(place: str, damage: Iterator[Damage]) -> Iterator[Damage]:
    """``damage``, and where reading breaks off, that."""
    try:
        yield from damage
    except GuardError as error:
        yield Damage(place, _said(error))


def _said(error: GuardError) -> str:
    return "; ".join(fault.what for fault in error.faults)


def _log_key(rows: Rows, key: VerifierKey) -> Iterator[Damage]:
    if (own := rows.verifier_key()) != str(key):
        yield Damage("meta", f"the ledger is of the log key {own}, not of {key}")


def _documents(rows: Rows, held: dict[str, bool]) -> Iterator[Damage]:
    for sha256, data in rows.documents():
        held[sha256] = False
        if hashlib.sha256(data).hexdigest() != sha256:
            yield Damage(f"document {sha256}", "its bytes have another digest")


def _entries(rows: Rows, tree: _Tree, held: dict[str, bool]) -> Iterator[Damage]:
    for expected, entry in enumerate(rows.entries()):
        place = f"entry {entry.index}"
        if entry.index != expected:
            yield Damage(place, f"entry {expected} should come here")
        for what in _entry(entry, tree, held):
            yield Damage(place, what)


def _entry(entry: Entry, tree: _Tree, held: dict[str, bool]) -> Iterator[str]:
    leaf = leaf_hash(entry.envelope)
    if leaf != entry.leaf:
        yield "its leaf hash is not that of its envelope"
    try:
        sealed = unseal(entry.envelope)
    except GuardError as error:
        yield _said(error)
    else:
        if str(sealed.statement.predicate.event_id) != entry.event_id:
            yield "its event id is not that in its envelope"
        yield from (one.what for one in missing(sealed, held.__contains__))
        yield from (one.what for one in unlinked(sealed, tree.leaf_at))
        yield from (one.what for one in backdated(sealed, tree.latest))
        tree.latest = sealed.statement.predicate.decided_at
        held.update(dict.fromkeys(sealed.statement.mentions() & held.keys(), True))
    tree.grow(leaf)


def _nodes(rows: Rows, tree: _Tree) -> Iterator[Damage]:
    due = dict(tree.nodes)
    for node in rows.nodes():
        if due.pop((node.level, node.index), None) != node.hash:
            yield Damage(f"node {node.level}/{node.index}", "is not what the records hash to")
    for level, index in due:
        yield Damage(f"node {level}/{index}", "is missing")


def _checkpoints(rows: Rows, tree: _Tree, key: VerifierKey) -> Iterator[Damage]:
    due = set(range(1, len(tree.roots)))
    for head in rows.checkpoints():
        due.discard(head.size)
        if wrong := _head(head.note, tree, key, head.size):
            yield Damage(f"checkpoint {head.size}", wrong)
    for size in sorted(due):
        yield Damage(f"checkpoint {size}", "is missing")


def _head(note: str, tree: _Tree, key: VerifierKey, size: int | None = None) -> str:
    """What is wrong with the head in ``note``, if anything."""
    try:
        checkpoint = open_note(note, key)
    except GuardError as error:
        return _said(error)
    if size is not None and checkpoint.size != size:
        return f"its note is for {checkpoint.size} entries"
    if checkpoint.size >= len(tree.roots):
        return f"it counts {checkpoint.size} entries; the ledger has {len(tree.leaves)}"
    if checkpoint.root != tree.roots[checkpoint.size]:
        return "its root is not what the records hash to"
    return ""


def _witnessed(tree: _Tree, key: VerifierKey, notes: Iterable[str]) -> Iterator[Damage]:
    for place, note in enumerate(notes, 1):
        if wrong := _head(note, tree, key):
            yield Damage(f"witnessed checkpoint {place}", wrong)
