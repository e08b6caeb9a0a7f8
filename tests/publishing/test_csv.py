import csv
import io
from pathlib import Path

import pytest

from guard.history.standing import Standing
from guard.publishing.csv import render
from guard.register.entries import Status
from guard.register.file import read_register
from guard.screen import Screen
from tests.making import TODAY
from tests.publishing.registers import LATER, entry, few, register


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_application_is_a_row() -> None:
    found = rows(render(few(), Screen()))
    assert [row["id"] for row in found] == ["R-1", "R-2", "R-10"]
    second = found[1]
    assert second["status"] == "restricted"
    assert second["x-standing"] == "conditions-overdue"
    assert second["x-open-conditions"] == "Switch on MFA for everyone (was due 2026-11-19)"
    assert second["x-records"] == "1 3 4 5"


def test_guard_reads_it_back_as_its_register(tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_bytes(render(few(), Screen()).encode())
    found = read_register(file)
    first = found.entries[0]
    assert (first.id, first.name, first.supplier) == (
        *("R-1", "Treeline Surveys"),
        "Treeline Surveys Ltd",
    )
    assert (first.status, first.review_on, first.max_classification) == (
        *(Status.APPROVED, LATER),
        "public",
    )
    assert first.approved_uses == ["Public consultations, on a map"]
    assert found.match(name="Flood Map").entry is found.entries[2]


@pytest.mark.parametrize("standing", Standing)
def test_every_standing_can_be_read_back(standing: Standing, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    one = entry(standing=standing, until=None, supplier="", classification="", application="")
    file.write_bytes(render(register(one), Screen()).encode())
    (found,) = read_register(file).entries
    assert found.name == "R-1"
    in_use = {Standing.APPROVED, Standing.CONDITIONS_OVERDUE, Standing.EMERGENCY}
    assert standing not in in_use or found.status in {Status.APPROVED, Status.RESTRICTED}


def test_no_text_is_a_formula() -> None:
    hostile = entry(application='=HYPERLINK("x")', supplier="@SUM(1)", purpose="-1+1")
    (row,) = rows(render(register(hostile), Screen()))
    assert row["name"] == '\'=HYPERLINK("x")'
    assert row["supplier"] == "'@SUM(1)"
    assert row["approved_uses"] == "'-1+1"


def test_an_empty_register_has_its_head() -> None:
    text = render(register(), Screen())
    assert text.startswith('"id","name","status"')
    assert rows(text) == []


def test_days_are_written_so_that_they_sort() -> None:
    (row,) = rows(render(register(entry()), Screen()))
    assert (row["x-since"], row["x-until"]) == (str(TODAY), str(LATER))
