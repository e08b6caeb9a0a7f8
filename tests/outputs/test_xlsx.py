import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from python_calamine import load_workbook

from guard.audit.report import AuditReport, Spent
from guard.outputs import xlsx
from guard.outputs.xlsx import render
from guard.screen import Screen
from tests.outputs.audits import (
    ALL,
    BRICKS,
    BYPASS,
    COVERED,
    GONE,
    LIKELY,
    TEXTS,
    WAIVED,
    answer,
    hostile,
    report,
)


def sheet(of: AuditReport, name: str) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(render(of, Screen())))
    assert book.sheet_names == ["Summary", "Applications", "Rows skipped"]
    return book.get_sheet_by_name(name).to_python()


def applications(of: AuditReport) -> list[dict[str, Any]]:
    head, *rows = sheet(of, "Applications")
    return [dict(zip(head, row, strict=True)) for row in rows]


def parts(of: AuditReport) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(render(of, Screen()))) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def test_cells_have_types() -> None:
    (row,) = applications(report(BYPASS))
    assert row == {
        "Points": 45,
        "Application": "Forms",
        "Supplier": "Forms Ltd",
        "Software": "software",
        "State": "unmanaged",
        "Bypass": "bypass",
        "Verdict": "deny",
        "Spent (GBP)": 1200.5,
        "Lines": 2,
        "Months": 2,
        "First": dt.date(2026, 1, 5),
        "Last": dt.date(2026, 3, 5),
        "By card": "yes",
        "Departments": 2,
        "Signals": "SHI-04 SHI-01",
        "Baseline": "",
        "Waived": "",
        "Which departments": "Parks; Roads",
        "Why": "Forms bypasses IT (45 of 100 points): a card paid (+15), nobody knows it (+30);"
        " it may not be used as it is (CORE-01)",
        "What clears it": "Pay by order. Tell IT.",
        "List": "lists/may 2026.csv",
        "Row": 7,
        "Fingerprint": "f-Forms",
    }


def test_software_comes_first_and_none_is_left_out() -> None:
    of = report(BRICKS, LIKELY, BYPASS)
    assert [row["Application"] for row in applications(of)] == ["Forms", "Sheets", "Bricks"]
    assert len(applications(ALL)) == len(ALL.applications)


def test_each_currency_has_its_column() -> None:
    euros = replace(LIKELY, spent=(Spent("", Decimal(-7)), Spent("EUR", Decimal(3))))
    of = report(BYPASS, euros)
    (state,) = of.states
    of = replace(of, states=(replace(state, spent=(*state.spent, *euros.spent)),))
    first, second = applications(of)
    names = ("Spent", "Spent (EUR)", "Spent (GBP)")
    assert [first[name] for name in names] == ["", "", 1200.5]
    assert [second[name] for name in names] == [-7, 3, ""]


def test_the_summary_counts() -> None:
    rows = [[cell for cell in row if cell != ""] for row in sheet(ALL, "Summary")]
    assert rows[0] == ["7 applications found: 1 bypasses IT, 1 likely to"]
    assert ["Day", dt.date(2026, 11, 22)] in rows
    assert ["unmanaged", 2, 4, 2400] in rows
    assert ["SHI-01", 30, 2, "It is known"] in rows
    assert ["ours", "1", ALL.policies[0].sha256] in rows


def test_waivers_and_the_baseline_are_told() -> None:
    of = report(WAIVED, COVERED, notes=("A note",), baseline="base.json", gone=(GONE,))
    covered, waived = applications(of)
    assert covered["Baseline"] == "known since 2026-01-01"
    assert waived["Waived"].startswith("CORE-01: Waived by Ann until 2027-01-31")
    told = [cell for row in sheet(of, "Summary") for cell in row]
    assert {"A note", "gone", "Fax (unmanaged, since 2026-02-01)"} <= set(told)


def test_every_list_is_accounted_for() -> None:
    rows = sheet(replace(ALL, unread=("x.csv: is empty",)), "Rows skipped")
    assert rows == [
        ["List", "Rows read", "Used", "Skipped", "Why"],
        ["x.csv: is empty", "", "", "", "NOT READ"],
        ["lists/may 2026.csv", 10, 8, 2, "2 names the columns"],
    ]


def test_what_has_no_room_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "ROWS", 3)
    assert len(applications(ALL)) == 3
    assert "7 applications have no room in a sheet: use another output" in {
        cell for row in sheet(ALL, "Summary") for cell in row
    }


def test_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    (row,) = applications(report(answer("x" * 40_000)))
    assert row["Application"].endswith("x…(+8000 characters)")


def test_the_header_stays_in_sight_and_pages_are_of_one_width() -> None:
    written = parts(report(BYPASS))
    for number in (2, 3):
        of_sheet = written[f"xl/worksheets/sheet{number}.xml"]
        assert 'state="frozen"' in of_sheet
        assert "<autoFilter" in of_sheet
        assert 'fitToHeight="0" orientation="landscape"' in of_sheet
    assert "Applications'!$1:$1" in written["xl/workbook.xml"].replace(
        "Applications!", "Applications'!"
    )


def test_the_same_report_is_the_same_file() -> None:
    assert render(ALL, Screen()) == render(ALL, Screen())


@settings(max_examples=25)
@given(TEXTS, TEXTS, TEXTS)
def test_no_name_does_harm(name: str, supplier: str, area: str) -> None:
    of = hostile(name, supplier, area)
    for part, text in parts(of).items():
        if part.startswith("xl/worksheets"):
            assert not re.search(r"<f[ >]|<hyperlink", text)
    first, second = applications(of)
    assert [first["Application"], second["Application"]] == [a.name for a in of.applications]
    assert [first["Supplier"], second["Supplier"]] == [a.supplier for a in of.applications]
