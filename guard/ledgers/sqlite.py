"""The ledger in one SQLite file: append-only, on disk before it is acknowledged.

WAL with ``synchronous=FULL``: a weaker setting loses acknowledged records at a power cut.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from guard.errors import Fault, GuardError, Place
from guard.record.cells import Unsound, as_text
from guard.record.checkpoint import VerifierKey
from guard.record.database import Database
from guard.record.keys import write_new
from guard.record.rows import Damage
from guard.record.tables import Tables

APPLICATION_ID = 0x50474C32  # "PGL2", so that file(1) and guard know the file

_TABLES = {
    "meta": """(
    one INTEGER PRIMARY KEY CHECK (one = 1),
    vkey TEXT NOT NULL)""",
    "erased": """(
    what TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID""",
    "entry": """(
    idx INTEGER PRIMARY KEY CHECK (idx >= 0),
    event_id TEXT NOT NULL UNIQUE,
    leaf BLOB NOT NULL CHECK (typeof(leaf) = 'blob' AND length(leaf) = 32),
    envelope BLOB NOT NULL CHECK (typeof(envelope) = 'blob' AND length(envelope) < 65536))""",
    "named": """(
    name TEXT NOT NULL,
    idx INTEGER NOT NULL CHECK (idx >= 0),
    PRIMARY KEY (name, idx)) WITHOUT ROWID""",
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
    "disclosure": """(
    idx INTEGER NOT NULL CHECK (idx >= 0),
    name TEXT NOT NULL,
    bytes BLOB NOT NULL CHECK (typeof(bytes) = 'blob'),
    PRIMARY KEY (name, idx)) WITHOUT ROWID""",
    "stamp": """(
    size INTEGER NOT NULL CHECK (size > 0),
    token BLOB NOT NULL CHECK (typeof(token) = 'blob'),
    PRIMARY KEY (size, token)) WITHOUT ROWID""",
}
# INSERT OR REPLACE deletes without firing delete triggers, so inserting over a row is barred too.
_TAKEN = {
    "meta": "EXISTS (SELECT 1 FROM meta)",
    "erased": "EXISTS (SELECT 1 FROM erased WHERE what = NEW.what)",
    "entry": "NEW.idx <> coalesce((SELECT max(idx) FROM entry), -1) + 1"
    " OR EXISTS (SELECT 1 FROM entry WHERE event_id = NEW.event_id)",
    "named": "EXISTS (SELECT 1 FROM named WHERE name = NEW.name AND idx = NEW.idx)",
    "node": "EXISTS (SELECT 1 FROM node WHERE level = NEW.level AND idx = NEW.idx)",
    "checkpoint": "EXISTS (SELECT 1 FROM checkpoint WHERE size >= NEW.size)",
    "document": "EXISTS (SELECT 1 FROM document WHERE sha256 = NEW.sha256)",
    "disclosure": "EXISTS (SELECT 1 FROM disclosure WHERE idx = NEW.idx AND name = NEW.name)",
    "stamp": "EXISTS (SELECT 1 FROM stamp WHERE size = NEW.size AND token = NEW.token)",
}
_LISTED = "EXISTS (SELECT 1 FROM erased WHERE what = {} || OLD.{})"
_OF_ENTRY = _LISTED.format("'entry/'", "idx")
# Only the contents of what is listed as erased may go.
_LET_GO = {
    "entry_update": f"NEW.envelope = x'' AND NEW.idx = OLD.idx AND NEW.leaf = OLD.leaf"
    f" AND NEW.event_id = OLD.event_id AND {_OF_ENTRY}",
    "named_delete": _OF_ENTRY,
    "disclosure_delete": _OF_ENTRY,
    "document_delete": _LISTED.format("'document/'", "sha256"),
}


def _schema() -> Iterator[str]:
    """Every statement of the schema, exactly as SQLite keeps it."""
    for table, columns in _TABLES.items():
        yield f"CREATE TABLE {table} {columns}"
        bar = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        for act in ("update", "delete"):
            let_go = _LET_GO.get(name := f"{table}_{act}")
            when = f" WHEN NOT ({let_go})" if let_go else ""
            yield f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table}{when} {bar}"
        yield f"CREATE TRIGGER {table}_insert BEFORE INSERT ON {table} WHEN {_TAKEN[table]} {bar}"


class Ledger(Tables):
    """A ledger in a file. Use as a context manager, or close it."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        """Connect to ``path``; use :meth:`create` or :meth:`open`."""
        self._file = Database(path, read_only=read_only)
        super().__init__(str(path), self._file)

    @classmethod
    def create(cls, where: Path | str, key: VerifierKey) -> Self:
        """A new, empty ledger at ``where`` for the log that ``key`` names. Never overwrites."""
        path = Path(where)
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
    def open(cls, where: Path | str, *, read_only: bool = False) -> Self:
        """The ledger at ``where``. Read-only leaves no trace and sees one moment throughout."""
        path = Path(where)
        if not path.is_file():
            what = "there is no ledger here"
            remedy = "put it back; if there never was one, run `guard init`"
            raise GuardError(Fault(what, remedy, Place(str(path))))
        ledger = cls(path, read_only=read_only)
        with ledger._opening() as db:
            if db.one("PRAGMA application_id") != APPLICATION_ID:
                raise Unsound("it is some other database")
            db.prepare()
            if not read_only and [*ledger.schema_damage()]:
                raise Unsound("its tables are not those of a ledger")
        return ledger

    @contextmanager
    def _opening(self) -> Iterator[Database]:
        """What goes wrong while opening is a fault, and closes the file."""
        try:
            with self._file.faults():
                yield self._file
        except GuardError:
            self.close()
            raise

    def file_damage(self) -> Iterator[Damage]:
        """What SQLite itself finds wrong with the file."""
        for finding in self._file.rows("PRAGMA integrity_check", str, as_text):
            if finding != "ok":
                yield Damage("file", finding)
        if self._file.disturbed:
            yield Damage("file", "it was written to while it was read: look again")

    def schema_damage(self) -> Iterator[Damage]:
        """Tables and triggers that are not exactly those of a ledger."""
        expected = list(_schema())
        query = "SELECT name, sql FROM sqlite_master WHERE sql NOT NULL"
        for name, sql in self._file.rows(query, lambda *both: both, as_text, as_text):
            if sql in expected:
                expected.remove(sql)
            else:
                yield Damage(f"schema {name}", "is not part of a ledger")
        for text in expected:
            yield Damage(f"schema {' '.join(text.split()[1:3])}", "is missing")
