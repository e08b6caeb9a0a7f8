"""The ledger in one SQLite file: append-only, on disk before it is acknowledged.

WAL with ``synchronous=FULL``: a weaker setting loses acknowledged records at a power cut.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

from guard.errors import Fault, GuardError, Place
from guard.record.admission import admit
from guard.record.checkpoint import Checkpoint, VerifierKey, claimed, open_note
from guard.record.inspection import Damage, Entry, Head
from guard.record.keys import write_new
from guard.record.merkle import Frontier, Node, peaks

APPLICATION_ID = 0x50474C31  # "PGL1", so that file(1) and guard know the file
BUSY_SECONDS = 30
_UNLOCKED = "ro&immutable=1"

T = TypeVar("T")
U = TypeVar("U")

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

    def __init__(self, path: Path, mode: str) -> None:
        """Connect to ``path`` in an SQLite URI ``mode``; use :meth:`create` or :meth:`open`."""
        self.path = path
        self._db = _connect(path, mode)
        self._unlocked = mode == _UNLOCKED
        self._written = path.stat().st_mtime_ns

    @classmethod
    def create(cls, path: Path, key: VerifierKey) -> Self:
        """A new, empty ledger at ``path`` for the log that ``key`` names. Never overwrites."""
        write_new(path, "", 0o644)
        ledger = cls(path, "rw")
        with ledger._closed_on_fault(), ledger._faults():
            ledger._prepare()
            with ledger._transaction():
                for statement in _schema():
                    ledger._db.execute(statement)
                ledger._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                ledger._db.execute("INSERT INTO meta VALUES (1, ?)", (str(key),))
        return ledger

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """The ledger at ``path``. Read-only leaves no trace and sees one moment throughout."""
        if not path.is_file():
            what = "there is no ledger here"
            raise GuardError(Fault(what, "create one, or check the path", Place(str(path))))
        ledger = cls(path, _read_mode(path) if read_only else "rw")
        with ledger._closed_on_fault(), ledger._faults():
            if ledger._one("PRAGMA application_id") != APPLICATION_ID:
                raise sqlite3.DatabaseError("it is some other database")
            if read_only:
                ledger._db.execute("BEGIN")  # the moment is fixed by the first read after it
                ledger._one("SELECT count(*) FROM sqlite_master")
            else:
                ledger._prepare()
                if [*ledger.schema_damage()]:
                    raise sqlite3.DatabaseError("its tables are not those of a ledger")
        return ledger

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
        with self._faults(), self._transaction():
            if known := self._known(event_id, envelope):
                return known
            leaf = admit(event_id, envelope, documents, self._holds, self._leaf_at).leaf
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
        return next(self._rows(query, Head, _whole, _text), None)

    def document(self, sha256: str) -> bytes | None:
        """The document with that digest, if the ledger holds it."""
        with self._faults():
            found = self._one("SELECT bytes FROM document WHERE sha256 = ?", sha256)
            return None if found is None else _blob(found)

    def entries(self) -> Iterator[Entry]:
        """All records, oldest first."""
        return self._rows("SELECT * FROM entry ORDER BY idx", Entry, _whole, _text, _blob, _blob)

    def nodes(self) -> Iterator[Node]:
        """The full subtrees kept (level 1 and up)."""
        return self._rows("SELECT * FROM node ORDER BY level, idx", Node, _whole, _whole, _blob)

    def checkpoints(self) -> Iterator[Head]:
        """All heads, oldest first."""
        return self._rows("SELECT * FROM checkpoint ORDER BY size", Head, _whole, _text)

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """All documents: SHA-256 in hexadecimal, bytes."""
        return self._rows("SELECT * FROM document ORDER BY sha256", _pair, _text, _blob)

    def verifier_key(self) -> str:
        """The log's verifier key as this file names it."""
        with self._faults():
            return _text(self._one("SELECT vkey FROM meta"))

    def file_damage(self) -> Iterator[Damage]:
        """What SQLite itself finds wrong with the file."""
        for finding in self._rows("PRAGMA integrity_check", str, _text):
            if finding != "ok":
                yield Damage("file", finding)
        if self._unlocked and self.path.stat().st_mtime_ns != self._written:
            yield Damage("file", "it was written to while it was read: look again")

    def schema_damage(self) -> Iterator[Damage]:
        """Tables and triggers that are not exactly those of a ledger."""
        expected = list(_schema())
        query = "SELECT name, sql FROM sqlite_master WHERE sql NOT NULL"
        for name, sql in self._rows(query, _pair, _text, _text):
            if sql in expected:
                expected.remove(sql)
            else:
                yield Damage(f"schema {name}", "is not part of a ledger")
        for text in expected:
            yield Damage(f"schema {' '.join(text.split()[1:3])}", "is missing")

    def _prepare(self) -> None:
        """Settings of one writing connection; without WAL, readers and writers would block."""
        if _text(self._one("PRAGMA journal_mode = WAL")) != "wal":
            raise sqlite3.OperationalError("its file system cannot hold a write-ahead log")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("PRAGMA fullfsync = ON")  # macOS: fsync alone does not reach the disk

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing. IMMEDIATE: a plain BEGIN fails at once when another writer is first."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    @contextmanager
    def _closed_on_fault(self) -> Iterator[None]:
        try:
            yield
        except GuardError:
            self.close()
            raise

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Turn what SQLite says into a fault with a next step."""
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError) as error:  # it may quote a damaged file
            raise GuardError(Fault(*_explained(error), Place(str(self.path)))) from error

    def _one(self, query: str, *values: object) -> Any:
        """The first value of the first row, or None."""
        row = self._db.execute(query, values).fetchone()
        return row[0] if row else None

    def _rows(
        self, query: str, make: Callable[..., T], *reads: Callable[[Any], object]
    ) -> Iterator[T]:
        """What ``make`` makes of each row, once its columns are each read as what they must be."""
        with self._faults():
            for row in self._db.execute(query):
                yield make(*(read(value) for read, value in zip(reads, row, strict=True)))

    def _known(self, event_id: str, envelope: bytes) -> Appended | None:
        """The answer already given for this event, if any."""
        query = """SELECT idx, leaf, envelope, note FROM entry JOIN checkpoint ON size = idx + 1
            WHERE event_id = ?"""
        row = self._db.execute(query, (event_id,)).fetchone()
        if row is None:
            return None
        idx, leaf, stored, note = row
        if stored != envelope:
            what = f"event {event_id} is already entry {idx}, with other content"
            raise GuardError(Fault(what, "give the new act an event id of its own"))
        return Appended(idx, leaf, _text(note))

    def _holds(self, sha256: str) -> bool:
        return self._one("SELECT 1 FROM document WHERE sha256 = ?", sha256) is not None

    def _leaf_at(self, index: int) -> bytes | None:
        leaf = self._peak(0, index)
        return None if leaf is None else _blob(leaf)

    def _frontier(self) -> Frontier:
        """The tree so far, from its full subtrees; refused unless the latest head agrees."""
        size = self._one("SELECT coalesce(max(idx), -1) + 1 FROM entry")
        hashes = tuple(_blob(self._peak(level, index)) for level, index in peaks(size))
        frontier, latest = Frontier(size, hashes), self.latest()
        head = claimed(latest.note) if latest else Checkpoint("", 0, Frontier().root())
        if (head.size, head.root) != (size, frontier.root()):
            raise sqlite3.DatabaseError("its latest head does not fit its records")
        return frontier

    def _peak(self, level: int, index: int) -> Any:
        if level == 0:
            return self._one("SELECT leaf FROM entry WHERE idx = ?", index)
        return self._one("SELECT hash FROM node WHERE level = ? AND idx = ?", level, index)

    def _write(
        self, entry: Entry, closed: tuple[Node, ...], head: Head, documents: Mapping[str, bytes]
    ) -> None:
        put = self._db.execute
        row = (entry.index, entry.event_id, entry.leaf, entry.envelope)
        put("INSERT INTO entry VALUES (?, ?, ?, ?)", row)
        for node in closed:
            put("INSERT INTO node VALUES (?, ?, ?)", (node.level, node.index, node.hash))
        for sha256, data in documents.items():
            if not self._holds(sha256):
                put("INSERT INTO document VALUES (?, ?)", (sha256, data))
        put("INSERT INTO checkpoint VALUES (?, ?)", (head.size, head.note))


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection that never creates a file and believes nothing that the file says of itself."""
    try:
        uri = f"{path.absolute().as_uri()}?mode={mode}"
        db = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    except sqlite3.Error as error:
        raise GuardError(Fault(*_explained(error), Place(str(path)))) from error
    db.text_factory = bytes  # damaged text must be found by us, not by a decoder
    db.execute("PRAGMA trusted_schema = OFF")
    return db


