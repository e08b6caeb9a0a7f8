import csv
import io
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from guard.audit.report import AuditReport, Spent
from guard.outputs.csv import render
from guard.screen import Screen
from tests.formats.reports import is_harmless
from tests.outputs.audits import (
    ALL,
    BRICKS,
    BYPASS,
    CLEAR,
    COVERED,
    TEXTS,
    WAIVED,
    answer,
    hostile,
    report,
)

ACTS = tuple("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20")


def rows(of: AuditReport) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render(of, Screen()), newline=""), strict=True))


def test_an_application_is_a_row() -> None:
    (row,) = rows(report(BYPASS))
    assert row == {
        "name": "Forms",
        "supplier": "Forms Ltd",
        "nature": "software",
        "state": "unmanaged",
        "band": "bypass",
        "points": "45",
        "verdict": "deny",
        "spent": "1200.50",
        "currency": "GBP",
        "lines": "2",
        "by_card": "yes",
        "first": "2026-01-05",
        "last": "2026-03-05",
        "months": "2",
        "areas": "Parks; Roads",
        "signals": "SHI-04 SHI-01",
        "not_checked": "",
        "blocking": "CORE-01",
        "undecided": "",
        "why": "Forms bypasses IT (45 of 100 points): a card paid (+15), nobody knows it (+30);"
        " it may not be used as it is (CORE-01)",
        "next": "Pay by order. Tell IT.",
        "waived": "",
        "baseline": "",
        "file": "lists/may 2026.csv",
        "row": "7",
        "catalogue": "",
        "register_entry": "",
        "fingerprint": "f-Forms",
    }


def test_none_is_left_out_and_software_comes_first() -> None:
    of = report(BRICKS, CLEAR, BYPASS)
    assert [row["name"] for row in rows(of)] == ["Forms", "Mail", "Bricks"]
    assert len(rows(ALL)) == len(ALL.applications)


def test_every_cell_is_quoted_and_every_line_ends_as_the_rfc_has_it() -> None:
    head, row, end = render(report(BYPASS), Screen()).split("\r\n")
    assert head.startswith('"name","supplier"')
    assert '"45"' in row
    assert end == ""


def test_several_currencies_keep_their_order() -> None:
    paid = (Spent("EUR", Decimal("-2.50")), Spent("GBP", Decimal(3)))
    (row,) = rows(report(replace(BYPASS, spent=paid)))
    assert (row["spent"], row["currency"]) == ("'-2.50; 3", "EUR; GBP")


def test_a_credit_stays_a_number() -> None:
    (row,) = rows(report(replace(BYPASS, spent=(Spent("", Decimal("-2.50")),))))
    assert row["spent"] == "-2.50"


def test_what_waivers_and_the_baseline_say_is_told() -> None:
    covered, waived = rows(report(WAIVED, COVERED))
    assert covered["baseline"] == "known since 2026-01-01"
    assert waived["waived"].startswith("CORE-01: Waived by Ann until 2027-01-31")


@pytest.mark.parametrize("begins", [*"=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20", " =", "  @"])
def test_a_formula_becomes_text(begins: str) -> None:
    formula, text = rows(report(answer(f"{begins}1"), answer(f"a{begins}1")))
    assert formula["name"] == f"'{begins}1"
    assert text["name"] == f"a{begins}1"


@given(TEXTS, TEXTS, TEXTS)
def test_no_name_does_harm(name: str, supplier: str, area: str) -> None:
    of = hostile(name, supplier, area)
    written = render(of, Screen())
    assert is_harmless(written.replace("\r\n", "\n"))
    found = rows(of)
    assert [row["name"].removeprefix("'") for row in found] == [
        each.name.removeprefix("'") for each in of.applications
    ]
    cells = [cell for row in found for cell in row.values()]
    acting = [cell for cell in cells if cell.strip().startswith(ACTS)]
    assert all(re.fullmatch(r"-?[\d.]+", cell) for cell in acting)
