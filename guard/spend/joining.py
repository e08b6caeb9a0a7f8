"""Sheets of one workbook with the same columns, a month to each, as the one list that they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from guard.border.text import plain
from guard.spend.heading import Heading
from guard.spend.table import Batch, Table

Found = tuple[Table, Heading]


def joined(found: Sequence[Found]) -> Found | None:
    """All of ``found`` as one table, or None where that may be wrong.

    So it is where their columns differ, where anything stands above them, and where two begin with
    the same rows: one may be a copy of the other.
    Its rows are numbered on through the workbook; the names of the columns of later sheets are
    rows like others, which name the columns once more.
    """
    (first, heading), *others = found
    if any(not _alike(heading, other, table) for table, other in others):
        return None
    if len({str(one.sample) for _, one in found}) < len(found):
        return None
    begun: dict[str, int] = {}
    batches = partial(_one_after_another, [table for table, _ in found], begun)
    return replace(first, batches=batches, said=partial(_told, begun)), heading


def _alike(first: Heading, other: Heading, table: Table) -> bool:
    if _stripped(first.names) != _stripped(other.names) or first.notes or other.notes:
        return False
    numbers, rows = next(table.batches(), ((), []))
    above = (row for number, row in zip(numbers, rows, strict=True) if number < other.row)
    return not any(cell.strip() for row in above for cell in row)


def _stripped(names: Sequence[str]) -> list[str]:
    return [name.strip() for name in names]


def _told(begun: Mapping[str, int]) -> Iterator[str]:
    """Where each sheet begins, so that a row is found in it."""
    sheets = ", ".join(f'"{plain(name, 40)}" from row {row:,}' for name, row in begun.items())
    yield f"sheets with the same columns are one list, their rows numbered on: {sheets}"


def _one_after_another(tables: Sequence[Table], begun: dict[str, int]) -> Iterator[Batch]:
    """The rows of all ``tables``; where each begins is put into ``begun``."""
    before = 0
    for table in tables:
        begun[table.name] = before + 1
        last = 0
        for numbers, rows in table.batches():
            yield [before + number for number in numbers], rows
            last = numbers[-1]
        before += last
