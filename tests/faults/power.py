"""The power fails: a disk in memory that forgets, wholly or in part, what was not synced.

SQLite's own method: a VFS holds back each write until its file is synced. When the power goes, each
write still held back is kept, dropped, or torn at a sector, by chance. What is left is then opened
by the ledger itself, from real files. Model: removing a file is durable; one process.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import apsw

from guard.errors import GuardError
from guard.ledgers.sqlite import APPLICATION_ID, Ledger, _schema
from guard.record.inspection import inspect
from guard.record.tables import Tables
from tests.record.acts import LOG, act

T = TypeVar("T")
SECTOR = 512


class PowerError(Exception):
    """The power is gone."""


@dataclass
class Kept:
    """One file: what is on the disk for sure, and what only the drive's memory has."""

    sure: bytearray = field(default_factory=bytearray)
    held: list[tuple[int, bytes | None]] = field(default_factory=list)

    def now(self) -> bytearray:
        """The file as programs see it."""
        return _applied(bytearray(self.sure), self.held)


def _applied(data: bytearray, writes: Sequence[tuple[int, bytes | None]]) -> bytearray:
    for offset, what in writes:
        if what is None:
            del data[offset:]
            continue
        data.extend(bytes(max(0, offset - len(data))))
        data[offset : offset + len(what)] = what
    return data


class Disk(apsw.VFS):
    """All files in memory; the power goes after ``life`` writes and syncs."""

    def __init__(self, name: str, life: int) -> None:
        self.files: dict[str, Kept] = {}
        self.life = life
        self.name = name
        super().__init__(name, "")

    def used(self) -> None:
        """One more write or sync, unless the power is gone."""
        self.life -= 1
        if self.life < 0:
            raise PowerError

    def xOpen(self, name: Any, flags: list[int]) -> Any:
        key = str(name.filename() if hasattr(name, "filename") else name)
        flags[1] = flags[0]
        return _File(self, self.files.setdefault(key, Kept()))

    def xAccess(self, pathname: str, flags: int) -> bool:
        return pathname in self.files

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.used()
        self.files.pop(filename, None)

    def xFullPathname(self, name: str) -> str:
        return name

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """What is left on the disk once the power is gone."""
        return {name: bytes(self._left(kept, chance)) for name, kept in self.files.items()}

    def _left(self, kept: Kept, chance: random.Random) -> bytearray:
        fate = chance.choice(("none", "some", "first"))
        survivors: list[tuple[int, bytes | None]] = []
        for offset, what in kept.held:
            if fate == "none" or (fate == "some" and chance.random() < 0.5):
                continue
            if fate == "first" and chance.random() < 0.1:
                break
            torn = chance.randrange(0, len(what) + 1, SECTOR) if what else 0
            survivors.append((offset, what[:torn] if what and chance.random() < 0.2 else what))
        return _applied(bytearray(kept.sure), survivors)


class _File:
    """An open file of a :class:`Disk`."""

    def __init__(self, disk: Disk, kept: Kept) -> None:
        self.disk, self.kept = disk, kept

    def xRead(self, amount: int, offset: int) -> bytes:
        return bytes(self.kept.now()[offset : offset + amount])

    def xWrite(self, data: Any, offset: int) -> None:
        self.disk.used()
        self.kept.held.append((offset, bytes(data)))

    def xTruncate(self, size: int) -> None:
        self.disk.used()
        self.kept.held.append((size, None))

    def xSync(self, flags: int) -> None:
        self.disk.used()
        self.kept.sure = self.kept.now()
        self.kept.held.clear()

    def xFileSize(self) -> int:
        return len(self.kept.now())

    def xClose(self) -> None:
        """Nothing to let go of."""

    def xLock(self, level: int) -> None:
        """One process only."""

    def xUnlock(self, level: int) -> None:
        """One process only."""

    def xCheckReservedLock(self) -> bool:
        return False

    def xFileControl(self, op: int, pointer: int) -> bool:
        return False

    def xSectorSize(self) -> int:
        return SECTOR

    def xDeviceCharacteristics(self) -> int:
        return 0


class _Database:
    """A connection as :class:`guard.record.tables.Connection` says, over a :class:`Disk`."""

    def __init__(self, disk: str, synchronous: str) -> None:
        self._db = apsw.Connection("/ledger", vfs=disk)
        self.run("PRAGMA locking_mode = EXCLUSIVE")  # so that no shared memory is needed
        self.run("PRAGMA journal_mode = WAL")
        self.run(f"PRAGMA synchronous = {synchronous}")

    def run(self, statement: str, *values: object) -> Any:
        return self._db.execute(statement, values)

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
        for row in self.run(query, *values).fetchall():
            yield make(*(read(value) for read, value in zip(reads, row, strict=True)))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.run("BEGIN IMMEDIATE")
        yield
        self.run("COMMIT")

    @contextmanager
    def faults(self) -> Iterator[None]:
        yield

    def forget(self) -> None:
        """Nothing is erased here."""

    def close(self) -> None:
        self._db.close()


@dataclass(frozen=True, slots=True)
class Figures:
    """How often the power was cut; runs that lost acknowledged records, and that were damaged."""

    cuts: int
    acknowledged: int
    losing: int
    damaged: int


def run(folder: Path, cuts: int, synchronous: str = "FULL", records: int = 12) -> Figures:
    """Cut the power ``cuts`` times, each in the middle of appending ``records`` records."""
    chance = random.Random(13)
    acts = [act(number) for number in range(records)]
    told = losing = damaged = 0
    for number in range(cuts):
        # Laying down the empty ledger is not what is tested: its writes come on top.
        disk = Disk(f"disk-{synchronous}-{number}", 1_000_000)
        left, acknowledged = _appended(disk, acts, synchronous, chance)
        place = folder / f"{synchronous}-{number}"
        place.mkdir()
        for name, data in left.items():
            (place / name.removeprefix("/")).write_bytes(data)
        records_left = _records(place / "ledger")
        told += acknowledged
        losing += 0 <= records_left < acknowledged
        damaged += records_left < 0
        disk.unregister()
    return Figures(cuts, told, losing, damaged)


def _appended(
    disk: Disk, acts: list[Any], synchronous: str, chance: random.Random
) -> tuple[dict[str, bytes], int]:
    """What is left of a ledger whose power went while ``acts`` came; how many were acknowledged."""
    db = _Database(disk.name, "FULL")
    with db.transaction():
        for statement in _schema():
            db.run(statement)
        db.run(f"PRAGMA application_id = {APPLICATION_ID}")
        db.run("INSERT INTO meta VALUES (1, ?)", str(LOG.verifier))
    db.run("PRAGMA wal_checkpoint(TRUNCATE)")
    db.run(f"PRAGMA synchronous = {synchronous}")
    if chance.random() < 0.5:
        db.run("PRAGMA wal_autocheckpoint = 8")  # so that the power goes in checkpoints, too
    ledger = Tables("/ledger", db)
    disk.life = chance.randrange(1, 400)
    acknowledged = 0
    try:
        for one in acts:
            ledger.append(one.envelope, one.documents, LOG.sign)
            acknowledged += 1
    except (PowerError, apsw.Error):
        pass
    left = disk.cut(chance)
    disk.life = 1_000_000
    db.close()
    return left, acknowledged


def _records(path: Path) -> int:
    """How many records the ledger at ``path`` has; -1 if it is damaged."""
    try:
        with Ledger.open(path) as ledger:
            return -1 if inspect(ledger, LOG.verifier) else ledger.size()
    except GuardError:
        return -1
