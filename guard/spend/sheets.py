"""Workbooks, through calamine, which loads a sheet whole: so their size is settled first.

A workbook is a zip of XML. Four things can make a small one large, and each is bounded before
calamine sees it: what the zip unpacks to (counted by unpacking, not taken from what the zip says),
the rectangle that a sheet's outermost cells span, cells that are repeated, and a text that is kept
once and shown in many cells, of which calamine makes as many copies.
"""

import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import IO, Protocol

from guard.border.text import plain
from guard.errors import Fault, GuardError, Place
from guard.spend.profile import Profile
from guard.spend.source import Source
from guard.spend.table import Batch, Table, numbered

LIMIT_FILE = 67_108_864
"""The largest workbook that is read, in bytes: 64 MiB."""

LIMIT_UNPACKED = 268_435_456
"""The most that a workbook may unpack to, in bytes: 256 MiB."""

MOST_CELLS = 10_000_000
"""The most cells that the rectangle of a sheet may have."""

LIMIT_TEXT = 536_870_912
"""The most text that the cells of a workbook may have together, in bytes: 512 MiB."""

_MOST_PARTS = 10_000
_PIECE = 262_144
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError),
    *(NotImplementedError, RuntimeError, ValueError),  # encrypted, or packed in an unusual way
)
_SMALLER = "Save the list alone, as a workbook of its own or as CSV."

Cell = str | float | bool | dt.date | dt.time | dt.timedelta


class Measure(Protocol):
    """How large the sheets of one workbook become in memory."""

    @property
    def text(self) -> int:
        """The text of all cells of the parts measured so far, in bytes; never too small."""

    def cells(self, part: str, pieces: Iterator[bytes]) -> int:
        """How many cells a part of the zip spans, from its name and its bytes."""


def sheets(source: Source, profile: Profile, measure: Measure) -> tuple[Table, ...]:
    """The sheets of a workbook that can be seen, or the one that the profile names.

    Raises:
        GuardError: it is no workbook, has a password, is too large, or has no such sheet.
    """
    data = source.whole(LIMIT_FILE, "a workbook")
    _check(data, source.place, measure)
    names, hidden = _names(data, source.place)
    if profile.sheet is not None:
        if profile.sheet not in names + hidden:
            what = f'there is no sheet "{plain(profile.sheet, 60)}", which the profile names'
            listed = ", ".join(f'"{plain(name, 40)}"' for name in names)
            raise GuardError(Fault(what, f"The sheets are {listed}.", source.place))
        names, hidden = (profile.sheet,), ()
    if not names:
        raise GuardError(Fault("has no sheet that can be seen", _SMALLER, source.place))
    notes = tuple(f'the hidden sheet "{plain(name, 40)}" is not read' for name in hidden)
    return tuple(
        Table(partial(_batches, data, name, source.place), name, notes=notes) for name in names
    )


def _check(data: bytes, place: Place, measure: Measure) -> None:
    """Refuse what would take too much memory to load."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            said = sum(part.file_size for part in parts)
            if len(parts) > _MOST_PARTS or said > LIMIT_UNPACKED:
                raise GuardError(_too_large(place))
            for part in parts:
                with archive.open(part) as stream:
                    if measure.cells(part.filename, _pieces(stream)) > MOST_CELLS:
                        what = f"has a sheet of more than {MOST_CELLS:,} cells, blank ones included"
                        raise GuardError(Fault(what, _SMALLER, place))
            if measure.text > LIMIT_TEXT:
                what = f"has cells with more than {LIMIT_TEXT:,} bytes of text together"
                raise GuardError(Fault(what, _SMALLER, place))
    except _BROKEN as error:
        what = f"is no workbook that can be read: {plain(str(error))}"
        remedy = "Open it, and save it again as a workbook without a password, or as CSV."
        raise GuardError(Fault(what, remedy, place)) from None


def _too_large(place: Place) -> Fault:
    return Fault(f"unpacks to more than {LIMIT_UNPACKED:,} bytes", _SMALLER, place)


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """A part in pieces; no more comes than the zip says, and what is more breaks its checksum."""
    while piece := stream.read(_PIECE):
        yield piece


def _names(data: bytes, place: Place) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sheets that can be seen, and those that cannot."""
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    try:
        with load_workbook(io.BytesIO(data)) as book:
            found = [one for one in book.sheets_metadata if one.typ is SheetTypeEnum.WorkSheet]
    except CalamineError as error:
        raise GuardError(_unreadable(error, place)) from None
    seen = tuple(one.name for one in found if one.visible is SheetVisibleEnum.Visible)
    return seen, tuple(one.name for one in found if one.name not in seen)


def _unreadable(error: Exception, place: Place) -> Fault:
    what = f"is no workbook that can be read: {plain(str(error))}"
    return Fault(what, "Open it, and save it again, or save it as CSV.", place)


def _batches(data: bytes, name: str, place: Place) -> Iterator[Batch]:
    from python_calamine import CalamineError, load_workbook

    try:
        with load_workbook(io.BytesIO(data)) as book:
            sheet = book.get_sheet_by_name(name)
            before = [""] * (sheet.start[1] if sheet.start else 0)  # blank columns at the left
            rows = enumerate(sheet.iter_rows(), 1)
            yield from numbered((number, before + list(map(text, row))) for number, row in rows)
    except CalamineError as error:
        raise GuardError(_unreadable(error, place)) from None


def text(cell: Cell) -> str:
    """A cell as it would stand in a CSV: whole numbers without a point, dates as ISO 8601."""
    match cell:
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float():
            # A sheet shows 15 digits; the rest is noise of binary fractions.
            return str(int(cell)) if cell.is_integer() else format(cell, ".15g")
        case dt.date() | dt.time():
            return cell.isoformat()
        case _:
            return str(cell)
