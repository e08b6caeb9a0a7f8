"""Adding a name to a file that people keep: all other text of it stays as it is."""

import copy
import json
from collections.abc import Iterator, Sequence
from typing import Any

from guard.border.document import Document, parse_toml
from guard.border.position import KeyPath
from guard.border.text import plain
from guard.errors import Fault, GuardError, Place

_FORMULA = ("=", "+", "-", "@")


def toml_with(document: Document, table: KeyPath, field: str, name: str, note: str) -> str:
    """The text of ``document`` with ``name`` first in the list ``field`` of ``table``.

    ``note`` stands behind it as a remark.

    Raises:
        GuardError: the file is written in a way that guard does not change by itself.
    """
    expected = copy.deepcopy(document.data)
    holder: Any = expected
    for part in table:
        holder = holder[part]
    item = f"\n    {_quoted(name)},  # {plain(note)}"
    if field in holder:
        place = document.place_inside((*table, field), 1, 1)
        at = _offset(document.text, place) + 1  # behind the bracket
        item += "" if document.text[at:].startswith(("\n", "\r")) else "\n"
        text = f"{document.text[:at]}{item}{document.text[at:]}"
    else:
        third = list(holder)[:3][-1]  # behind an id and a name, where they come first
        at = _offset(document.text, Place(line=document.place((*table, third)).line, column=1))
        text = f"{document.text[:at]}{field} = [{item}\n]\n{document.text[at:]}"
    holder[field] = [name, *holder.get(field, [])]
    if _read(text) != expected:
        what = "guard cannot add the name without changing other text"
        remedy = f"Add {_quoted(name)} to {field} by hand."
        raise GuardError(Fault(what, remedy, document.place(table)))
    return text


def _read(text: str) -> object:
    try:
        return parse_toml(text, "").data
    except GuardError:
        return None


def _offset(text: str, place: Place) -> int:
    start = 0
    for _ in range(place.line - 1):
        start = text.index("\n", start) + 1
    return start + place.column - 1


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")


def csv_with(text: str, line: int, cells: Sequence[tuple[str, str]]) -> str:
    """``text`` with ``cells``, each a column and a text, added to the row that begins at ``line``.

    A text goes behind what the cell holds, with a semicolon between; a column that is not there
    is added at the end. All other rows stay as they are, to the byte.

    Raises:
        GuardError: a text would be taken for two, or for a formula.
    """
    for _, added in cells:
        if ";" in added or added.startswith(_FORMULA):
            what = f'"{plain(added, 60)}" cannot stand in a cell of a register'
            remedy = "Leave out semicolons, and = + - @ at its beginning: they tell no names apart."
            raise GuardError(Fault(what, remedy))
    separator = max(",;\t", key=text.partition("\n")[0].count)
    records = list(_records(text, separator))
    header, target = records[0], next(r for r in records if r[0] == line)
    columns, row = list(header[2]), list(target[2])
    for column, added in cells:
        names = [_bare(cell) for cell in columns]
        if column not in names:
            columns.append(column)
            names.append(column)
        at = names.index(column)
        row += [""] * (at + 1 - len(row))
        before = _bare(row[at])
        row[at] = _cell(f"{before};{added}" if before else added, separator)
    new = {header[1]: separator.join(columns), target[1]: separator.join(row)}
    return "".join(new.get(start, raw) + end for _, start, _, raw, end in records)


_Record = tuple[int, int, tuple[str, ...], str, str]


def _records(text: str, separator: str) -> Iterator[_Record]:
    """Each record: its line, its offset, its cells as written, its text, its line end."""
    line, start, quoted, cells, cell = 1, 0, False, [], 0
    for at, char in enumerate(text):
        if char == '"':
            quoted = not quoted
        elif char == separator and not quoted:
            cells.append(text[cell:at])
            cell = at + 1
        elif char == "\n" and not quoted:
            end = at - 1 if text[at - 1 : at] == "\r" else at
            raw = text[start:end]
            yield line, start, (*cells, text[cell:end]), raw, text[end : at + 1]
            line += text.count("\n", start, at + 1)
            start, cell, cells = at + 1, at + 1, []
    if start < len(text):
        yield line, start, (*cells, text[cell:]), text[start:], ""


def _bare(cell: str) -> str:
    """What a cell says, without the quotes round it."""
    bare = cell.strip()
    return bare[1:-1].replace('""', '"').strip() if bare[:1] == '"' else bare


def _cell(value: str, separator: str) -> str:
    if any(mark in value for mark in (separator, '"', "\n", "\r")):
        return '"' + value.replace('"', '""') + '"'
    return value