def _read_mode(path: Path) -> str:
    """How to read without a trace: with a writer's log if there is one, else as it stands."""
    log = path.with_name(path.name + "-wal")
    live = log.exists() and log.stat().st_size > 0
    return "ro&readonly_shm=1" if live else _UNLOCKED


def _pair(first: str, second: U) -> tuple[str, U]:
    return first, second


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise sqlite3.DatabaseError("a number is stored as something else")
    return value


def _text(value: Any) -> str:
    """A stored text; bytes that are no UTF-8 stay visible, so that comparing finds them."""
    if not isinstance(value, bytes):
        raise sqlite3.DatabaseError("a text is stored as something else")
    return value.decode(errors="backslashreplace")


def _blob(value: Any) -> bytes:
    if not isinstance(value, bytes):
        raise sqlite3.DatabaseError("a blob is stored as something else")
    return value


def _explained(error: Exception) -> tuple[str, str]:
    """What is wrong and what to do, for what SQLite raised."""
    match getattr(error, "sqlite_errorname", "").split("_")[:2]:
        case ["SQLITE", "BUSY" | "LOCKED"]:
            remedy = "another guard is writing: try again"
        case ["SQLITE", "FULL"]:
            remedy = "make room on the disk, then try again; nothing acknowledged is lost"
        case ["SQLITE", "READONLY" | "PERM" | "AUTH"]:
            remedy = "ask for the right to write to the file and its folder"
        case ["SQLITE", "CANTOPEN"]:
            remedy = (
                "check that you may read it; if it is a copy with a -wal file beside it, "
                "finish that first: sqlite3 COPY 'PRAGMA wal_checkpoint(TRUNCATE)'"
            )
        case _:
            remedy = "take it as damaged: keep a copy, and restore it from a backup"
    return f"the ledger cannot be used: {error}", remedy
