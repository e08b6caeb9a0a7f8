"""Where the names of the columns stand in a table: at the top, or below a title."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from guard.border.text import plain
from guard.errors import Fault, GuardError, Place
from guard.spend import amounts, dates
from guard.spend.columns import SUBJECTS, no_subject
from guard.spend.naming import by_words, known
from guard.spend.profile import Profile
from guard.spend.table import MOST_COLUMNS, Batch, Table

_LOOK_AHEAD = 100  # rows in which the names of the columns are looked for
_ENOUGH = 2  # fields that a row has to name, unless it has no more cells
_LONGEST_NAME = 80  # characters


_NEEDED = frozenset({"amount", "date"})


@dataclass(frozen=True, slots=True)
class Heading:
    """The names of the columns, and the number of their row in the file; 0 where none has them.

    ``sample`` are some of the rows below, and ``notes`` say what was decided, for people.
    """

    names: tuple[str, ...]
    row: int
    sample: tuple[list[str], ...] = ()
    notes: tuple[str, ...] = ()


def is_heading(cells: Sequence[str]) -> bool:
    """Whether a row names columns: one of a supplier or the like, and another if there is one."""
    return _by_names(cells) or _alone(cells)


def _by_names(cells: Sequence[str]) -> bool:
    """Whether a row has two names that are known, one of them of a supplier or the like."""
    several = sum(1 for cell in cells if known([cell])) >= _ENOUGH
    return several and not known(cells).isdisjoint(SUBJECTS)


def _by_words(cells: Sequence[str]) -> bool:
    """The same with the words of names, for a row in which nothing is an amount or a date."""
    short = [cell for cell in cells if cell.strip()]
    if any(len(cell) > _LONGEST_NAME or _is_value(cell) for cell in short):
        return False
    return _enough(known(short) | {by_words(cell) for cell in short} - {""})


def _alone(cells: Sequence[str]) -> bool:
    """Whether a row has the name of a supplier or the like, and hardly anything else."""
    filled = sum(1 for cell in cells if cell.strip())
    return not known(cells).isdisjoint(SUBJECTS) and filled <= _ENOUGH


def _enough(fields: frozenset[str]) -> bool:
    return not fields.isdisjoint(SUBJECTS) and len(fields) >= _ENOUGH


def _is_value(cell: str) -> bool:
    return amounts.readable(cell) or dates.readable(cell)


def find_heading(table: Table, profile: Profile, place: Place) -> Heading | None:
    """The names of the columns of ``table``, or None where no row of the first has them.

    Raises:
        GuardError: there are more columns than a list may have, or not the row that the profile
            names.
    """
    numbers, rows = next(table.batches(), ((), []))
    if table.header:
        return Heading(table.header, 0, tuple(rows))
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
    for names_columns in (_by_names, _by_words, _alone):
        for at, row in enumerate(rows[:_LOOK_AHEAD]):
            if names_columns(row):
                return _below(numbers, rows, at)
    return None


def _below(numbers: Sequence[int], rows: Sequence[list[str]], at: int) -> Heading:
    """The heading in row ``at``, with the row below where both together name more columns."""
    names = tuple(rows[at])
    if at + 1 < len(rows) and (both := _joined(names, rows[at + 1])):
        note = f"the names of the columns stand in two rows, {numbers[at]} and {numbers[at + 1]}"
        return Heading(both, numbers[at + 1], tuple(rows[at + 2 :]), (note,))
    return Heading(names, numbers[at], tuple(rows[at + 1 :]))


def _joined(upper: tuple[str, ...], lower: Sequence[str]) -> tuple[str, ...]:
    """The names in two rows, or none where the lower row is no part of the names.

    It is one where nothing in it is an amount, a date or has a digit, and where it gives the list
    a field that it needs: an amount or a date, and no fewer of the others.
    """
    filled = [cell for cell in lower if cell.strip()]
    if not filled or any(len(cell) > _LONGEST_NAME or not _wordy(cell) for cell in filled):
        return ()
    width = max(len(upper), len(lower))
    pairs = zip(_wide(upper, width), _wide(lower, width), strict=True)
    both = tuple(f"{one} {other}".strip() for one, other in pairs)
    more, before = known(both), known(upper)
    return both if before <= more and not _NEEDED.isdisjoint(more - before) else ()


def _wide(row: Sequence[str], width: int) -> list[str]:
    return [cell.strip() for cell in row] + [""] * (width - len(row))


def _wordy(cell: str) -> bool:
    return not any(map(str.isdigit, cell))


def _pairs(batch: Batch) -> Iterator[tuple[int, list[str]]]:
    return zip(*batch, strict=True)


def no_heading(table: Table, place: Place) -> Fault:
    """The fault of a table without names of columns, with what its first row holds instead."""
    _, rows = next(table.batches(), ((), []))
    first = next((row for row in rows if any(cell.strip() for cell in row)), [])
    shown = ", ".join(f'"{plain(cell.strip(), 40)}"' for cell in first[:8] if cell.strip())
    fault = no_subject(place)
    return Fault(f"{fault.what}; it begins with {shown or 'blank rows'}", fault.remedy, place)
