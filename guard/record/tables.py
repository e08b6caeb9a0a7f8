"""A ledger in the tables of an SQL database: all that does not depend on which database it is."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, Self, TypeVar

from guard.errors import Fault, GuardError
from guard.record import dsse
from guard.record.admission import admit, opened
from guard.record.cells import Unsound, as_blob, as_text, as_whole
from guard.record.checkpoint import Checkpoint, VerifierKey, claimed, open_note
from guard.record.merkle import Frontier, Node, peaks
from guard.record.parts import Reference
from guard.record.rows import Appended, Disclosure, Entry, Head, Named, Rows, Stamp
from guard.record.sealed import Sealed
from guard.record.statement import Statement, decode
from guard.record.store import SignHead

T = TypeVar("T")

COLUMNS: Mapping[str, int] = {
    "meta": 2,
    "erased": 1,
    "entry": 4,
    "named": 2,
    "node": 3,
    "checkpoint": 2,
    "document": 2,
    "disclosure": 3,
    "stamp": 2,
}
"""Every table of a ledger, in the order of filling, and how many columns it has."""

ROTATED = "event/key-rotated"
_ENTRY = (as_whole, as_text, as_blob, as_blob)


class Connection(Protocol):
    """A database, as it is used here. ``?`` stands for a value."""

    def run(self, statement: str, *values: object) -> Any:
        """Run one statement."""

    def one(self, query: str, *values: object) -> Any:
        """The first value of the first row, or None."""

    def rows(
        self,
        query: str,
        make: Callable[..., T],
        *reads: Callable[[Any], object],
        values: Sequence[object] = ...,
    ) -> Iterator[T]:
        """What ``make`` makes of each row, once its columns are read by ``reads``."""

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, and one writer at a time."""

    def faults(self) -> AbstractContextManager[None]:
        """Turn what the database says into a fault with a next step."""

    def forget(self) -> None:
        """Let what was erased go from the disk, too, as far as this connection can."""

    def close(self) -> None:
        """Let go of it."""


