"""Amounts in every way that lists write them, and nothing that is none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.spend.amounts import amount, amounts

MONEY = st.decimals(-(10**12), 10**12, places=2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1234.5", "1234.5"),
        ("1,234.00", "1234.00"),
        ("(1,234.00)", "-1234.00"),
        ("£12", "12"),
        ("-£1,680.00", "-1680.00"),
        ("£-12", "-12"),
        ("(£9.99)", "-9.99"),
        ("£(9.99)", "-9.99"),
        ("12.50-", "-12.50"),
        ("12.50 CR", "-12.50"),
        ("12.50 DR", "12.50"),
        ("   99.10  ", "99.10"),
        ("\u00a0£ 5\u00a0", "5"),
        ("\u22123.20", "-3.20"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1.5E+05", "150000"),
        ("GBP 10", "10"),
        ("10 EUR", "10"),
    ],
)
def test_amounts_as_lists_write_them(text: str, expected: str) -> None:
    assert amount(text)[0] == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "n/a", "REDACTED", "NaN", "Infinity", "1_000", "\u0661\u0662", "1,23.00"),
        *("12,5", "(12", "12)", "((12))", "--1", "-(5)", "1E999999", "9" * 16, "1.2.3", "0x10"),
        *("2024-05-04", "£", "12 34", "1" * 1000),
    ],
)
def test_what_is_no_amount_is_not_guessed(text: str) -> None:
    assert amount(text) == (None, "")


def test_the_currency_beside_an_amount() -> None:
    assert [amount(text)[1] for text in ("£1", "1 €", "$1", "usd 1", "1")] == [
        *("GBP", "EUR", "USD", "USD", ""),
    ]


@given(MONEY)
def test_every_way_of_writing_an_amount_gives_it_back(value: Decimal) -> None:
    whole = format(abs(value), ",.2f")
    sign = "-" if value < 0 else ""
    ways = [
        *(f"{value:f}", f"  {value:f} ", f"{sign}{whole}", f"{sign}£{whole}", f"£{sign}{whole}"),
        *(([f"({whole})", f"(£{whole})", f"{whole}-", f"{whole} CR"]) if value < 0 else []),
    ]
    assert {amount(way)[0] for way in ways} == {value}


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_nothing(text: str) -> None:
    found, _ = amount(text)
    assert found is None or found.is_finite()


@given(st.lists(MONEY.map(str) | st.sampled_from(["", "x", "(1.00)", "1,000.50", " 7 "])))
def test_a_column_gives_what_its_cells_give_one_by_one(column: list[str]) -> None:
    found, _ = amounts(column)
    assert list(found) == [amount(cell)[0] for cell in column]


def test_a_column_keeps_its_currencies() -> None:
    found, marked = amounts(["£1", "2"])
    assert list(found) == [1, 2]
    assert marked == ["GBP", ""]
    assert amounts(["1", "2"])[1] is None


def test_a_line_break_in_a_cell_does_not_shift_the_column() -> None:
    found, _ = amounts(["1\n2", "3"])
    assert list(found) == [None, 3]
