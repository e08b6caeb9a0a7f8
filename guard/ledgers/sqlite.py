"""The ledger in one SQLite file: append-only, on disk before it is acknowledged.

WAL with ``synchronous=FULL``: a weaker setting loses acknowledged records at a power cut.
"""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

from guard.errors import Fault, GuardError, Place
from guard.record.admission import admit
from guard.record.checkpoint import Checkpoint, VerifierKey, claimed, open_note
from guard.record.database import Database, as_blob, as_text, as_whole
from guard.record.inspection import Damage, Entry, Head
from guard.record.keys import write_new
from guard.record.merkle import Frontier, Node, peaks
from guard.record.sealed import unseal

APPLICATION_ID = 0x50474C31  # "PGL1", so that file(1) and guard know the file

T = TypeVar("T")

_TABLES = {
    "meta": """(
    one INTEGER PRIMARY KEY CHECK (one = 1),
    vkey TEXT NOT NULL)""",
    "entry": """(
    idx INTEGER PRIMARY KEY CHECK (idx >= 0),
    event_id TEXT NOT NULL UNIQUE,
    leaf BLOB NOT NULL CHECK (typeof(leaf) = 'blob' AND length(leaf) = 32),
    envelope BLOB NOT NULL CHECK (typeof(envelope) = 'blob' AND length(envelope) < 65536))""",
    "node": """(
    level INTEGER NOT NULL CHECK (level > 0),
    idx INTEGER NOT NULL CHECK (idx >= 0),
    hash BLOB NOT NULL CHECK (typeof(hash) = 'blob' AND length(hash) = 32),
    PRIMARY KEY (level, idx)) WITHOUT ROWID""",
    "checkpoint": """(
    size INTEGER PRIMARY KEY CHECK (size > 0),
    note TEXT NOT NULL)""",
    "document": """(
    sha256 TEXT PRIMARY KEY NOT NULL CHECK (length(sha256) = 64),
    bytes BLOB NOT NULL CHECK (typeof(bytes) = 'blob')) WITHOUT ROWID""",
}
# INSERT OR REPLACE deletes without firing delete triggers, so inserting over a row is barred too.
_TAKEN = {
    "meta": "EXISTS (SELECT 1 FROM meta)",
    "entry": "NEW.idx <> coalesce((SELECT max(idx) FROM entry), -1) + 1"
    " OR EXISTS (SELECT 1 FROM entry WHERE event_id = NEW.event_id)",
    "node": "EXISTS (SELECT 1 FROM node WHERE level = NEW.level AND idx = NEW.idx)",
    "checkpoint": "EXISTS (SELECT 1 FROM checkpoint WHERE size >= NEW.size)",
    "document": "EXISTS (SELECT 1 FROM document WHERE sha256 = NEW.sha256)",
}


def _schema() -> Iterator[str]:
    """Every statement of the schema, exactly as SQLite keeps it."""
    for table, columns in _TABLES.items():
        yield f"CREATE TABLE {table} {columns}"
        bar = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        for act in ("UPDATE", "DELETE"):
            yield f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table} {bar}"
        yield f"CREATE TRIGGER {table}_insert BEFORE INSERT ON {table} WHEN {_TAKEN[table]} {bar}"


@dataclass(frozen=True, slots=True)
class Appended:
    """Where a record stands: its index, its leaf hash, and the signed head that includes it."""

    index: int
    leaf_hash: bytes
    note: str


