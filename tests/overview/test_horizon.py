import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.overview.horizon import horizon
from tests.making import TODAY, told

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("60d", dt.date(2027, 1, 21)),
        ("0d", TODAY),
        ("8w", dt.date(2027, 1, 17)),
        ("3m", dt.date(2027, 2, 22)),
        (" 1Y ", dt.date(2027, 11, 22)),
        ("2026-12-01", dt.date(2026, 12, 1)),
    ],
)
def test_a_time_ahead_has_a_last_day(text: str, last: dt.date) -> None:
    assert horizon(text, TODAY) == last


def test_a_month_without_that_day_ends_on_its_last() -> None:
    assert horizon("1m", dt.date(2027, 1, 31)) == dt.date(2027, 2, 28)
    assert horizon("1y", dt.date(2028, 2, 29)) == dt.date(2029, 2, 28)


@pytest.mark.parametrize("text", ["", "d", "-5d", "60", "60x", "1.5m", "6 0d", "9999y", "\u0663d"])
def test_what_is_no_time_is_refused(text: str) -> None:
    assert "60d, 8w, 3m, 1y" in told(lambda: horizon(text, TODAY))


def test_a_day_that_is_over_is_refused() -> None:
    assert "2026-11-21 is before 2026-11-22" in told(lambda: horizon("2026-11-21", TODAY))


@given(DAYS, st.integers(0, 120), st.integers(0, 120))
def test_more_months_are_never_sooner(on: dt.date, some: int, more: int) -> None:
    assert on <= horizon(f"{some}m", on) <= horizon(f"{some + more}m", on)


@given(DAYS, st.integers(0, 50))
def test_a_year_is_twelve_months(on: dt.date, years: int) -> None:
    assert horizon(f"{years}y", on) == horizon(f"{12 * years}m", on)
