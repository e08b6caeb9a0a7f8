"""What sealing and verifying cost in a ledger of many records, beside a bare SQLite insert.

    python -m tests.benchmarks.ledger [RECORDS]

The bare insert writes the same bytes with the same durability (WAL, synchronous=FULL), and takes
turns with the append, so that both meet the same disk. The records before the last thousand are
laid down in one go, as they would be by appending; only the appends after them are counted.
"""

import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import quantiles

from guard.ledgers.sqlite import Ledger
from guard.record.checkpoint import Checkpoint
from guard.record.inspection import inspect
from guard.record.merkle import Frontier, leaf_hash
from guard.record.proof import prove_growth, prove_inclusion
from guard.record.rows import Entry, Head
from tests.record.acts import LOG, act

RECORDS = 100_000
MEASURED = 1_000


def bare(path: Path) -> sqlite3.Connection:
    """A database with one table, as durable as the ledger."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE record (idx INTEGER PRIMARY KEY, envelope BLOB, documents BLOB)")
    return db


def timed(work: Callable[[], object]) -> float:
    """How long ``work`` takes, in milliseconds."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def laid_down(ledger: Ledger, records: int) -> None:
    """Write ``records`` records as appending them would, but for the disk."""
    frontier = Frontier()
    with ledger._file.transaction():
        for number in range(records):
            one = act(number)
            leaf = leaf_hash(one.envelope)
            frontier, closed = frontier.append(leaf)
            note = LOG.sign(Checkpoint(LOG.name, frontier.size, frontier.root()))
            entry = Entry(number, one.event_id, leaf, one.envelope)
            ledger._write(entry, closed, Head(number + 1, note), one.statement)
            ledger._write_data(number, one.documents, {})


def appended(
    ledger: Ledger, db: sqlite3.Connection, numbers: range
) -> Iterator[tuple[float, float]]:
    """For each record: how long appending it took, and how long the bare insert."""
    for number in numbers:
        one = act(number)
        data = b"".join(one.documents.values())
        row = (number, one.envelope, data)
        seal = partial(ledger.append, one.envelope, one.documents, LOG.sign)
        insert = partial(db.execute, "INSERT INTO record VALUES (?, ?, ?)", row)
        yield timed(seal), timed(insert)


def main(records: int) -> None:
    with tempfile.TemporaryDirectory(prefix="guard-ledger-") as folder:
        place = Path(folder)
        with Ledger.create(place / "ledger", LOG.verifier) as ledger:
            laid_down(ledger, records - MEASURED)
            with closing(bare(place / "bare")) as db:
                report_appends([*appended(ledger, db, range(records - MEASURED, records))])
            report_reading(ledger, records)


def report_appends(times: list[tuple[float, float]]) -> None:
    ours, theirs = (quantiles(column, n=100) for column in zip(*times, strict=True))
    for name, place in (("p50", 49), ("p99", 98)):
        ratio = ours[place] / theirs[place]
        line = f"append {name}: {ours[place]:.2f} ms, bare insert {theirs[place]:.2f} ms"
        print(f"{line}, ratio {ratio:.1f}")


def report_reading(ledger: Ledger, records: int) -> None:
    head = ledger.latest()
    assert head
    index = random.Random(1).randrange(records)
    proofs: list[str] = []
    took = timed(lambda: proofs.append(prove_inclusion(index, head.note, ledger.hash_at).encode()))
    hashes = prove_inclusion(index, head.note, ledger.hash_at).hashes
    print(f"inclusion proof: {len(hashes)} hashes, {len(proofs[0])} bytes, made in {took:.1f} ms")
    middle = ledger.head(records // 2 + 1)
    assert middle
    growth = prove_growth(middle.note, head.note, ledger.hash_at)
    print(f"growth proof: {len(growth.hashes)} hashes, {len(growth.encode())} bytes")
    found: list[object] = []
    took = timed(lambda: found.extend(inspect(ledger, LOG.verifier)))
    assert not found
    print(f"full verification of {records:,} records: {took / 1000:.1f} s,", end=" ")
    print(f"{took / records:.2f} ms a record")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else RECORDS)
