"""What sealing and verifying cost as a ledger grows, beside a bare SQLite insert of the same bytes.

    python -m tests.benchmarks.ledger [RECORDS]

The bare insert has the same durability (WAL, synchronous=FULL) and takes turns with the append, so
that both meet the same disk. Only the last tenth of the appends is counted: the ledger is full then.
"""

import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import quantiles

from guard.ledgers.sqlite import Ledger
from guard.record.inspection import inspect
from guard.record.proof import prove_growth, prove_inclusion
from tests.record.acts import LOG, act

RECORDS = 100_000


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


def appended(ledger: Ledger, db: sqlite3.Connection, records: int) -> Iterator[tuple[float, float]]:
    """For each record: how long appending it took, and how long the bare insert."""
    for number in range(records):
        one = act(number)
        data = b"".join(one.documents.values())

        def seal(one=one) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
            ledger.append(one.envelope, one.documents, LOG.sign)

        def insert(number=number, row=(one.envelope, data)) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
            db.execute("INSERT INTO record VALUES (?, ?, ?)", (number, *row))

        yield timed(seal), timed(insert)


def main(records: int) -> None:
    with tempfile.TemporaryDirectory(prefix="guard-ledger-") as folder:
        place = Path(folder)
        with Ledger.create(place / "ledger", LOG.verifier) as ledger:
            with closing(bare(place / "bare")) as db:
                times = [*appended(ledger, db, records)][-max(records // 10, 100) :]
            report_appends(times)
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
