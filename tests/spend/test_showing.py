from pathlib import Path

from guard.spend.profile import load_profile, profile_text
from guard.spend.reading import ListRead, read_list
from guard.spend.showing import columns_of, columns_text, one_profile
from tests.making import told

HEADER = "Date,Supplier,Amount,Cardholder,Thing\n"


def read(folder: Path, name: str, header: str = HEADER) -> ListRead:
    file = folder / name
    file.write_text(f"{header}2026-01-13,Zoom,1,Ann,x\n", "utf-8")
    return read_list(file)


def test_each_column_is_told_with_what_it_was_taken_for(tmp_path: Path) -> None:
    lines = columns_text(read(tmp_path, "a.csv")).splitlines()
    assert lines[0].endswith("a.csv")
    assert [line.split(None, 2)[1:] for line in lines[4:]] == [
        ["Cardholder", "not read: about persons"],
        ["Thing", "kept, and decides nothing"],
    ]
    assert lines[2].split(None, 2)[1:] == ["Supplier", "supplier: who was paid"]


def test_a_hostile_name_does_no_harm(tmp_path: Path) -> None:
    shown = columns_text(read(tmp_path, "a.csv", "Date,Supplier,Amount,\x1b[2J\u202e,\n"))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "(no name)" in shown


def test_like_lists_are_shown_once(tmp_path: Path) -> None:
    lists = [read(tmp_path, f"{name}.csv") for name in "abc"]
    other = read(tmp_path, "d.csv", "Date,Paid to,Amount,Cardholder,Thing\n")
    first, same, second = columns_of([*lists, other])
    assert "a.csv" in first
    assert "the same in 2 more lists, to " in same
    assert "Paid to" in second


def test_one_profile_fits_all_or_is_refused(tmp_path: Path) -> None:
    lists = [read(tmp_path, f"{name}.csv") for name in "ab"]
    (tmp_path / "p.toml").write_text(profile_text(one_profile(lists)), "utf-8")
    assert load_profile(tmp_path / "p.toml").columns["supplier"] == "Supplier"
    other = read(tmp_path, "d.csv", "Date,Paid to,Amount,Cardholder,Thing\n")
    assert "d.csv" in told(lambda: one_profile([*lists, other]))