class Tables:
    """An open ledger. Use as a context manager, or close it."""

    def __init__(self, where: str, db: Connection) -> None:
        """Of the ledger called ``where``, over ``db``."""
        self.where = where
        self._db = db

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the database."""
        self.close()

    def append(
        self,
        envelope: bytes,
        documents: Mapping[str, bytes],
        sign_head: SignHead,
        disclosures: Mapping[str, bytes] | None = None,
    ) -> Appended:
        """As :meth:`guard.record.store.Store.append` says."""
        sealed = opened(envelope)
        with self._db.faults(), self._db.transaction():
            if known := self._known(sealed):
                return known
            key, last = self.current_key(), self._last_statement()
            admit(sealed, documents, self.holds, self._leaf_at, origin=key.name, last=last)
            frontier, closed = self._frontier().append(sealed.leaf)
            head = Checkpoint(key.name, frontier.size, frontier.root())
            note = sign_head(head)
            if open_note(note, key) != head:
                raise GuardError(
                    Fault("the log key signed another head", "use this ledger's log key")
                )
            index = frontier.size - 1
            entry = Entry(index, sealed.statement.event_id, sealed.leaf, envelope)
            self._write(entry, closed, Head(head.size, note), sealed.statement)
            self._write_data(index, documents, disclosures or {})
            self._erase(sealed.statement.erases)
        if sealed.statement.erases:
            self._db.forget()
        return Appended(index, sealed.leaf, note)

    def fill(self, source: Rows) -> None:
        """Take over all rows of ``source`` into this ledger, which is empty, in one transaction."""
        with self._db.faults(), self._db.transaction():
            if self.size():
                raise GuardError(Fault("the ledger has records already", "name an empty one"))
            self._put("erased", ((what,) for what in source.erased()))
            self._put(
                "entry", ((e.index, e.event_id, e.leaf, e.envelope) for e in source.entries())
            )
            self._put("named", ((one.name, one.index) for one in source.index()))
            self._put("node", ((n.level, n.index, n.hash) for n in source.nodes()))
            self._put("checkpoint", ((head.size, head.note) for head in source.checkpoints()))
            self._put("document", source.documents())
            self._put("disclosure", ((d.index, d.name, d.data) for d in source.disclosures()))
            self._put("stamp", ((one.size, one.token) for one in source.stamps()))

    def stamp(self, size: int, token: bytes) -> None:
        """Keep an RFC 3161 time stamp of the head for ``size`` records."""
        with self._db.faults(), self._db.transaction():
            if self.head(size) is None:
                raise GuardError(Fault(f"there is no head for {size} records", "stamp the newest"))
            self._put("stamp", [(size, token)])

    def size(self) -> int:
        """How many records there are."""
        with self._db.faults():
            return as_whole(self._db.one("SELECT coalesce(max(idx), -1) + 1 FROM entry"))

    def entry(self, index: int) -> Entry | None:
        """The record at ``index``."""
        if not 0 <= index < 1 << 63:
            return None  # no database counts so far
        query = "SELECT * FROM entry WHERE idx = ?"
        return next(self._db.rows(query, Entry, *_ENTRY, values=(index,)), None)

    def named(self, name: str) -> Iterator[Entry]:
        """The records under ``name`` (``request/2026-1``), oldest first."""
        query = """SELECT entry.* FROM named JOIN entry ON entry.idx = named.idx
            WHERE name = ? ORDER BY named.idx"""
        return self._db.rows(query, Entry, *_ENTRY, values=(name,))

    def names(self, prefix: str = "") -> Iterator[str]:
        """Every name that begins with ``prefix``, sorted, once."""
        query = "SELECT DISTINCT name FROM named WHERE name >= ? AND name < ? ORDER BY name"
        return self._db.rows(query, str, as_text, values=(prefix, prefix + chr(0x10FFFF)))

    def latest(self) -> Head | None:
        """The newest head, or None while the ledger is empty."""
        query = "SELECT * FROM checkpoint ORDER BY size DESC LIMIT 1"
        return next(self._db.rows(query, Head, as_whole, as_text), None)

    def head(self, size: int) -> Head | None:
        """The head for ``size`` records."""
        query = "SELECT * FROM checkpoint WHERE size = ?"
        return next(self._db.rows(query, Head, as_whole, as_text, values=(size,)), None)

    def hash_at(self, level: int, index: int) -> bytes:
        """The hash of a full subtree (:data:`guard.record.merkle.HashAt`)."""
        with self._db.faults():
            found = self._peak(level, index)
            if found is None:
                raise Unsound(f"it lacks node {level}/{index}")
            return as_blob(found)

    def document(self, sha256: str) -> bytes | None:
        """The document with that digest, if the ledger holds it."""
        with self._db.faults():
            found = self._db.one("SELECT bytes FROM document WHERE sha256 = ?", sha256)
            return None if found is None else as_blob(found)

    def disclosure(self, name: str) -> bytes | None:
        """What was kept last under ``name``, unless it was erased."""
        query = "SELECT bytes FROM disclosure WHERE name = ? ORDER BY idx DESC LIMIT 1"
        with self._db.faults():
            found = self._db.one(query, name)
            return None if found is None else as_blob(found)

    def entries(self) -> Iterator[Entry]:
        """All records, oldest first."""
        return self._db.rows("SELECT * FROM entry ORDER BY idx", Entry, *_ENTRY)

    def index(self) -> Iterator[Named]:
        """The whole index, by record, then by name."""
        return self._db.rows("SELECT * FROM named ORDER BY idx, name", Named, as_text, as_whole)

    def nodes(self) -> Iterator[Node]:
        """The full subtrees kept (level 1 and up)."""
        return self._db.rows(
            "SELECT * FROM node ORDER BY level, idx", Node, as_whole, as_whole, as_blob
        )

    def checkpoints(self) -> Iterator[Head]:
        """All heads, oldest first."""
        return self._db.rows("SELECT * FROM checkpoint ORDER BY size", Head, as_whole, as_text)

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """All documents: SHA-256 in hexadecimal, bytes."""
        return self._db.rows("SELECT * FROM document ORDER BY sha256", _pair, as_text, as_blob)

    def disclosures(self) -> Iterator[Disclosure]:
        """All that opens commitments, by record."""
        query = "SELECT * FROM disclosure ORDER BY idx, name"
        return self._db.rows(query, Disclosure, as_whole, as_text, as_blob)

    def stamps(self) -> Iterator[Stamp]:
        """All time stamps, by size."""
        return self._db.rows("SELECT * FROM stamp ORDER BY size, token", Stamp, as_whole, as_blob)

    def erased(self) -> Iterator[str]:
        """What may go, or went: ``entry/3``, ``document/SHA256``."""
        return self._db.rows("SELECT * FROM erased ORDER BY what", str, as_text)

    def verifier_key(self) -> str:
        """The log's first verifier key as the ledger names it."""
        with self._db.faults():
            return as_text(self._db.one("SELECT vkey FROM meta"))

    def current_key(self) -> VerifierKey:
        """The verifier key of whoever must sign the next head: the first, or what replaced it."""
        query = """SELECT envelope FROM named JOIN entry ON entry.idx = named.idx
            WHERE name = ? ORDER BY named.idx DESC LIMIT 1"""
        with self._db.faults():
            rotation = self._db.one(query, ROTATED)
            renewed = _statement(rotation).log_key if rotation else None
            return VerifierKey.parse(renewed or self.verifier_key())

    def holds(self, sha256: str) -> bool:
        """Whether the ledger has that document."""
        return self._db.one("SELECT 1 FROM document WHERE sha256 = ?", sha256) is not None

    def _known(self, sealed: Sealed) -> Appended | None:
        """The answer already given for this event, if any."""
        query = "SELECT idx, leaf, note FROM entry JOIN checkpoint ON size = idx + 1"
        event_id = sealed.statement.event_id
        row = self._db.run(f"{query} WHERE event_id = ?", event_id).fetchone()
        if row is None:
            return None
        index, leaf, note = row
        if leaf != sealed.leaf:
            what = f"event {event_id} is already entry {index}, with other content"
            raise GuardError(Fault(what, "give the new act an event id of its own"))
        return Appended(index, leaf, as_text(note))

    def _leaf_at(self, index: int) -> bytes | None:
        leaf = self._peak(0, index)
        return None if leaf is None else as_blob(leaf)

    def _last_statement(self) -> Statement | None:
        query = "SELECT envelope FROM entry WHERE length(envelope) > 0 ORDER BY idx DESC LIMIT 1"
        envelope = self._db.one(query)
        return _statement(envelope) if envelope else None

    def _frontier(self) -> Frontier:
        """The tree so far, from its full subtrees; refused unless the latest head agrees."""
        size = self.size()
        hashes = tuple(self.hash_at(level, index) for level, index in peaks(size))
        frontier, latest = Frontier(size, hashes), self.latest()
        head = claimed(latest.note) if latest else Checkpoint("", 0, Frontier().root())
        if (head.size, head.root) != (size, frontier.root()):
            raise Unsound("its latest head does not fit its records")
        return frontier

    def _peak(self, level: int, index: int) -> Any:
        if level == 0:
            return self._db.one("SELECT leaf FROM entry WHERE idx = ?", index)
        return self._db.one("SELECT hash FROM node WHERE level = ? AND idx = ?", level, index)

    def _write(
        self, entry: Entry, closed: tuple[Node, ...], head: Head, statement: Statement
    ) -> None:
        self._put("entry", [(entry.index, entry.event_id, entry.leaf, entry.envelope)])
        self._put("named", ((name, entry.index) for name in dict.fromkeys(statement.names())))
        self._put("node", ((node.level, node.index, node.hash) for node in closed))
        self._put("checkpoint", [(head.size, head.note)])

    def _write_data(
        self, index: int, documents: Mapping[str, bytes], disclosures: Mapping[str, bytes]
    ) -> None:
        self._put("document", (one for one in documents.items() if not self.holds(one[0])))
        self._put("disclosure", ((index, name, data) for name, data in disclosures.items()))

    def _erase(self, targets: Iterable[Reference]) -> None:
        """Let the contents of the records that ``targets`` point at go; their leaves stay."""
        gone: set[str] = set()
        for target in targets:
            envelope = self._db.one("SELECT envelope FROM entry WHERE idx = ?", target.index)
            if not envelope:
                continue  # it went before
            statement = _statement(envelope)
            if not statement.request_id:
                what = f"entry {target.index} is not of a request: the ledger still needs it"
                raise GuardError(Fault(what, "erase only the records of requests"))
            gone |= statement.mentions()
            self._put("erased", [(f"entry/{target.index}",)])
            self._db.run("UPDATE entry SET envelope = ? WHERE idx = ?", b"", target.index)
            self._db.run("DELETE FROM named WHERE idx = ?", target.index)
            self._db.run("DELETE FROM disclosure WHERE idx = ?", target.index)
        if gone:
            kept = (_statement(e.envelope).mentions() for e in self.entries() if e.envelope)
            for sha256 in sorted(gone.difference(*kept)):
                if self.holds(sha256):
                    self._put("erased", [(f"document/{sha256}",)])
                    self._db.run("DELETE FROM document WHERE sha256 = ?", sha256)

    def _put(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        marks = ", ".join("?" * COLUMNS[table])
        for row in rows:
            self._db.run(f"INSERT INTO {table} VALUES ({marks})", *row)  # noqa: S608  # own names


def _statement(envelope: Any) -> Statement:
    """What an envelope of this ledger says; its signature was checked when it came."""
    return decode(dsse.decode(as_blob(envelope)).payload)


def _pair(first: str, second: T) -> tuple[str, T]:
    return first, second
