import csv
import io
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.audit.amending import csv_with, toml_with
from guard.border.document import parse_toml
from tests.making import told

FILE = """\
# Ours: keep this remark.
title = "Ours"

[[application]]
id = "forms"       # the first
name = "Forms"
aliases = ["ExForms", "Formular"]

[[application]]
id = "maps"
name = "Maps"
category = "maps"
"""


def added(text: str, index: int, name: str = "New", field: str = "aliases") -> str:
    document = parse_toml(text, "ours.toml")
    return toml_with(document, ("application", index), field, name, "by Pat")


def without(text: str, line: str) -> str:
    assert line in text
    return text.replace(line, "", 1)


def test_a_name_is_added_to_a_list_and_all_else_stays() -> None:
    text = added(FILE, 0)
    assert tomllib.loads(text)["application"][0]["aliases"] == ["New", "ExForms", "Formular"]
    assert without(text, '\n    "New",  # by Pat\n') == FILE


def test_a_list_that_is_not_there_is_made() -> None:
    text = added(FILE, 1)
    assert tomllib.loads(text)["application"][1]["aliases"] == ["New"]
    assert without(text, 'aliases = [\n    "New",  # by Pat\n]\n') == FILE
    again = added(text, 1, "Newer")
    assert tomllib.loads(again)["application"][1]["aliases"] == ["Newer", "New"]
    assert again.count("# by Pat") == 2


@given(st.text(st.characters(exclude_characters="\0"), max_size=20))
def test_any_name_is_written_so_that_it_is_read_back(name: str) -> None:
    encodable = name.encode("utf-8", "ignore").decode()
    text = added(FILE, 0, encodable)
    assert tomllib.loads(text)["application"][0]["aliases"][0] == encodable


def test_a_remark_cannot_end_its_line() -> None:
    document = parse_toml(FILE, "ours.toml")
    text = toml_with(document, ("application", 0), "aliases", "New", 'x\nid = "other"')
    assert tomllib.loads(text)["application"][0]["id"] == "forms"


def test_what_cannot_be_changed_alone_is_left_to_people() -> None:
    inline = 'application = [{ id = "forms", name = "Forms" }, { id = "maps", name = "Maps" }]\n'
    said = told(lambda: added(inline, 1))
    assert 'Add "New" to aliases by hand' in said


ROWS = 'id,name,aliases\r\nA1,"Forms, and\nmore",\r\nA2,Maps,"x;""y"""\r\n\r\nA3,Notes'


def test_only_the_row_and_the_header_change() -> None:
    changed = csv_with(ROWS, 2, [("aliases", "New"), ("x-by", "Pat, IT")])
    assert changed == (
        'id,name,aliases,x-by\r\nA1,"Forms, and\nmore",New,"Pat, IT"\r\n'
        'A2,Maps,"x;""y"""\r\n\r\nA3,Notes'
    )


def test_what_a_cell_holds_stays_in_it() -> None:
    changed = csv_with(ROWS, 4, [("aliases", "New")])
    assert 'A2,Maps,"x;""y"";New"\r\n' in changed
    short = csv_with(ROWS, 6, [("aliases", "New")])
    assert short.endswith("\r\nA3,Notes,New")


CELLS = st.text(st.sampled_from('ab,"\n é'), max_size=6)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4), st.integers(0, 3))
def test_a_csv_is_read_back_with_the_name_in_its_place(
    cells: list[tuple[str, str]], which: int
) -> None:
    out = io.StringIO(newline="")
    table = [["id", "aliases"], *(list(pair) for pair in cells)]
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(table)
    which %= len(cells)
    line = 2 + sum(sum(cell.count("\n") for cell in row) + 1 for row in table[1 : which + 1])
    changed = csv_with(out.getvalue(), line, [("aliases", "New")])
    read = list(csv.reader(io.StringIO(changed, newline="")))
    before = table[which + 1][1].strip()
    assert read[which + 1][1].strip() == (f"{before};New" if before else "New")
    assert [row for at, row in enumerate(read) if at != which + 1] == [
        row for at, row in enumerate(table) if at != which + 1
    ]


@pytest.mark.parametrize("name", ["a;b", "=1+1", "+44", "-x", "@x"])
def test_no_name_becomes_two_or_a_formula(name: str) -> None:
    assert "cannot stand in a cell" in told(lambda: csv_with(ROWS, 2, [("aliases", name)]))