class Ledger:
    """An open ledger. Use as a context manager, or close it."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        """Connect to ``path``; use :meth:`create` or :meth:`open`."""
        self.path = path
        self._db = Database(path, read_only=read_only)

    @classmethod
    def create(cls, path: Path, key: VerifierKey) -> Self:
        """A new, empty ledger at ``path`` for the log that ``key`` names. Never overwrites."""
        write_new(path, "", 0o644)
        ledger = cls(path, read_only=False)
        with ledger._opening() as db:
            db.prepare()
            with db.transaction():
                for statement in _schema():
                    db.run(statement)
                db.run(f"PRAGMA application_id = {APPLICATION_ID}")
                db.run("INSERT INTO meta VALUES (1, ?)", str(key))
        return ledger

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """The ledger at ``path``. Read-only leaves no trace and sees one moment throughout."""
        if not path.is_file():
            what = "there is no ledger here"
            remedy = "put it back; if there never was one, run `guard init`"
            raise GuardError(Fault(what, remedy, Place(str(path))))
        ledger = cls(path, read_only=read_only)
        with ledger._opening() as db:
            if db.one("PRAGMA application_id") != APPLICATION_ID:
                raise sqlite3.DatabaseError("it is some other database")
            db.prepare()
            if not read_only and [*ledger.schema_damage()]:
                raise sqlite3.DatabaseError("its tables are not those of a ledger")
        return ledger

    @contextmanager
    def _opening(self) -> Iterator[Database]:
        """What goes wrong while opening is a fault, and closes the file."""
        try:
            with self._db.faults():
                yield self._db
        except GuardError:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the file."""
        self.close()

    def append(
        self,
        event_id: str,
        envelope: bytes,
        documents: Mapping[str, bytes],
        sign_head: Callable[[Checkpoint], str],
    ) -> Appended:
        """Add a record, the ``documents`` it rests on (by SHA-256), and a head that includes it.

        All or nothing, and on disk when this returns. The same record again gives the same answer,
        so a caller who was cut off may simply repeat.
        """
        with self._db.faults(), self._db.transaction():
            if known := self._known(event_id, envelope):
                return known
            asked = (self._holds, self._leaf_at)
            latest = self._latest_decision()
            leaf = admit(event_id, envelope, documents, *asked, latest=latest).leaf
            frontier, closed = self._frontier().append(leaf)
            key = VerifierKey.parse(self.verifier_key())
            head = Checkpoint(key.name, frontier.size, frontier.root())
            note = sign_head(head)
            if open_note(note, key) != head:
                raise GuardError(
                    Fault("the log key signed another head", "use this ledger's log key")
                )
            entry = Entry(frontier.size - 1, event_id, leaf, envelope)
            self._write(entry, closed, Head(head.size, note), documents)
            return Appended(entry.index, leaf, note)

    def latest(self) -> Head | None:
        """The newest head, or None while the ledger is empty."""
        query = "SELECT * FROM checkpoint ORDER BY size DESC LIMIT 1"
        return next(self._db.rows(query, Head, as_whole, as_text), None)

    def document(self, sha256: str) -> bytes | None:
        """The document with that digest, if the ledger holds it."""
        with self._db.faults():
            found = self._db.one("SELECT bytes FROM document WHERE sha256 = ?", sha256)
            return None if found is None else as_blob(found)

    def entries(self) -> Iterator[Entry]:
        """All records, oldest first."""
        return self._db.rows(
            "SELECT * FROM entry ORDER BY idx", Entry, as_whole, as_text, as_blob, as_blob
        )

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

    def verifier_key(self) -> str:
        """The log's verifier key as this file names it."""
        with self._db.faults():
            return as_text(self._db.one("SELECT vkey FROM meta"))

    def file_damage(self) -> Iterator[Damage]:
        """What SQLite itself finds wrong with the file."""
        for finding in self._db.rows("PRAGMA integrity_check", str, as_text):
            if finding != "ok":
                yield Damage("file", finding)
        if self._db.disturbed:
            yield Damage("file", "it was written to while it was read: look again")

    def schema_damage(self) -> Iterator[Damage]:
        """Tables and triggers that are not exactly those of a ledger."""
        expected = list(_schema())
        query = "SELECT name, sql FROM sqlite_master WHERE sql NOT NULL"
        for name, sql in self._db.rows(query, _pair, as_text, as_text):
            if sql in expected:
                expected.remove(sql)
            else:
                yield Damage(f"schema {name}", "is not part of a ledger")
        for text in expected:
            yield Damage(f"schema {' '.join(text.split()[1:3])}", "is missing")

    def _known(self, event_id: str, envelope: bytes) -> Appended | None:
        """The answer already given for this event, if any."""
        query = """SELECT idx, leaf, envelope, note FROM entry JOIN checkpoint ON size = idx + 1
            WHERE event_id = ?"""
        row = self._db.run(query, event_id).fetchone()
        if row is None:
            return None
        idx, leaf, stored, note = row
        if stored != envelope:
            what = f"event {event_id} is already entry {idx}, with other content"
            raise GuardError(Fault(what, "give the new act an event id of its own"))
        return Appended(idx, leaf, as_text(note))

    def _holds(self, sha256: str) -> bool:
        return self._db.one("SELECT 1 FROM document WHERE sha256 = ?", sha256) is not None

    def _leaf_at(self, index: int) -> bytes | None:
        leaf = self._peak(0, index)
        return None if leaf is None else as_blob(leaf)

    def _latest_decision(self) -> dt.datetime | None:
        """When the last record was decided, by its own word."""
        envelope = self._db.one("SELECT envelope FROM entry ORDER BY idx DESC LIMIT 1")
        if envelope is None:
            return None
        return unseal(as_blob(envelope)).statement.predicate.decided_at

    def _frontier(self) -> Frontier:
        """The tree so far, from its full subtrees; refused unless the latest head agrees."""
        size = self._db.one("SELECT coalesce(max(idx), -1) + 1 FROM entry")
        hashes = tuple(as_blob(self._peak(level, index)) for level, index in peaks(size))
        frontier, latest = Frontier(size, hashes), self.latest()
        head = claimed(latest.note) if latest else Checkpoint("", 0, Frontier().root())
        if (head.size, head.root) != (size, frontier.root()):
            raise sqlite3.DatabaseError("its latest head does not fit its records")
        return frontier

    def _peak(self, level: int, index: int) -> Any:
        if level == 0:
            return self._db.one("SELECT leaf FROM entry WHERE idx = ?", index)
        return self._db.one("SELECT hash FROM node WHERE level = ? AND idx = ?", level, index)

    def _write(
        self, entry: Entry, closed: tuple[Node, ...], head: Head, documents: Mapping[str, bytes]
    ) -> None:
        put = self._db.run
        row = (entry.index, entry.event_id, entry.leaf, entry.envelope)
        put("INSERT INTO entry VALUES (?, ?, ?, ?)", *row)
        for node in closed:
            put("INSERT INTO node VALUES (?, ?, ?)", node.level, node.index, node.hash)
        for sha256, data in documents.items():
            if not self._holds(sha256):
                put("INSERT INTO document VALUES (?, ?)", sha256, data)
        put("INSERT INTO checkpoint VALUES (?, ?)", head.size, head.note)


def _pair(first: str, second: T) -> tuple[str, T]:
    return first, second
