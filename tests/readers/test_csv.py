import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.errors import GuardError
from guard.readers.csv import read

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=5)
)


@given(TABLES, st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n"]))
def test_every_row_that_is_written_is_read(rows: list[list[str]], comma: str, end: str) -> None:
    header = [f"c{number}" for number in range(len(rows[0]) if rows else 1)]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=comma, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([header, *rows])
    expected = [[cell.strip() for cell in row] for row in rows]
    got = [list(row.values.values()) for row in read(stream.getvalue().encode(), "f")]
    assert got == [row for row in expected if any(row)]


def test_a_row_is_placed_at_the_line_it_begins_on() -> None:
    rows = read(b'a,b\n1,"two\nlines"\n\n3,4\n', "f")
    assert [str(row.place("")) for row in rows] == ["f:2", "f:5"]
    assert str(rows[1].place("b")) == "f:5: b"


def test_a_separator_of_lines_that_csv_does_not_know_stays_in_its_cell() -> None:
    (row,) = read("a,b\none\u2028two,three\n".encode(), "f")
    assert row.values == {"a": "one\u2028two", "b": "three"}


def test_columns_without_a_name_count_only_where_they_are_filled() -> None:
    rows = read(b"a,\n1,\n2,x\n", "f")
    assert [row.values for row in rows] == [{"a": "1"}, {"a": "2", "column 2": "x"}]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "names no columns"),
        (b",,\n1,2,3\n", "names no columns"),
        (b"a,b,a\n", "columns of the same name: a"),
        (b'a,b\n1,"open\n', "f:2: not valid CSV"),
        (b'a,b\n1,2\n1,"x"y\n', "f:3: not valid CSV"),
        (b"a\n" + b"x" * 200_000, "f:2: not valid CSV"),
        (b"a\n\xa3", "f:2:1: is not UTF-8"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(data: bytes, said: str) -> None:
    with pytest.raises(GuardError, match=said):
        read(data, "f")


@pytest.mark.parametrize(
    "data",
    [
        b"a;b\n1,5;2\n",
        b"a\tb\n1,5\t2\n",
        b'\xef\xbb\xbfa,b\r\n"1,5",2\r\n',
        b'a,b\r"1,5", 2 \r',
    ],
)
def test_spreadsheets_of_other_countries_and_systems_are_read(data: bytes) -> None:
    (row,) = read(data, "f")
    assert row.values == {"a": "1,5", "b": "2"}
