"""How long what somebody grants may hold."""

import datetime as dt
from collections.abc import Iterator

from guard.errors import Fault


def until(at: dt.datetime, last: dt.date, longest: dt.timedelta, what: str) -> Iterator[Fault]:
    """What is wrong with ``what`` that is given ``at`` a moment and holds to a ``last`` day."""
    day = at.date()
    latest = after(day, longest)
    if last < day:
        yield Fault(f"{last} is over", f"give a day up to {latest}")
    elif last > latest:
        says = f"{what} holds for {longest.days} days at most"
        yield Fault(f"{last} is too far off: {says}", f"give a day up to {latest}")


def years_after(day: dt.date, years: int) -> dt.date:
    """The same day so many ``years`` later; 1 March for a 29 February that is not there.

    The last day there is, where it would come after it.
    """
    year = day.year + years
    if year > dt.MAXYEAR:
        return dt.date.max
    try:
        return day.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)


def after(day: dt.date, time: dt.timedelta) -> dt.date:
    """The day that ``time`` later is, or the last there is: a record can name any day."""
    return day + min(time, dt.date.max - day)
