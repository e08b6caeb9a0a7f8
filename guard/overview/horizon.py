"""How far ahead to look: ``60d``, ``8w``, ``3m``, ``1y``, or a date."""

import calendar
import datetime as dt
import re

from guard.border.text import plain
from guard.errors import Fault, GuardError

_SPAN = re.compile(r"([0-9]{1,4})([dwmy])", re.ASCII)
_MONTHS = 12
_REMEDY = "write days, weeks, months or years (60d, 8w, 3m, 1y), or a date: 2027-01-31"


def horizon(text: str, on: dt.date) -> dt.date:
    """The last day of the time that begins ``on`` a day.

    Months end on the same day of the month, or on its last where it is shorter.

    Raises:
        GuardError: it is no such time, or one before it began.
    """
    try:
        last = _last(text.strip().lower(), on)
    except (ValueError, OverflowError):
        raise GuardError(Fault(f"{plain(text)!r} is not a time", _REMEDY)) from None
    if last < on:
        raise GuardError(Fault(f"{last} is before {on}", "give a day to come"))
    return last


def _last(text: str, on: dt.date) -> dt.date:
    found = _SPAN.fullmatch(text)
    if found is None:
        return dt.date.fromisoformat(text)
    number = int(found[1])
    match found[2]:
        case "d":
            return on + dt.timedelta(days=number)
        case "w":
            return on + dt.timedelta(weeks=number)
        case "m":
            return _months(on, number)
        case _:
            return _months(on, number * _MONTHS)


def _months(on: dt.date, number: int) -> dt.date:
    year, month = divmod(on.year * _MONTHS + on.month - 1 + number, _MONTHS)
    longest = calendar.monthrange(year, month + 1)[1]
    return on.replace(year=year, month=month + 1, day=min(on.day, longest))
