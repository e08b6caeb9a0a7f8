"""Lists as text, a row to a line, its cells apart by comma, semicolon, tab or bar (RFC 4180)."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

from guard.border.text import plain
from guard.errors import Fault, GuardError, Place
from guard.spend import amounts, dates
from guard.spend.encoding import Text, survey
from guard.spend.heading import is_heading
from guard.spend.profile import Delimiter, Profile
from guard.spend.source import Source
from guard.spend.table import BATCH, Batch, Table

SUFFIXES = frozenset({"csv", "tsv", "tab", "txt"})

_MARKS = {
    Delimiter.COMMA: ",",
    Delimiter.SEMICOLON: ";",
    Delimiter.TAB: "\t",
    Delimiter.BAR: "|",
}
_SAMPLE = 50  # lines from which the delimiter is told
_MOST_LINES = 200  # of one row: beyond it, a quote was opened and forgotten
_NAMED = re.compile(r'"?sep=(.)"?[\r\n]')
_LINE_END = re.compile(r"\r\n|\r|\n")


def recognises(_head: bytes) -> bool:
    """Nothing: any text might be a list, so this form is the last to be tried."""
    return False


def tables(source: Source, profile: Profile) -> tuple[Table, ...]:
    """The one table of ``source``.

    Raises:
        GuardError: its characters or its quotes cannot be understood, also while its rows are read.
    """
    text = survey(source)
    if profile.encoding:
        text = _as_given(profile.encoding, source)
    form = _Form(text, _mark(source, text, profile), profile.quotes)
    return (Table(partial(_batches, source, form), notes=(text.note,) if text.note else ()),)


def _as_given(encoding: str, source: Source) -> Text:
    try:
        b"a".decode(encoding, "replace")
    except LookupError:
        what = f'the profile has the encoding "{plain(encoding, 40)}", which is none of text'
        remedy = "Write cp1252, utf-8 or another that Python knows, or leave it out."
        raise GuardError(Fault(what, remedy, source.place)) from None
    return Text(encoding)


@dataclass(frozen=True, slots=True)
class _Form:
    text: Text
    mark: str
    quotes: bool

    def reader(self, stream: io.TextIOBase) -> Any:
        if self.quotes:
            return csv.reader(stream, delimiter=self.mark)
        return csv.reader(stream, delimiter=self.mark, quoting=csv.QUOTE_NONE)


def _mark(source: Source, text: Text, profile: Profile) -> str:
    """The delimiter.

    The one that a first line "sep=;" names; or by which a row names columns; or that makes most
    cells in rows of one width.
    """
    if profile.delimiter:
        return _MARKS[profile.delimiter]
    head = source.head.decode(text.encoding, "replace").removeprefix("\ufeff")
    if (named := _NAMED.match(head)) and named[1] in _MARKS.values():
        return named[1]
    lines = "".join(io.StringIO(head, newline="").readlines()[:_SAMPLE])

    def fit(mark: str) -> tuple[bool, int]:
        try:
            rows = list(_Form(text, mark, profile.quotes).reader(io.StringIO(lines, newline="")))
        except csv.Error:
            return False, 0
        widths = Counter(map(len, rows))
        most = max(((width - 1) * count for width, count in widths.items()), default=0)
        return any(len(row) > 1 and is_heading(row) for row in rows), most

    return max(_MARKS.values(), key=fit)


def _batches(source: Source, form: _Form) -> Iterator[Batch]:
    with (
        source.open() as raw,
        io.TextIOWrapper(raw, form.text.encoding, "replace", newline="") as stream,
    ):
        reader = form.reader(stream)
        before = 0
        try:
            while rows := list(islice(reader, BATCH)):
                after = reader.line_num
                if after - before == len(rows):
                    yield range(before + 1, after + 1), rows
                else:
                    numbers, fault = _numbers(rows, before + 1, form.mark)
                    yield numbers, rows[: len(numbers)]
                    if fault:
                        raise GuardError(replace(fault, place=Place(source.name, fault.place.line)))
                before = after
        except csv.Error as error:
            what = f"not valid CSV: {plain(str(error))}"
            remedy = 'Close the quotes of this row, or read it with a profile: "quotes = false".'
            raise GuardError(Fault(what, remedy, Place(source.name, before + 1))) from None


def _numbers(rows: list[list[str]], line: int, mark: str) -> tuple[list[int], Fault | None]:
    """The line on which each row begins, where cells have line breaks in them.

    Up to a row with a quote that was never closed: that row, and all it took in, is a fault.
    """
    numbers: list[int] = []
    ((width, _),) = Counter(map(len, rows)).most_common(1)
    for row in rows:
        broken = [cell for cell in row if "\n" in cell or "\r" in cell]
        lines = sum(len(_LINE_END.findall(cell)) for cell in broken)
        if lines >= _MOST_LINES or any(_takes_in_rows(cell, mark, width) for cell in broken):
            more = "the line below it" if lines == 1 else f"{lines:,} lines below it"
            what = f"a quote that opens in this row takes in {more}"
            remedy = 'Close it, or read the list with a profile that has "quotes = false".'
            return numbers, Fault(what, remedy, Place(line=line))
        numbers.append(line)
        line += 1 + lines
    return numbers, None


def _takes_in_rows(cell: str, mark: str, width: int) -> bool:
    """Whether a line of a cell is a row of its own: as many cells, an amount or a date in it."""
    _, *below = _LINE_END.split(cell)
    for line in below:
        cells = line.split(mark)
        if len(cells) >= width > 1 and any(map(_is_value, cells)):
            return True
    return False


def _is_value(cell: str) -> bool:
    """Whether a cell is a date or an amount with pence: addresses have whole numbers, too."""
    bare = cell.strip().strip('"')
    return ("." in bare and amounts.readable(bare)) or dates.readable(bare)
