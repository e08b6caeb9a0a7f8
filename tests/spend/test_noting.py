"""What is said of dates and amounts: what the list settled, not what a profile gave."""

from guard.spend.amounts import Mark
from guard.spend.dates import Dates, Order
from guard.spend.noting import of_amounts, of_dates


def test_what_a_list_settled_is_told() -> None:
    said = {order: " ".join(of_dates(Dates(list, order), None)) for order in Order}
    assert all(said.values())
    assert len(set(said.values())) == len(Order)
    assert "day/month" in said[Order.DAY_FIRST]


def test_what_a_profile_gave_is_not_told_as_found() -> None:
    assert list(of_dates(Dates(list, Order.DAY_FIRST), Order.DAY_FIRST)) == []
    assert list(of_amounts(Mark.COMMA, Mark.COMMA)) == []


def test_months_are_told() -> None:
    dates = Dates(list)
    assert dates["May-24"]
    assert list(of_dates(dates, None)) == ["some dates are months: their first day is taken"]


def test_marks_are_told_unless_they_are_points() -> None:
    assert list(of_amounts(None, None)) == list(of_amounts(Mark.POINT, None)) == []
    said = [next(of_amounts(mark, None)) for mark in (Mark.COMMA, Mark.MIXED, Mark.UNDECIDED)]
    assert len(set(said)) == 3
    assert "a profile can say it (decimal)" in said[-1]
