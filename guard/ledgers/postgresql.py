"""The ledger in a PostgreSQL database, for those who share one. Needs the extra of that name.

The database holds one ledger, in the schema ``guard``. The URL names the server, the database and
the user; a password comes from where psql takes it too: PGPASSWORD, a service or a passfile.

Who seals needs to insert and no more, who verifies to read; only who erases owns the tables::

    GRANT USAGE ON SCHEMA guard TO clerk, auditor;
    GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA guard TO clerk;
    GRANT SELECT ON ALL TABLES IN SCHEMA guard TO auditor;
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any, Self, TypeVar

import psycopg

from guard.errors import Fault, GuardError, Place
from guard.record.cells import Unsound
from guard.record.checkpoint import VerifierKey
from guard.record.rows import Damage
from guard.record.tables import COLUMNS, Tables

T = TypeVar("T")

_LOCK = 0x50474C32  # one writer at a time, so that indexes come without gaps
_BATCH = 200
_WAIT = "30s"
_COLUMNS = {
    "meta": "one int PRIMARY KEY CHECK (one = 1), vkey text NOT NULL",
    "erased": 'what text COLLATE "C" PRIMARY KEY',
    "entry": """idx bigint PRIMARY KEY CHECK (idx >= 0), event_id text NOT NULL UNIQUE,
        leaf bytea NOT NULL CHECK (length(leaf) = 32),
        envelope bytea NOT NULL CHECK (length(envelope) < 65536)""",
    "named": """name text COLLATE "C" NOT NULL, idx bigint NOT NULL CHECK (idx >= 0),
        PRIMARY KEY (name, idx)""",
    "node": """level bigint NOT NULL CHECK (level > 0), idx bigint NOT NULL CHECK (idx >= 0),
        hash bytea NOT NULL CHECK (length(hash) = 32), PRIMARY KEY (level, idx)""",
    "checkpoint": "size bigint PRIMARY KEY CHECK (size > 0), note text NOT NULL",
    "document": """sha256 text COLLATE "C" PRIMARY KEY CHECK (length(sha256) = 64),
        bytes bytea NOT NULL""",
    "disclosure": """idx bigint NOT NULL CHECK (idx >= 0), name text COLLATE "C" NOT NULL,
        bytes bytea NOT NULL, PRIMARY KEY (name, idx)""",
    "stamp": """size bigint NOT NULL CHECK (size > 0), token bytea NOT NULL,
        PRIMARY KEY (size, token)""",
}
_LISTED = "EXISTS (SELECT 1 FROM guard.erased WHERE what = {} || OLD.{})"
_OF_ENTRY = _LISTED.format("'entry/'", "idx")
_OF_DOCUMENT = _LISTED.format("'document/'", "sha256")
# Only the contents of what is listed as erased may go.
_LET_GO = {
    "entry": f"""TG_OP = 'UPDATE' AND length(NEW.envelope) = 0 AND NEW.idx = OLD.idx
        AND NEW.leaf = OLD.leaf AND NEW.event_id = OLD.event_id AND {_OF_ENTRY}""",
    "named": f"TG_OP = 'DELETE' AND {_OF_ENTRY}",
    "disclosure": f"TG_OP = 'DELETE' AND {_OF_ENTRY}",
    "document": f"TG_OP = 'DELETE' AND {_OF_DOCUMENT}",
}


def _bar(table: str) -> str:
    """What the trigger of ``table`` does."""
    let_go = _LET_GO.get(table, "false")
    return f"""BEGIN
    IF TG_OP <> 'TRUNCATE' THEN
        IF {let_go} THEN RETURN CASE TG_OP WHEN 'UPDATE' THEN NEW ELSE OLD END; END IF;
    END IF;
    RAISE EXCEPTION 'the ledger is append-only';
