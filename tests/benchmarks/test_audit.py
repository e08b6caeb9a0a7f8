from pathlib import Path

from guard.spend.reading import read_list
from tests.benchmarks.audit import measure, table, write_spend


def test_a_list_is_made_the_same_in_every_run(tmp_path: Path) -> None:
    once = write_spend(tmp_path / "a.csv", 60)
    again = write_spend(tmp_path / "b.csv", 60)
    assert once.read_bytes() == again.read_bytes()
    read = read_list(once)
    suppliers = {line.supplier for line in read}
    assert (read.used, dict(read.unread)) == (60, {})
    assert 2 <= len(suppliers) < 10


def test_all_is_measured_and_shown_as_a_ratio(tmp_path: Path) -> None:
    taken = measure([write_spend(tmp_path / "spend.csv", 30)], 1)
    lines = table(taken).splitlines()
    assert [len(times) for times in taken.values()] == [1, 1, 1, 1]
    assert lines[1].split() == ["csv.reader", *lines[1].split()[1:3], "1.00", "(1.00)"]
    assert lines[-1].startswith("guard audit, the command")
