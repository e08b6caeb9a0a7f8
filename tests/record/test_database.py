from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.record import database
from guard.record.cells import as_blob, as_text
from guard.record.database import Database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty file: SQLite takes it for a database without tables."""
    (tmp_path / "file").touch()
    return tmp_path / "file"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    """A database with one table, open for writing."""
    opened = Database(path, read_only=False)
    opened.prepare()
    opened.run("CREATE TABLE one (name TEXT, size INTEGER)")
    yield opened
    opened.close()


def names(db: Database) -> list[str]:
    return [*db.rows("SELECT name FROM one", str, as_text)]


def interrupted(db: Database) -> None:
    with db.transaction():
        db.run("INSERT INTO one VALUES ('lost', 1)")
        raise KeyboardInterrupt


def test_a_transaction_keeps_all_or_nothing(db: Database) -> None:
    with db.transaction():
        db.run("INSERT INTO one VALUES ('kept', 1)")
    with pytest.raises(KeyboardInterrupt):
        interrupted(db)
    assert names(db) == ["kept"]
    assert db.one("SELECT size FROM one") == 1
    assert db.one("SELECT size FROM one WHERE name = ?", "lost") is None


def test_nothing_is_created(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Database(tmp_path / "absent", read_only=False)
    assert not [*tmp_path.iterdir()]


def test_who_cannot_open_it_is_told_what_right_is_missing(tmp_path: Path) -> None:
    with pytest.raises(GuardError) as caught:
        Database(tmp_path, read_only=False).prepare()
    assert "the right to write" in caught.value.faults[0].remedy


def test_names_that_mean_something_in_a_uri(tmp_path: Path) -> None:
    odd = tmp_path / "a?mode=memory#%41"
    odd.touch()
    opened = Database(odd, read_only=False)
    opened.prepare()
    opened.run("CREATE TABLE one (name)")
    opened.close()
    assert odd.stat().st_size > 0


def test_two_writers_at_once(db: Database, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    second = Database(path, read_only=False)
    with (
        db.transaction(),
        pytest.raises(GuardError, match="another guard is writing"),
        second.faults(),
        second.transaction(),
    ):
        pass
    second.close()


def test_a_full_disk(db: Database) -> None:
    db.run("PRAGMA max_page_count = 3")
    with pytest.raises(GuardError, match="make room on the disk"), db.faults(), db.transaction():
        db.run("INSERT INTO one VALUES (zeroblob(100000), 1)")
    assert names(db) == []


def test_reading_cannot_write(db: Database, path: Path) -> None:
    reader = Database(path, read_only=True)
    reader.prepare()
    with pytest.raises(GuardError, match="the right to write"), reader.faults():
        reader.run("INSERT INTO one VALUES ('x', 1)")
    reader.close()


def test_damaged_rows_are_faults(db: Database) -> None:
    db.run("INSERT INTO one VALUES (x'ff', 1), (5, 1)")
    assert next(db.rows("SELECT name FROM one", str, as_text)) == "\\xff"
    with pytest.raises(GuardError, match="as something else"):
        [*db.rows("SELECT size, name FROM one", dict, as_blob, as_text)]


def test_foreign_functions_in_a_schema_are_not_trusted(db: Database) -> None:
    assert db.one("PRAGMA trusted_schema") == 0
