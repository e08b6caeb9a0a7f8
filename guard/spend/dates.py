"""Dates as lists write them; day and month are told apart from the whole column, or not at all."""

import datetime as dt
import re
from collections.abc import Callable, Iterable

from guard.request.fact import Vocabulary


class Order(Vocabulary):
    """Which of two numbers is the day, in a column of dates such as 04/05/2020."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    MIXED = "mixed"
    """Both ways occur, so that 04/05 may be either."""
    UNDECIDED = "undecided"
    """No date of the column has a number above 12 that would tell."""


_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.]?)([0-9]{1,2})\2([0-9]{1,2})(?:[T ].{0,40})?")
_NUMBERS = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?:[T ,].{0,40})?")
_DAY_NAME = re.compile(
    r"(?:[A-Za-z]{3,9},? )?([0-9]{1,2})(?:st|nd|rd|th)?[-/., ]{0,3}([A-Za-z]{3,9})[-/., ]{0,3}"
    r"([0-9]{4}|[0-9]{2})(?:[T ,].{0,40})?"
)
_NAME_DAY = re.compile(
    r"(?:[A-Za-z]{3,9},? )?([A-Za-z]{3,9})[-/. ]{1,3}([0-9]{1,2})(?:st|nd|rd|th)?[-/., ]{1,3}"
    r"(?:[0-9:]{5,8} )?([0-9]{4}|[0-9]{2})(?:[T ,].{0,40})?"
)
_MONTH = re.compile(r"([A-Za-z]{3,9})[-/., '\u2019]{0,3}([0-9]{4}|[0-9]{2})")
_MONTH_NUMBER = re.compile(r"(?:([0-9]{4})-([0-9]{2})|([0-9]{1,2})[-/]([0-9]{4}))")
_EPOCH = re.compile(r"(1[0-9]{9})(?:[0-9]{3}|\.[0-9]{1,9})?")  # seconds since 1970
_SERIAL = re.compile(r"([2-7][0-9]{4})(?:\.[0-9]{1,12})?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december", "sept"),
)
_DAY_ZERO = dt.date(1899, 12, 30)  # of a spreadsheet's count of days
_EARLIEST, _LATEST = 1980, 2099
_CENTURY_TURNS = 70  # 69 is 2069, 70 is 1970, as POSIX has it
_MONTHS_IN_YEAR = 12
_LONGEST = 60
_MOST_KEPT = 50_000


class Dates(dict[str, dt.date | None]):
    """Text to date, each text worked out once; None where it is blank or not understood."""

    def __init__(self, column: Callable[[], Iterable[str]], order: Order | None = None) -> None:
        """Read ``column`` only when a date needs its order, and none is given."""
        super().__init__()
        self._column = column
        self.order = order
        self.months = False
        """Whether a cell had a month without a day: its first day is taken."""

    def __missing__(self, text: str) -> dt.date | None:
        """Work out ``text``, and keep it."""
        if len(self) >= _MOST_KEPT:
            self.clear()
        short = text.strip() if len(text) <= _LONGEST else ""
        if numbers := _NUMBERS.fullmatch(short):
            if self.order is None:
                self.order = order_of(self._column())
            found = _by_order(numbers, self.order)
        else:
            found = _plain(short)
            if found is None and (found := _month_alone(short)):
                self.months = True
        self[text] = found
        return found


def order_of(column: Iterable[str]) -> Order:
    """Which number is the day in a whole column."""
    day_first = month_first = False
    for text in column:
        if found := _NUMBERS.fullmatch(text.strip()[:_LONGEST]):
            first, second = int(found[1]), int(found[3])
            day_first |= first > _MONTHS_IN_YEAR >= second
            month_first |= second > _MONTHS_IN_YEAR >= first
    if day_first and month_first:
        return Order.MIXED
    if day_first:
        return Order.DAY_FIRST
    return Order.MONTH_FIRST if month_first else Order.UNDECIDED


def _by_order(found: re.Match[str], order: Order) -> dt.date | None:
    first, second, year = int(found[1]), int(found[3]), _year(found[4])
    match order:
        case Order.DAY_FIRST:
            return _date(year, second, first)
        case Order.MONTH_FIRST:
            return _date(year, first, second)
        case Order.MIXED | Order.UNDECIDED:
            ways = {_date(year, second, first), _date(year, first, second)} - {None}
            return ways.pop() if len(ways) == 1 else None


def _plain(text: str) -> dt.date | None:
    """A date that can be read in one way only."""
    if found := _YEAR_FIRST.fullmatch(text):
        if not found[2] and len(found[3] + found[4]) != 4:  # noqa: PLR2004 - 20201 is no date
            return None
        return _date(int(found[1]), int(found[3]), int(found[4]))
    if found := _DAY_NAME.fullmatch(text):
        return _date(_year(found[3]), _month(found[2]), int(found[1]))
    if found := _NAME_DAY.fullmatch(text):
        return _date(_year(found[3]), _month(found[1]), int(found[2]))
    return _counted(text)


def _counted(text: str) -> dt.date | None:
    """A count of days, as spreadsheets have it, or of seconds or milliseconds since 1970."""
    if found := _EPOCH.fullmatch(text):
        return dt.datetime.fromtimestamp(int(found[1]), dt.UTC).date()
    if found := _SERIAL.fullmatch(text):
        day = _DAY_ZERO + dt.timedelta(days=int(found[1]))
        return day if _EARLIEST <= day.year <= _LATEST else None
    return None


def _month_alone(text: str) -> dt.date | None:
    """The first day of a month: "Apr-24", "2024-04"; but 2011-12 may be a year of accounts."""
    if found := _MONTH.fullmatch(text):
        return _date(_year(found[2]), _month(found[1]), 1)
    if not (found := _MONTH_NUMBER.fullmatch(text)):
        return None
    if found[1]:
        year, month = int(found[1]), int(found[2])
        return None if (year + 1) % 100 == month else _date(year, month, 1)
    return _date(int(found[4]), int(found[3]), 1)


def readable(text: str) -> bool:
    """Whether ``text`` is a date, whichever of its numbers is the day."""
    short = text.strip() if len(text) <= _LONGEST else ""
    if found := _NUMBERS.fullmatch(short):
        return bool(_by_order(found, Order.DAY_FIRST) or _by_order(found, Order.MONTH_FIRST))
    return bool(_plain(short) or _month_alone(short))


def _month(name: str) -> int:
    """The number of a month, 0 for what is none."""
    folded = name.lower()
    known = folded in _MONTHS or folded in _FULL
    return _MONTHS.index(folded[:3]) + 1 if known else 0


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:  # noqa: PLR2004 - two digits or four
        return year
    return year + (2000 if year < _CENTURY_TURNS else 1900)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if _EARLIEST <= year <= _LATEST else None
    except ValueError:
        return None
