"""Amounts in every way that lists write them, and nothing that is none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.spend.amounts import Amounts, Mark, amount, currency_in, mark_of, readable

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
        ("1 234.50", "1234.50"),
        ("Fr. 1'234.50", "1234.50"),
        ("kr 12", "12"),
    ],
)
def test_amounts_as_lists_write_them(text: str, expected: str) -> None:
    assert amount(text)[0] == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "n/a", "REDACTED", "NaN", "Infinity", "1_000", "\u0661\u0662", "1,23.00"),
        *("12,5", "(12", "12)", "((12))", "--1", "-(5)", "1E999999", "9" * 16, "1.2.3", "0x10"),
        *("2024-05-04", "£", "12 34", "1" * 1000, "0,125", "1'23"),
    ],
)
def test_what_is_no_amount_is_not_guessed(text: str) -> None:
    assert amount(text) == (None, "")


def test_the_currency_beside_an_amount() -> None:
    assert [amount(text)[1] for text in ("£1", "1 €", "$1", "usd 1", "1")] == [
        *("GBP", "EUR", "USD", "USD", ""),
    ]


def read(*column: str, mark: Mark | None = None) -> list[Decimal | None]:
    return list(Amounts(lambda: column, mark).read(column)[0])


def decimals(*values: str | None) -> list[Decimal | None]:
    return [None if value is None else Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("1.234,50", "1234.50"), ("-1.000.000,5", "-1000000.5"), ("1 234,50 zł", "1234.50")),
        *(("R$ 1.500,25", "1500.25"), ("€ -99,00", "-99"), ("10\u00a0000,00", "10000")),
        *(("(1.234,00)", "-1234"), ("12,50-", "-12.50"), ("1.234", "1234"), ("7", "7")),
    ],
)
def test_amounts_with_a_comma_before_the_pence(text: str, expected: str) -> None:
    assert amount(text, Mark.COMMA)[0] == Decimal(expected)


def test_one_amount_settles_the_mark_of_the_whole_column() -> None:
    assert read("1.234", "12,50") == decimals("1234", "12.50")
    assert read("1,234", "12.50") == decimals("1234", "12.50")


def test_a_column_that_does_not_tell_leaves_points_unknown() -> None:
    assert read("1.234", "12.500", "999") == decimals(None, None, "999")
    assert read("1,234", "12,500") == decimals("1234", "12500")
    assert mark_of(["1,234"]) is Mark.UNDECIDED


def test_a_column_with_both_marks_leaves_what_may_be_either_unknown() -> None:
    assert read("1,50", "1.50", "1,234", "1.234,00") == decimals("1.50", "1.50", None, "1234")
    assert mark_of(["1,234", "1.234"]) is Mark.MIXED


def test_a_slip_of_the_pen_does_not_unsettle_a_column() -> None:
    assert mark_of(["1.50"] * 40 + ["1,50"]) is Mark.POINT
    assert mark_of(["1,50"] * 40 + ["1.50"]) is Mark.COMMA
    assert read(*["1.50"] * 40, "1,50")[-1] is None


def test_a_given_mark_is_taken_and_the_column_not_read() -> None:
    found = Amounts(lambda: pytest.fail("the column was read"), Mark.COMMA)
    assert list(found.read(["1.234"])[0]) == [1234]


def test_plain_amounts_do_not_read_the_column() -> None:
    found = Amounts(lambda: pytest.fail("the column was read"))
    assert list(found.read(["1234.5", "2"])[0]) == decimals("1234.5", "2")
    assert list(found.read(["1,234.50", ""])[0]) == decimals("1234.50", None)


def test_an_amount_is_readable_whatever_its_mark() -> None:
    assert readable("1.234,5")
    assert readable("1,234.5")
    assert not readable("13/04/2024")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(("Amount (£)", "GBP"), ("Betrag EUR", "EUR"), ("Value ($)", "USD"), ("Amount", "")),
        *(("Contract Value (AUD)", "AUD"), ("Amount (CAD $)", "CAD"), ("Invoice Value", "")),
    ],
)
def test_the_currency_in_the_name_of_a_column(name: str, code: str) -> None:
    assert currency_in(name) == code


@given(st.lists(MONEY, min_size=1))
def test_a_column_with_commas_is_never_read_the_other_way(values: list[Decimal]) -> None:
    column = [format(value, ",.2f").translate(str.maketrans(",.", ".,")) for value in values]
    assert read(*column) == values


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
    assert read(*column, mark=Mark.POINT) == [amount(cell)[0] for cell in column]


def test_a_column_keeps_its_currencies() -> None:
    found, marked = Amounts(list).read(["£1", "2"])
    assert list(found) == [1, 2]
    assert marked == ["GBP", ""]
    assert Amounts(list).read(["1", "2"])[1] is None


def test_a_line_break_in_a_cell_does_not_shift_the_column() -> None:
    assert read("1\n2", "3") == [None, 3]
