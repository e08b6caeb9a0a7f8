"""Nine attacks on a ledger's file, and which of them show against which checkpoint kept elsewhere.

Who attacks can write to the file as they please, and drops the triggers first. Some hold the log's
key (an insider); nobody holds a key of somebody who approves.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.ledgers.sqlite import Ledger, _schema
from guard.record import dsse
from guard.record.checkpoint import Checkpoint
from guard.record.inspection import inspect
from guard.record.merkle import Frontier, leaf_hash
from guard.record.sealed import unseal
from tests.record.acts import LOG, act

SIZE = 40
Attack = Callable[[sqlite3.Connection], None]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of forty records."""
    folder = tmp_path_factory.mktemp("whole")
    with Ledger.create(folder / "ledger", LOG.verifier) as ledger:
        for number in range(SIZE):
            ledger.append(act(number).envelope, act(number).documents, LOG.sign)
    return folder / "ledger"


def head(whole: Path, size: int) -> str:
    with Ledger.open(whole, read_only=True) as ledger:
        found = ledger.head(size)
    assert found
    return found.note


def envelopes(db: sqlite3.Connection) -> list[bytes]:
    return [row[0] for row in db.execute("SELECT envelope FROM entry ORDER BY idx")]


def rebuild(db: sqlite3.Connection, kept: Iterable[bytes], *, insider: bool = False) -> None:
    """Make the file hold these records, with all that can be computed made to fit.

    An ``insider`` signs every head anew; anybody else leaves the old ones.
    """
    old = dict(db.execute("SELECT size, note FROM checkpoint"))
    documents = dict(db.execute("SELECT sha256, bytes FROM document"))
    for table in ("entry", "named", "node", "checkpoint", "document"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608
    frontier = Frontier()
    needed: set[str] = set()
    for index, envelope in enumerate(kept):
        try:
            statement = unseal(envelope).statement
            names, event_id = statement.names(), statement.event_id
            needed |= statement.mentions()
        except GuardError:
            original = act(index).statement
            names, event_id = original.names(), original.event_id
            needed |= original.mentions()
        leaf = leaf_hash(envelope)
        db.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", (index, event_id, leaf, envelope))
        db.executemany("INSERT INTO named VALUES (?, ?)", [(name, index) for name in names])
        frontier, closed = frontier.append(leaf)
        places = [(node.level, node.index, node.hash) for node in closed]
        db.executemany("INSERT INTO node VALUES (?, ?, ?)", places)
        anew = LOG.sign(Checkpoint(LOG.name, frontier.size, frontier.root()))
        note = anew if insider else old[frontier.size]
        db.execute("INSERT INTO checkpoint VALUES (?, ?)", (frontier.size, note))
    mentioned = [(sha, data) for sha, data in documents.items() if sha in needed]
    db.executemany("INSERT INTO document VALUES (?, ?)", mentioned)


def edited(envelope: bytes) -> bytes:
    """The envelope with another reason in it."""
    one = dsse.decode(envelope)
    return replace(one, payload=one.payload.replace(b"All sign-offs", b"Sign-offs all")).encode()


def edit_in_place(db: sqlite3.Connection) -> None:
    changed = edited(envelopes(db)[10])
    db.execute("UPDATE entry SET envelope = ? WHERE idx = 10", (changed,))


def edit(db: sqlite3.Connection, *, insider: bool = False) -> None:
    kept = envelopes(db)
    kept[10] = edited(kept[10])
    rebuild(db, kept, insider=insider)


def delete(index: int, *, insider: bool = False) -> Attack:
    def attack(db: sqlite3.Connection) -> None:
        kept = envelopes(db)
        del kept[index]
        rebuild(db, kept, insider=insider)

    return attack


def swap(db: sqlite3.Connection) -> None:
    kept = envelopes(db)
    kept[10], kept[11] = kept[11], kept[10]
    rebuild(db, kept)


def cut(size: int) -> Attack:
    return lambda db: rebuild(db, envelopes(db)[:size])


# Each attack, and whether it shows without a checkpoint kept elsewhere, with the one at 25 records,
# and with the newest.
ATTACKS: dict[str, tuple[Attack, tuple[bool, bool, bool]]] = {
    "edit in place": (edit_in_place, (True, True, True)),
    "edit and recompute": (edit, (True, True, True)),
    "delete from the middle and recompute": (delete(10), (True, True, True)),
    "swap two and recompute": (swap, (True, True, True)),
    "truncate to 30": (cut(30), (False, False, True)),
    "put back a copy of 20": (cut(20), (False, True, True)),
    "insider deletes record 10 and signs anew": (delete(10, insider=True), (False, True, True)),
    "insider deletes record 35 and signs anew": (delete(35, insider=True), (False, False, True)),
    "insider edits record 10 and signs anew": (
        lambda db: edit(db, insider=True),
        (True, True, True),
    ),
}
KEPT = {"nothing": (), "a checkpoint at 25": (25,), "the newest checkpoint": (SIZE,)}


def attacked(whole: Path, copy: Path, attack: Attack) -> Path:
    """A copy of the ledger, attacked; its tables and triggers are as before."""
    shutil.copy(whole, copy)
    db = sqlite3.connect(copy)
    triggers = [sql for sql in _schema() if sql.startswith("CREATE TRIGGER")]
    for sql in triggers:
        db.execute(f"DROP TRIGGER {sql.split()[2]}")
    attack(db)
    for sql in triggers:
        db.execute(sql)
    db.commit()
    db.close()
    return copy


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize("name", ATTACKS)
def test_what_shows_against_which_checkpoint(
    whole: Path, tmp_path: Path, name: str, kept: str
) -> None:
    attack, shows = ATTACKS[name]
    copy = attacked(whole, tmp_path / "copy", attack)
    notes = [head(whole, size) for size in KEPT[kept]]
    with Ledger.open(copy, read_only=True) as ledger:
        found = inspect(ledger, LOG.verifier, notes)
    assert bool(found) is shows[list(KEPT).index(kept)]


def test_all_nine_show_against_the_newest_checkpoint() -> None:
    assert len(ATTACKS) == 9
    assert all(newest for _, (_, _, newest) in ATTACKS.values())


def test_without_an_attack_nothing_shows(whole: Path, tmp_path: Path) -> None:
    copy = attacked(whole, tmp_path / "copy", lambda _: None)
    with Ledger.open(copy, read_only=True) as ledger:
        notes = [head(whole, size) for size in (20, 25, SIZE)]
        assert inspect(ledger, LOG.verifier, notes) == ()