END"""


def _schema() -> Iterator[str]:
    yield "CREATE SCHEMA guard"
    for table, columns in _COLUMNS.items():
        yield f"CREATE TABLE guard.{table} ({columns})"
        yield (
            f"CREATE FUNCTION guard.{table}_bar() RETURNS trigger LANGUAGE plpgsql AS "
            f"$bar${_bar(table)}$bar$"
        )
        run = f"EXECUTE FUNCTION guard.{table}_bar()"
        yield (
            f"CREATE TRIGGER {table}_row BEFORE UPDATE OR DELETE ON guard.{table} "
            f"FOR EACH ROW {run}"
        )
        yield (
            f"CREATE TRIGGER {table}_all BEFORE TRUNCATE ON guard.{table} FOR EACH STATEMENT {run}"
        )


_TRIGGERS = """SELECT concat_ws(' ', relname, tgname, tgtype, tgenabled, prosrc)
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE relnamespace = 'guard'::regnamespace AND NOT tgisinternal"""
_ROW, _ALL = 27, 34  # tgtype: before update or delete of a row; before truncate of the table
_TABLES = "SELECT count(*) FROM information_schema.columns WHERE table_schema = 'guard'"


class _Server:
    """A connection to PostgreSQL, used as :class:`guard.record.tables.Connection` says."""

    def __init__(self, url: str, *, read_only: bool) -> None:
        self.url = url
        self._read_only = read_only
        self._names = count()
        with self.faults():
            self._db: psycopg.Connection[Any] = psycopg.connect(url, autocommit=True)
            self.run("SET search_path = guard")
            self.run(f"SET lock_timeout = '{_WAIT}'")
            if read_only:
                self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            else:
                self.run("SET synchronous_commit = on")

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def faults(self) -> Iterator[None]:
        try:
            yield
        except (psycopg.Error, Unsound, UnicodeDecodeError) as error:
            what, remedy = _explained(error)
            raise GuardError(Fault(what, remedy, Place(self.url))) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._db.transaction():
            if not self._read_only:
                self.run(f"SELECT pg_advisory_xact_lock({_LOCK})")
            yield

    def forget(self) -> None:
        """Freeing what was erased is for the server's own vacuum."""

    def run(self, statement: str, *values: object) -> Any:
        return self._db.execute(_marked(statement), values or None)

    def one(self, query: str, *values: object) -> Any:
        row = self.run(query, *values).fetchone()
        return row[0] if row else None

    def rows(
        self,
        query: str,
        make: Callable[..., T],
        *reads: Callable[[Any], object],
        values: Sequence[object] = (),
    ) -> Iterator[T]:
        name = f"guard_{next(self._names)}"
        with self.faults(), self._db.cursor(name, withhold=not self._read_only) as cursor:
            cursor.itersize = _BATCH
            cursor.execute(_marked(query), values or None)
            for row in cursor:
                yield make(*(read(value) for read, value in zip(reads, row, strict=True)))


def _marked(statement: str) -> Any:
    return statement.replace("?", "%s")


def _explained(error: Exception) -> tuple[str, str]:
    """What is wrong and what to do, for what the server said."""
    said = " ".join(str(error).split())
    match error:
        case psycopg.errors.LockNotAvailable():
            remedy = "another guard is writing: try again"
        case psycopg.errors.DiskFull():
            remedy = "make room on the server's disk, then try again; nothing acknowledged is lost"
        case psycopg.errors.InsufficientPrivilege() | psycopg.errors.ReadOnlySqlTransaction():
            remedy = "ask for the right: SELECT to verify, INSERT to seal, both in schema guard"
        case psycopg.errors.UndefinedTable() | psycopg.errors.InvalidSchemaName():
            remedy = "name the database that holds the ledger, or make one: guard ledger move"
        case psycopg.OperationalError():
            remedy = "see that the server runs and that psql reaches it, then run the command again"
        case _:
            remedy = "take it as damaged: keep a copy, and restore it from a backup"
    return f"the ledger cannot be used: {said}", remedy


class Ledger(Tables):
    """A ledger in a database. Use as a context manager, or close it."""

    def __init__(self, url: str, *, read_only: bool) -> None:
        """Connect to ``url``; use :meth:`create` or :meth:`open`."""
        self._server = _Server(url, read_only=read_only)
        super().__init__(url, self._server)

    @classmethod
    def create(cls, where: str, key: VerifierKey) -> Self:
        """A new, empty ledger in the database at ``where``. Never overwrites."""
        ledger = cls(where, read_only=False)
        with ledger._opening() as server, server.transaction():
            if server.one("SELECT 1 FROM pg_namespace WHERE nspname = 'guard'"):
                fault = Fault(
                    "cannot be created: the database has a schema guard already",
                    "name another database: nothing is ever overwritten",
                    Place(where),
                )
                raise GuardError(fault)
            for statement in _schema():
                server.run(statement)
            server.run("INSERT INTO meta VALUES (1, ?)", str(key))
        return ledger

    @classmethod
    def open(cls, where: str, *, read_only: bool = False) -> Self:
        """The ledger at ``where``. Read-only needs no right but SELECT, and sees one moment."""
        ledger = cls(where, read_only=read_only)
        with ledger._opening() as server:
            ledger.verifier_key()
            if not read_only and [*ledger.schema_damage()]:
                raise Unsound("its tables are not those of a ledger")
            if not read_only and server.one("SHOW fsync") != "on":
                raise Unsound("its server does not write through to the disk (fsync = off)")
        return ledger

    @contextmanager
    def _opening(self) -> Iterator[_Server]:
        """What goes wrong while opening is a fault, and closes the connection."""
        try:
            with self._server.faults():
                yield self._server
        except GuardError:
            self.close()
            raise

    def file_damage(self) -> Iterator[Damage]:
        """Nothing: the server looks after its files."""
        return iter(())

    def schema_damage(self) -> Iterator[Damage]:
        """Tables and triggers that are not exactly those of a ledger."""
        expected = {
            f"{table} {table}_{what} {kind} O {_bar(table)}"
            for table in COLUMNS
            for what, kind in (("row", _ROW), ("all", _ALL))
        }
        found = {*self._server.rows(_TRIGGERS, str, str)}
        for one in sorted(expected ^ found):
            table, trigger, *_ = one.split()
            yield Damage(f"schema TRIGGER {trigger}", f"of {table} is not as in a ledger")
        with self._server.faults():
            if (columns := self._server.one(_TABLES)) != sum(COLUMNS.values()):
                yield Damage("schema", f"{columns} columns instead of {sum(COLUMNS.values())}")
