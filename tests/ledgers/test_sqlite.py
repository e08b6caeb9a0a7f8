import datetime as dt
import hashlib
import multiprocessing
import os
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.ledgers.sqlite import Ledger
from guard.record.checkpoint import Checkpoint, LogKey, open_note
from guard.record.inspection import inspect
from guard.record.merkle import leaf_hash, root
from guard.record.rows import Appended, Damage
from tests.record.acts import LOG, NOON, Act, act, erasure


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty ledger."""
    Ledger.create(tmp_path / "ledger", LOG.verifier).close()
    return tmp_path / "ledger"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    """An empty ledger, open."""
    with Ledger.open(path) as opened:
        yield opened


def append(ledger: Ledger, one: Act) -> Appended:
    return ledger.append(one.envelope, one.documents, LOG.sign)


def damage(path: Path) -> tuple[Damage, ...]:
    with Ledger.open(path, read_only=True) as opened:
        return inspect(opened, LOG.verifier)


def test_what_is_appended_is_there(ledger: Ledger) -> None:
    acts = [act(number) for number in range(9)]
    done = [append(ledger, one) for one in acts]
    assert [one.index for one in done] == list(range(9))
    assert [entry.envelope for entry in ledger.entries()] == [one.envelope for one in acts]
    assert [entry.event_id for entry in ledger.entries()] == [one.event_id for one in acts]
    assert [one.leaf_hash for one in done] == [leaf_hash(one.envelope) for one in acts]
    for sha256, data in acts[3].documents.items():
        assert ledger.document(sha256) == data
    assert ledger.document("0" * 64) is None
    assert inspect(ledger, LOG.verifier) == ()


def test_every_head_is_over_what_came_before(ledger: Ledger) -> None:
    assert ledger.latest() is None
    done = [append(ledger, act(number)) for number in range(5)]
    leaves = [one.leaf_hash for one in done]
    for size, head in enumerate(ledger.checkpoints(), 1):
        expected = Checkpoint(LOG.name, size, root(leaves[:size]))
        assert open_note(head.note, LOG.verifier) == expected
    assert ledger.latest() == head
    assert head.note == done[-1].note


def test_the_same_record_again_gives_the_same_answer(ledger: Ledger) -> None:
    first, second = act(1), act(2)
    done = append(ledger, first)
    append(ledger, second)
    assert append(ledger, first) == done
    assert len([*ledger.entries()]) == 2


def test_an_event_cannot_have_other_content(ledger: Ledger) -> None:
    append(ledger, act(1))
    with pytest.raises(GuardError, match="already entry 0, with other content"):
        append(ledger, act(1, reason="another"))
    assert len([*ledger.entries()]) == 1


def test_documents_are_kept_once(ledger: Ledger) -> None:
    append(ledger, act(1))
    second = act(2)
    policy = hashlib.sha256(b'"the policy"').hexdigest()
    del second.documents[policy]
    append(ledger, second)
    assert inspect(ledger, LOG.verifier) == ()


def test_a_refused_record_leaves_nothing_behind(ledger: Ledger) -> None:
    one = act(1)
    with pytest.raises(GuardError, match="is missing"):
        ledger.append(one.envelope, {}, LOG.sign)
    assert not [*ledger.entries(), *ledger.documents(), *ledger.checkpoints()]


def test_another_log_key_is_refused(ledger: Ledger) -> None:
    one, other = act(1), LogKey(LOG.name, bytes(32))
    with pytest.raises(GuardError, match="is not signed by"):
        ledger.append(one.envelope, one.documents, other.sign)
    with pytest.raises(GuardError, match="another head"):
        ledger.append(
            one.envelope,
            one.documents,
            lambda head: LOG.sign(Checkpoint(LOG.name, head.size, bytes(32))),
        )
    assert not [*ledger.entries()]


def test_a_record_that_says_it_is_older_than_the_last_is_refused(ledger: Ledger) -> None:
    append(ledger, act(0))
    with pytest.raises(GuardError, match="but the record before it"):
        append(ledger, act(1, decided_at=NOON - dt.timedelta(seconds=1)))
    assert len([*ledger.entries()]) == 1


def test_an_interrupted_append_leaves_nothing_behind(ledger: Ledger) -> None:
    def interrupted(head: Checkpoint) -> str:
        raise KeyboardInterrupt

    one = act(1)
    with pytest.raises(KeyboardInterrupt):
        ledger.append(one.envelope, one.documents, interrupted)
    assert not [*ledger.entries()]
    assert append(ledger, one).index == 0


TABLES = {
    "meta": ("vkey = 'x'", "VALUES (1, 'x')"),
    "entry": ("idx = 7", "SELECT 0, 'x', leaf, envelope FROM entry WHERE idx = 0"),
    "erased": ("what = 'x'", "VALUES ('entry/0')"),
    "named": ("idx = 7", "SELECT * FROM named"),
    "node": ("level = 7", "SELECT * FROM node"),
    "disclosure": ("bytes = x'00'", "SELECT * FROM disclosure"),
    "stamp": ("size = 7", "SELECT * FROM stamp"),
    "checkpoint": ("note = 'x'", "VALUES (1, 'x')"),
    "document": ("bytes = x'00'", "SELECT sha256, x'00' FROM document"),
}


KEPT = {"document": "sha256 NOT IN (SELECT substr(what, 10) FROM erased)"}


@pytest.mark.parametrize("table", TABLES)
def test_nothing_can_be_changed(path: Path, table: str) -> None:
    with Ledger.open(path) as opened:
        first, second = act(0), act(1)
        done = opened.append(first.envelope, first.documents, LOG.sign, {"R": b"names"})
        append(opened, erasure(9, (done.index, done.leaf_hash)))
        opened.append(second.envelope, second.documents, LOG.sign, {"R": b"names"})
        append(opened, act(2))
        opened.stamp(1, b"token")
    change, row = TABLES[table]
    db = sqlite3.connect(path)
    for sql in (
        f"UPDATE {table} SET {change}",  # noqa: S608
        f"DELETE FROM {table} WHERE {KEPT.get(table, 'true')}",  # noqa: S608
        f"INSERT OR REPLACE INTO {table} {row}",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute(sql)
    db.close()
    assert damage(path) == ()


@pytest.mark.parametrize(
    "values",
    ["(5, 'x', zeroblob(32), x'')", f"(2, '{act(0).event_id}', zeroblob(32), x'')"],
)
def test_entries_come_without_gaps_and_doubles(path: Path, values: str) -> None:
    with Ledger.open(path) as opened:
        append(opened, act(0))
        append(opened, act(1))
    db = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(f"INSERT OR REPLACE INTO entry VALUES {values}")  # noqa: S608
    db.close()


def test_create_never_overwrites(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(GuardError, match="cannot be created"):
        Ledger.create(path, LOG.verifier)
    assert path.read_bytes() == before


def test_there_must_be_a_ledger_to_open(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="no ledger here"):
        Ledger.open(tmp_path / "absent")
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0" + bytes(84), b"x" * 5000])
def test_other_files_are_refused(tmp_path: Path, content: bytes, read_only: bool) -> None:
    other = tmp_path / "other"
    other.write_bytes(content)
    with pytest.raises(GuardError, match="the ledger cannot be used") as caught:
        Ledger.open(other, read_only=read_only)
    assert caught.value.faults[0].remedy
    assert other.read_bytes() == content


def test_another_database_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other"
    db = sqlite3.connect(other)
    db.execute("CREATE TABLE entry (idx)")
    db.close()
    with pytest.raises(GuardError, match="some other database"):
        Ledger.open(other)


def test_a_changed_schema_is_refused_and_named(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("DROP TRIGGER entry_delete")
    db.execute("CREATE TABLE extra (one)")
    db.close()
    with pytest.raises(GuardError, match="tables are not those"):
        Ledger.open(path)
    assert {one.place for one in damage(path)} == {"schema extra", "schema TRIGGER entry_delete"}


def test_a_damaged_tree_is_not_built_upon(path: Path) -> None:
    with Ledger.open(path) as opened:
        for number in range(2):
            append(opened, act(number))
    content = path.read_bytes()
    with Ledger.open(path, read_only=True) as opened:
        (node,) = opened.nodes()
    path.write_bytes(content.replace(node.hash, bytes(32)))
    with Ledger.open(path) as opened, pytest.raises(GuardError, match="does not fit its records"):
        append(opened, act(2))


def test_reading_leaves_no_trace(path: Path) -> None:
    with Ledger.open(path) as opened:
        append(opened, act(0))
    content = path.read_bytes()
    path.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        assert damage(path) == ()
    finally:
        path.parent.chmod(0o700)
    assert [one.name for one in path.parent.iterdir()] == ["ledger"]
    assert path.read_bytes() == content


def test_reading_beside_a_writer_sees_one_moment(path: Path, ledger: Ledger) -> None:
    append(ledger, act(0))
    with Ledger.open(path, read_only=True) as reader:
        append(ledger, act(1))
        assert len([*reader.entries()]) == 1
        assert inspect(reader, LOG.verifier) == ()
    assert len([*ledger.entries()]) == 2


def test_a_writer_that_comes_while_reading_is_told_of(path: Path) -> None:
    with Ledger.open(path, read_only=True) as reader:
        with Ledger.open(path) as writer:
            append(writer, act(0))
        told = Damage("file", "it was written to while it was read: look again")
        assert told in inspect(reader, LOG.verifier)
    assert damage(path) == ()


def test_a_copy_with_unfinished_changes_says_what_to_do(path: Path, ledger: Ledger) -> None:
    append(ledger, act(0))
    copy = path.with_name("copy")
    shutil.copy(path, copy)
    shutil.copy(f"{path}-wal", f"{copy}-wal")
    with pytest.raises(GuardError, match="sqlite3"):
        Ledger.open(copy, read_only=True)
    Ledger.open(copy).close()
    assert damage(copy) == ()


def test_reading_only_cannot_append(path: Path) -> None:
    with (
        Ledger.open(path, read_only=True) as opened,
        pytest.raises(GuardError, match="cannot be used"),
    ):
        append(opened, act(0))


def test_acknowledged_means_on_disk(ledger: Ledger) -> None:
    assert ledger._db.one("PRAGMA synchronous") == 2
    assert ledger._db.one("PRAGMA journal_mode") == b"wal"


def test_what_was_acknowledged_survives_the_writer(path: Path) -> None:
    child = os.fork()
    if child == 0:
        held = Ledger.open(path)
        append(held, act(0))
        os._exit(0)  # no closing, no tidying up
    os.waitpid(child, 0)
    left = {one: one.read_bytes() for one in path.parent.iterdir()}
    assert len(left) == 3
    with Ledger.open(path, read_only=True) as opened:
        assert len([*opened.entries()]) == 1
    assert {one: one.read_bytes() for one in path.parent.iterdir()} == left
    with Ledger.open(path) as opened:
        assert [entry.event_id for entry in opened.entries()] == [act(0).event_id]
    assert damage(path) == ()


def append_ten(path: Path, first: int) -> list[tuple[int, str]]:
    """Append acts ``first`` to ``first`` + 9; the indexes acknowledged, and for which event."""
    acts = [act(number) for number in range(first, first + 10)]
    with Ledger.open(path) as opened:
        return [(append(opened, one).index, one.event_id) for one in acts]


def test_several_processes_append_at_once(path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(8, mp_context=spawn) as pool:
        starts = range(0, 80, 10)
        done = [one for part in pool.map(append_ten, [path] * 8, starts) for one in part]
    assert sorted(index for index, _ in done) == list(range(80))
    with Ledger.open(path, read_only=True) as opened:
        assert sorted(done) == [(entry.index, entry.event_id) for entry in opened.entries()]
        assert inspect(opened, LOG.verifier) == ()
