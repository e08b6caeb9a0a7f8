"""One SQLite file, used with care: nothing created, nothing believed, every error explained.

Beside a writer, reading needs the writer's shared memory; without one, the file is read as it
stands, without locks. Either way no file is made or changed.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from weakref import finalize

from guard.errors import Fault, GuardError, Place
from guard.record.cells import Unsound, as_text

BUSY_SECONDS = 30
_MAY_WRITE = "ask for the right to write to the file and its folder"
_BESIDE_A_WRITER = "ro&readonly_shm=1"
_AS_IT_STANDS = "ro&immutable=1"

T = TypeVar("T")


class Database:
    """A connection to the SQLite file at ``path``, which must be there."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        """Connect. Writing: write-ahead log, and on disk before a transaction is acknowledged."""
        self.path = path
        self._mode = _read_mode(path) if read_only else "rw"
        self._written = path.stat().st_mtime_ns
        with self.faults():
            uri = f"{path.absolute().as_uri()}?mode={self._mode}"
            timeout = BUSY_SECONDS
            self._sqlite = sqlite3.connect(uri, uri=True, timeout=timeout, isolation_level=None)
        # Whoever only reads need not say when they are done; what ends in the middle stays so.
        finalize(self, self._sqlite.close).atexit = False
        self._sqlite.text_factory = bytes  # damaged text is for us to find, not for a decoder

    def prepare(self) -> None:
        """Settings of this connection; for reading, the moment that all reading sees."""
        self.run("PRAGMA trusted_schema = OFF")
        if self._mode != "rw":
            self.run("BEGIN")
            self.one("SELECT count(*) FROM sqlite_master")  # the first read fixes the moment
            return
        if as_text(self.one("PRAGMA journal_mode = WAL")) != "wal":
            raise sqlite3.OperationalError("its file system cannot hold a write-ahead log")
        self.run("PRAGMA synchronous = FULL")
        self.run("PRAGMA secure_delete = ON")  # what is erased leaves no bytes behind
        self.run("PRAGMA fullfsync = ON")  # macOS: fsync alone does not reach the disk

    def close(self) -> None:
        """Let go of the file."""
        self._sqlite.close()

    @property
    def disturbed(self) -> bool:
        """Whether somebody wrote to a file that was being read as it stands."""
        return self._mode == _AS_IT_STANDS and self.path.stat().st_mtime_ns != self._written

    @contextmanager
    def faults(self) -> Iterator[None]:
        """Turn what SQLite says into a fault with a next step."""
        try:
            yield
        except (sqlite3.Error, Unsound, UnicodeDecodeError) as error:  # it may quote a damaged file
            told = Fault(*_explained(error, writes=self._mode == "rw"), Place(str(self.path)))
            raise GuardError(told) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. IMMEDIATE: a plain BEGIN fails at once when another writer is first."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self._sqlite.in_transaction:
                self.run("ROLLBACK")
            raise

    def forget(self) -> None:
        """Let what was erased go from the write-ahead log as well, once nobody reads it."""
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def run(self, statement: str, *values: object) -> sqlite3.Cursor:
        """Run one statement."""
        return self._sqlite.execute(statement, values)

    def one(self, query: str, *values: object) -> Any:
        """The first value of the first row, or None."""
        row = self.run(query, *values).fetchone()
        return row[0] if row else None

    def rows(
        self,
        query: str,
        make: Callable[..., T],
        *reads: Callable[[Any], object],
        values: Sequence[object] = (),
    ) -> Iterator[T]:
        """What ``make`` makes of each row, once its columns are each read as what they must be."""
        with self.faults():
            for row in self.run(query, *values):
                yield make(*(read(value) for read, value in zip(reads, row, strict=True)))


def _read_mode(path: Path) -> str:
    log = path.with_name(path.name + "-wal")
    return _BESIDE_A_WRITER if log.exists() and log.stat().st_size else _AS_IT_STANDS


def _explained(error: Exception, *, writes: bool) -> tuple[str, str]:
    """What is wrong and what to do, for what SQLite raised."""
    match getattr(error, "sqlite_errorname", "").split("_")[:2]:
        case ["SQLITE", "BUSY" | "LOCKED"]:
            remedy = "another guard is writing: try again"
        case ["SQLITE", "FULL"]:
            remedy = "make room on the disk, then try again; nothing acknowledged is lost"
        case ["SQLITE", "READONLY" | "PERM" | "AUTH"]:
            remedy = _MAY_WRITE
        case ["SQLITE", "CANTOPEN"] if writes:
            remedy = _MAY_WRITE
        case ["SQLITE", "CANTOPEN"]:
            remedy = (
                "check that you may read it; if it is a copy with a -wal file beside it, "
                "finish that first: sqlite3 COPY 'PRAGMA wal_checkpoint(TRUNCATE)'"
            )
        case _:
            remedy = "take it as damaged: keep a copy, and restore it from a backup"
    return f"the ledger cannot be used: {error}", remedy
