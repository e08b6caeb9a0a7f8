"""What was decided of the dates and amounts of a list, and what could not be, in sentences."""

from collections.abc import Iterator

from guard.spend.amounts import Mark
from guard.spend.dates import Dates, Order


def of_dates(dates: Dates, given: Order | None) -> Iterator[str]:
    """How day and month were told apart, unless a profile says it; and of dates without a day."""
    match dates.order if given is None else None:
        case Order.DAY_FIRST:
            yield "dates are day/month: a date of the column has 13 or more in first place"
        case Order.MONTH_FIRST:
            yield "dates are month/day: a date of the column has 13 or more in second place"
        case Order.MIXED:
            yield "dates are day/month and month/day: those that may be either are unknown"
        case Order.UNDECIDED:
            yield "no date tells day from month: those that may be either are unknown"
        case None:
            pass
    if dates.months:
        yield "some dates are months: their first day is taken"


def of_amounts(mark: Mark | None, given: Mark | None) -> Iterator[str]:
    """What stands before the pence, unless it is a point or a profile says it."""
    match mark:
        case Mark.COMMA if given is None:
            yield "amounts have a comma before the pence: 1.234,50 is one thousand and more"
        case Mark.MIXED:
            yield "amounts have points and commas before the pence: those such as 1,234 are unknown"
        case Mark.UNDECIDED:
            yield (
                "no amount tells what stands before the pence: 1,234 is taken for a thousand and "
                "more, and 1.234 is unknown; a profile can say it (decimal)"
            )
        case _:
            pass
