"""Lists from end to end: forms, standard input, accounts, profiles, and which files are lists."""

import csv
import datetime as dt
import io
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guard.errors import GuardError
from guard.spend.dates import Order
from guard.spend.profile import Profile, load_profile, profile_text
from guard.spend.reading import find_lists, read_list
from tests.spend.making import HEADER, lines, read, row, written, xlsx


def test_a_list_can_be_read_again(tmp_path: Path) -> None:
    found = read_list(written(tmp_path, HEADER + "Zoom,,1\n,,\n"))
    assert [list(found), list(found)] == [list(found)] * 2
    assert (found.read, found.used, found.reasons) == (
        *(3, 1, {"names the columns": 1, "is blank": 1}),
    )


@pytest.mark.parametrize(
    "content",
    [
        HEADER + "Zoom,2024-05-04,1\nBox,,\n",
        "Supplier\nZoom\nBox\n",
        "Domain\nzoom.us\nbox.com\n",
        "Supplier,VAT number,Company number,Notes\nZoom,980780684,01234567,seen\n",
    ],
)
def test_chunks_say_of_each_line_what_the_line_says(tmp_path: Path, content: str) -> None:
    found = read_list(written(tmp_path, content))
    made = [line for chunk in found.chunks() for line in chunk.lines()]
    assert made == list(found)
    assert sum(len(chunk.row) for chunk in found.chunks()) == len(made) == found.used


def test_standard_input_is_read_as_a_file_is(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO((HEADER + "Zoom,04/05/2024,1\nA,13/05/2024,2\n").encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    first, _ = read_list("-")
    assert first.file == "standard input"
    assert first.date == dt.date(2024, 5, 4)


def test_day_and_month_are_told_from_the_last_row_of_a_long_list(tmp_path: Path) -> None:
    content = HEADER + "Zoom,04/05/2024,1\n" * 3000 + "Zoom,05/13/2024,1\n"
    found, used = read(tmp_path, content)
    assert used[0].date == dt.date(2024, 4, 5)
    assert found.profile.dates is Order.MONTH_FIRST


@pytest.mark.parametrize(
    ("rows", "note"),
    [
        ("A,13/05/2024,1\n", "dates are day/month: "),
        ("A,05/13/2024,1\n", "dates are month/day: "),
        ("A,04/05/2024,1\n", "no date tells day from month: "),
        ("A,13/05/2024,1\nB,05/13/2024,1\n", "dates are day/month and month/day: "),
    ],
)
def test_what_was_decided_of_dates_is_told(tmp_path: Path, rows: str, note: str) -> None:
    found, _ = read(tmp_path, HEADER + rows)
    assert [one for one in found.notes if one.startswith(note)]


def test_what_a_list_lacks_and_what_is_not_read_is_told(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "Supplier,Amount,Card holder\nZoom,1,Ann\n")
    assert found.notes == ("not read, about persons: Card holder", "no column says when")


def test_the_choices_made_can_be_kept_and_given_again(tmp_path: Path) -> None:
    content = "Name,Note,Note,Date,Net Amount\nZoom,x,y,13/05/2024,1\nA,x,y,04/05/2024,2\n"
    found, used = read(tmp_path, content)
    assert found.profile == Profile(
        columns={"supplier": "Name", "date": "Date", "amount": "Net Amount"},
        dates=Order.DAY_FIRST,
    )
    kept = load_profile(written(tmp_path, profile_text(found.profile), "profile.toml"))
    assert lines(tmp_path, content, kept) == used


def test_columns_of_one_name_are_kept_by_number(tmp_path: Path) -> None:
    profile = Profile(columns={"amount": 3})
    found, _ = read(tmp_path, "Supplier,Amount,Amount\nZoom,1,2\n", profile)
    assert found.profile.columns == {"supplier": "Supplier", "amount": 3}


def test_a_workbook_under_the_name_of_a_text_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "list.csv", {"S": row(1, "Supplier", "Amount") + row(2, "Zoom", 1.5)})
    (line,) = read_list(path)
    assert (line.supplier, line.amount) == ("Zoom", Decimal("1.5"))


def test_an_unknown_ending_is_read_as_text(tmp_path: Path) -> None:
    (line,) = lines(tmp_path, HEADER + "Zoom,,1\n", name="list.dat")
    assert line.supplier == "Zoom"


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xff\xd8\xff\xe0 a picture", b"%PDF-1.4\n"])
def test_what_is_no_list_is_refused_with_the_next_step(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(GuardError) as caught:
        read(tmp_path, content)
    assert all(fault.remedy for fault in caught.value.faults)


def test_files_folders_and_patterns(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "deep/c.xlsx", ".hidden/d.csv", ".e.csv", "deep/f[1].csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = find_lists([tmp_path / "b.csv", tmp_path, str(tmp_path / "*.csv"), "-"])
    names = ["b.csv", "a.csv", "deep/c.xlsx", "deep/f[1].csv"]
    assert list(found) == [*(tmp_path / name for name in names), "-"]
    assert find_lists([tmp_path / "deep/f[1].csv"]) == (tmp_path / "deep/f[1].csv",)


def test_paths_that_mean_no_file_are_all_told(tmp_path: Path) -> None:
    with pytest.raises(GuardError) as caught:
        find_lists([tmp_path / "none.csv", str(tmp_path / "*.csv"), tmp_path])
    assert len(caught.value.faults) == 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Zoom", " BT ", "", "Total", "Zo\nom"]),
            st.sampled_from(["04/05/2024", "13/05/2024", "", "soon", "2024-05-04"]),
            st.sampled_from(["1", "1,000.00", "(5)", "£2", "", "x"]),
            st.sampled_from(["524161280", "", "none"]),
            st.sampled_from(["P-CARD - MAY", "B1", ""]),
        ),
        max_size=12,
    )
)
def test_lines_are_the_same_however_the_list_is_cut_into_batches(
    tmp_path: Path, rows: list[tuple[str, ...]]
) -> None:
    text = io.StringIO(newline="")
    header = ("Supplier", "Date", "Amount", "Vat no", "Reference")
    csv.writer(text).writerows([header, *rows])
    path = written(tmp_path, text.getvalue())
    found = []
    for size in (1, 3, 128):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("guard.spend.tables.csv.BATCH", size)
            once = read_list(path)
            found.append((list(once), once.reasons, once.unread, once.skipped, once.notes))
    assert found[0] == found[1] == found[2]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(CELLS, max_size=4), max_size=20),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_no_row_of_any_text_is_lost(
    tmp_path: Path, rows: list[list[str]], end: str, encoding: str
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerows([["Supplier", "Amount", "Date"], *rows])
    found, used = read(tmp_path, text.getvalue().encode(encoding), Profile(header=1))
    count = sum(1 for _ in csv.reader(io.StringIO(text.getvalue(), newline="")))
    assert found.read == count
    assert found.read == len(used) + sum(found.reasons.values())
    assert found.used == len(used)
    assert sum(one.rows for one in found.skipped) == found.read - found.used


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_are_a_list_or_a_fault(tmp_path: Path, content: bytes) -> None:
    try:
        found, used = read(tmp_path, content)
    except GuardError as error:
        remedies = [fault.remedy for fault in error.faults]
    else:
        remedies = ["none needed"] * (found.read == len(used) + sum(found.reasons.values()))
    assert remedies
    assert all(remedies)
