"""Workbooks of Excel, and those that would fill the memory."""

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guard.errors import GuardError
from guard.spend.profile import Profile
from guard.spend.reading import read_list
from tests.spend.making import row, written, xlsx

LIST = row(1, "Supplier", "Amount", "Date") + row(2, "Zoom", 12.5, "04/05/2024")


def test_rows_have_the_numbers_that_the_sheet_shows(tmp_path: Path) -> None:
    sheet = row(3, "Supplier", "Amount") + row(5, "Zoom", 0.1 + 0.2) + row(6, "Total", 1)
    found = read_list(xlsx(tmp_path / "list.xlsx", {"S": sheet}))
    (line,) = found
    assert (line.row, line.amount) == (5, Decimal("0.3"))
    assert found.reasons == {
        "stands above the names of the columns": 2,
        "names the columns": 1,
        "is blank": 1,
        "is a total": 1,
    }


def test_the_sheet_that_is_a_list_is_read(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "list.xlsx", {"Notes": row(1, "Read me"), "May": LIST})
    assert [line.supplier for line in read_list(path)] == ["Zoom"]


def test_two_sheets_that_are_lists_are_not_chosen_between(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "list.xlsx", {"April": LIST, "May": LIST})
    with pytest.raises(GuardError, match='more than one sheet that is a list: "April", "May"'):
        read_list(path)
    assert len(list(read_list(path, Profile(sheet="May")))) == 1
    with pytest.raises(GuardError, match='there is no sheet "June"'):
        read_list(path, Profile(sheet="June"))


def test_a_hidden_sheet_is_told_and_read_only_when_asked_for(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "list.xlsx", {"April": LIST, "May": LIST}, hidden=["May"])
    assert read_list(path).notes[0] == 'the hidden sheet "May" is not read'
    assert len(list(read_list(path, Profile(sheet="May")))) == 1


@pytest.mark.parametrize(
    "far", ['<row r="1048576"><c r="XFD1048576"/></row>', "<row r = '1048576'><c r='ALM1'/></row>"]
)
def test_two_cells_far_apart_are_refused_before_the_space_between_is_made(
    tmp_path: Path, far: str
) -> None:
    path = xlsx(tmp_path / "list.xlsx", {"S": LIST + far})
    with pytest.raises(GuardError, match="sheet of more than 10,000,000 cells"):
        read_list(path)


def test_a_reference_is_found_wherever_the_pieces_of_a_sheet_end(tmp_path: Path) -> None:
    far = '<c r="XFD1048576"/>'
    for padding in range(262_100, 262_144, 7):
        path = xlsx(tmp_path / "list.xlsx", {"S": " " * padding + f'<row r="1">{far}</row>'})
        with pytest.raises(GuardError, match="10,000,000 cells"):
            read_list(path)


def shown(which: int, times: int, form: str = '<c t="s"><v>{}</v></c>') -> str:
    """Rows that show a shared text."""
    return f"<row>{form.format(which)}</row>" * times


def test_shared_texts_are_read(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "list.xlsx", {"S": shown(0, 1) + shown(1, 2)}, texts=["Supplier", "BT"])
    assert [line.supplier for line in read_list(path)] == ["BT", "BT"]


@pytest.mark.parametrize(
    "form",
    [
        '<c t="s"><v>{}</v></c>',
        "<c t = 's'><v>{}</v></c>",
        '<c t="s"><f>1</f><v>{}</v></c>',
        '<c t="s"><!-- --><v>{}</v></c>',
    ],
)
def test_a_long_text_in_many_cells_is_refused_before_it_is_copied(
    tmp_path: Path, form: str
) -> None:
    texts = ["Supplier", "x" * 1_000_000]
    few = xlsx(tmp_path / "few.xlsx", {"S": shown(0, 1) + shown(1, 5, form)}, texts=texts)
    assert len(list(read_list(few))) == 5
    many = xlsx(tmp_path / "many.xlsx", {"S": shown(0, 1) + shown(1, 600, form)}, texts=texts)
    with pytest.raises(GuardError, match="536,870,912 bytes of text together"):
        read_list(many)


def test_one_long_text_among_many_short_ones_is_no_bomb(tmp_path: Path) -> None:
    texts = ["Supplier", "x" * 1_000_000, "BT"]
    path = xlsx(
        tmp_path / "list.xlsx", {"S": shown(0, 1) + shown(1, 1) + shown(2, 3000)}, (), texts
    )
    assert len(list(read_list(path))) == 3001


def test_a_bomb_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(17):
            archive.writestr(f"xl/{part}.xml", bytes(16_777_216))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(GuardError, match="unpacks to more than 268,435,456 bytes"):
        read_list(path)


def test_a_part_that_is_larger_than_the_zip_says_is_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "list.xlsx", {"S": LIST})
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/s1.xml").file_size
    lie = path.read_bytes().replace(size.to_bytes(4, "little"), (9).to_bytes(4, "little"))
    with pytest.raises(GuardError, match="is no workbook that can be read"):
        read_list(written(tmp_path, lie, "lie.xlsx"))


@pytest.mark.parametrize("cut", [30, 100, 700])
def test_a_workbook_cut_short_is_refused_with_the_next_step(tmp_path: Path, cut: int) -> None:
    whole = xlsx(tmp_path / "list.xlsx", {"S": LIST}).read_bytes()
    with pytest.raises(GuardError, match="save it again"):
        read_list(written(tmp_path, whole[:cut], "cut.xlsx"))


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(GuardError, match="is a text document of Word"):
        read_list(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_sheet_with_broken_bytes_is_a_list_or_a_fault(
    tmp_path: Path, changes: list[tuple[int, int]]
) -> None:
    data = bytearray(LIST.encode())
    for at, byte in changes:
        data[at % len(data)] = byte
    path = xlsx(tmp_path / "list.xlsx", {"S": data.decode("latin-1")})
    try:
        found = read_list(path)
        used = list(found)
    except GuardError as error:
        remedies = [fault.remedy for fault in error.faults]
    else:
        remedies = ["none needed"] * (found.read == len(used) + sum(found.reasons.values()))
    assert remedies
    assert all(remedies)
