"""Dates; and that day and month are told apart by the column or not at all."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.spend.dates import Dates, Order, order_of, readable

DAYS = st.dates(dt.date(1981, 1, 1), dt.date(2068, 12, 31))


def read(*column: str) -> list[dt.date | None]:
    dates = Dates(lambda: column)
    return [dates[text] for text in column]


@pytest.mark.parametrize(
    "text",
    [
        *("2024-05-04", "2024-05-04 00:00:00", "2024-05-04T10:00:00Z", "2024/05/04", "20240504"),
        *("4 May 2024", "04-May-24", "4th May 2024", "04-MAY-2024", "Sat 4 May 2024", "4May2024"),
        *("May 4, 2024", "Saturday, May 4th 2024", "45416", "45416.5", "  2024-05-04  "),
        *("Sat May 4 10:00:00 2024", "1714809600", "1714809600123", "2024-05-04 10:00:00.0000000"),
    ],
)
def test_dates_that_can_be_read_in_one_way_only(text: str) -> None:
    assert read(text) == [dt.date(2024, 5, 4)]


@pytest.mark.parametrize(
    "text",
    [
        *("", "n/a", "2024", "202405", "31/02/2024", "2024-13-01", "1234-01-01", "2024/25"),
        *("2011-12", "2024-13", "13/2024", "Total 24", "24-May"),
        *("32 May 2024", "4 Mayo 2024", "99999", "13/13/2024", "1" * 100, "20201"),
    ],
)
def test_what_is_no_date_is_unknown(text: str) -> None:
    assert read(text) == [None]


def test_one_day_above_twelve_settles_the_whole_column() -> None:
    assert read("04/05/2024", "13/05/2024")[0] == dt.date(2024, 5, 4)
    assert read("04/05/2024", "05/13/2024")[0] == dt.date(2024, 4, 5)


def test_a_column_that_does_not_tell_leaves_what_may_be_either_unknown() -> None:
    assert read("04/05/2024", "05/05/2024", "6 May 2024") == [
        *(None, dt.date(2024, 5, 5), dt.date(2024, 5, 6)),
    ]
    assert order_of(["04/05/2024"]) is Order.UNDECIDED


def test_a_column_that_has_both_orders_leaves_what_may_be_either_unknown() -> None:
    column = ("13/05/2024", "05/14/2024", "04/05/2024")
    assert read(*column) == [dt.date(2024, 5, 13), dt.date(2024, 5, 14), None]
    assert order_of(column) is Order.MIXED


def test_a_given_order_is_taken_and_the_column_not_read() -> None:
    dates = Dates(lambda: pytest.fail("the column was read"), Order.MONTH_FIRST)
    assert dates["04/05/2024"] == dt.date(2024, 4, 5)


def test_dates_without_numbers_for_months_do_not_read_the_column() -> None:
    dates = Dates(lambda: pytest.fail("the column was read"))
    assert dates["2024-05-04"] == dt.date(2024, 5, 4)
    assert dates.order is None


def test_years_of_two_digits() -> None:
    assert read("13/05/69", "13/05/81") == [dt.date(2069, 5, 13), dt.date(1981, 5, 13)]


@pytest.mark.parametrize(
    "text", ["May-24", "May 2024", "MAY 24", "2024-05", "05/2024", "5/2024", "May'24"]
)
def test_a_month_is_its_first_day_and_that_is_told(text: str) -> None:
    dates = Dates(lambda: pytest.fail("the column was read"))
    assert dates[text] == dt.date(2024, 5, 1)
    assert dates.months


def test_what_is_readable_as_a_date_in_either_order() -> None:
    assert all(map(readable, ["04/05/2024", "05/13/2024", "May-24", "2024-05-04"]))
    assert not any(map(readable, ["13/13/2024", "1,234.00", "Zoom", ""]))


@given(st.lists(DAYS, min_size=1), st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%y"]))
def test_a_column_of_days_first_is_never_read_the_other_way(days: list[dt.date], form: str) -> None:
    found = read(*(day.strftime(form) for day in days))
    assert all(got in {None, day} for got, day in zip(found, days, strict=True))
    if any(day.day > 12 for day in days):
        assert found == days


@given(st.lists(DAYS, min_size=1))
def test_a_column_of_months_first_is_never_read_the_other_way(days: list[dt.date]) -> None:
    found = read(*(f"{day.month}/{day.day}/{day.year}" for day in days))
    assert all(got in {None, day} for got, day in zip(found, days, strict=True))


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_unknown(text: str) -> None:
    (found,) = read(text)
    assert found is None or 1980 <= found.year <= 2099
