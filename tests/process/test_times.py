import datetime as dt

import pytest

from guard.process.times import years_after


@pytest.mark.parametrize(
    ("day", "later"),
    [
        ("2026-11-22", "2029-11-22"),
        ("2028-02-29", "2031-03-01"),
        ("2025-02-28", "2028-02-28"),
        ("9998-01-01", "9999-12-31"),
    ],
)
def test_three_years_are_calendar_years(day: str, later: str) -> None:
    assert years_after(dt.date.fromisoformat(day), 3).isoformat() == later
