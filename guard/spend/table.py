"""What the forms of lists have in common: rows of text cells, in batches, with their numbers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from guard.spend.line import Kind

BATCH = 128
"""Rows that are handled at a time: few enough to stay in the processor's cache."""

MOST_COLUMNS = 1000
"""The most columns that a list may have."""

Batch = tuple[Sequence[int], list[list[str]]]
"""The numbers of rows in the file, from 1, and the cells of each."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a source; ``batches`` begins anew at each call."""

    batches: Callable[[], Iterator[Batch]]
    name: str = ""
    """The sheet of a workbook."""
    header: tuple[str, ...] = ()
    """The names of the columns, where the form gives them apart from the rows."""
    kind: Kind | None = None
    """What the lines are, where the form tells."""
    without: str = "names no supplier"
    """Why a row that names nobody is skipped."""
    notes: tuple[str, ...] = ()
    """What was decided in reading, for people."""
    said: Callable[[], Iterable[str]] = tuple
    """What is known only when all rows were read, for people."""


def numbered(rows: Iterator[tuple[int, list[str]]]) -> Iterator[Batch]:
    """Batches of ``rows`` that come one at a time."""
    numbers: list[int] = []
    cells: list[list[str]] = []
    for number, row in rows:
        numbers.append(number)
        cells.append(row)
        if len(cells) == BATCH:
            yield numbers, cells
            numbers, cells = [], []
    if cells:
        yield numbers, cells
