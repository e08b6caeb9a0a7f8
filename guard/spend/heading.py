"""Where the names of the columns stand in a table: at the top, or below a title."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from guard.border.text import plain
from guard.errors import Fault, GuardError, Place
from guard.spend.columns import SUBJECTS, known, no_subject
from guard.spend.profile import Profile
from guard.spend.table import MOST_COLUMNS, Batch, Table

_LOOK_AHEAD = 100  # rows in which the names of the columns are looked for
_ENOUGH = 2  # fields that a row has to name, unless it has no more cells


@dataclass(frozen=True, slots=True)
class Heading:
    """The names of the columns, and the number of their row in the file; 0 where none has them."""

    names: tuple[str, ...]
    row: int


def is_heading(cells: Sequence[str]) -> bool:
    """Whether a row names columns: one of a supplier or the like, and another if there is one."""
    fields = known(cells)
    filled = sum(1 for cell in cells if cell.strip())
    return not fields.isdisjoint(SUBJECTS) and (len(fields) >= _ENOUGH or filled <= _ENOUGH)


def find_heading(table: Table, profile: Profile, place: Place) -> Heading | None:
    """The names of the columns of ``table``, or None where no row of the first has them.

    Raises:
        GuardError: there are more columns than a list may have, or not the row that the profile
            names.
    """
    if table.header:
        return Heading(table.header, 0)
    numbers, rows = next(table.batches(), ((), []))
    width = max(map(len, rows), default=0)
    if width > MOST_COLUMNS:
        what = f"has {width:,} columns; the most that are read is {MOST_COLUMNS:,}"
        raise GuardError(Fault(what, "Check its delimiter; a profile can name it.", place))
    if profile.header == 0:
        return Heading(("",) * width, 0)
    if profile.header is not None:
        for number, row in chain.from_iterable(map(_pairs, table.batches())):
            if number == profile.header:
                return Heading(tuple(row), number)
        what = f"no row begins at {profile.header}, where the profile has the names of columns"
        raise GuardError(Fault(what, "Give the number of their row in the file.", place))
    for number, row in zip(numbers[:_LOOK_AHEAD], rows, strict=False):
        if is_heading(row):
            return Heading(tuple(row), number)
    return None


def _pairs(batch: Batch) -> Iterator[tuple[int, list[str]]]:
    return zip(*batch, strict=True)


def no_heading(table: Table, place: Place) -> Fault:
    """The fault of a table without names of columns, with what its first row holds instead."""
    _, rows = next(table.batches(), ((), []))
    first = next((row for row in rows if any(cell.strip() for cell in row)), [])
    shown = ", ".join(f'"{plain(cell.strip(), 40)}"' for cell in first[:8] if cell.strip())
    fault = no_subject(place)
    return Fault(f"{fault.what}; it begins with {shown or 'blank rows'}", fault.remedy, place)
