"""Reading a register from a file; every fault of every row in one go."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from guard.border.file import read_bytes, shown_name
from guard.border.position import KeyPath
from guard.border.row import Row
from guard.border.text import plain
from guard.errors import Fault, GuardError, Place, refuse_if
from guard.register.entries import Register, RegisterEntry
from guard.request.faults import faults_of
from guard.seam import choose

LIMIT_BYTES = 16_777_216
"""The most that is read of a register: 16 MiB."""

MOST_FAULTS = 100
"""The most faults told of one register."""

_SYNONYMS = {
    "number": "id",
    "reference": "id",
    "register_id": "id",
    "application_id": "id",
    "application": "name",
    "application_name": "name",
    "alias": "aliases",
    "other_names": "aliases",
    "vendor": "supplier",
    "supplier_name": "supplier",
    "domain": "domains",
    "url": "domains",
    "website": "domains",
    "identifier": "identifiers",
    "service_owner": "owner",
    "iao": "information_asset_owner",
    "category": "capability",
    "uses": "approved_uses",
    "classification": "max_classification",
    "maximum_classification": "max_classification",
    "review_date": "review_on",
    "register_status": "status",
}
_LISTS = frozenset({"aliases", "domains", "identifiers", "approved_uses"})
_IGNORED = "x-"


def read_register(path: Path) -> Register:
    """Read the register at ``path``; how is told by its suffix, one of guard/readers.

    Columns may have their usual names ("Application name", "Vendor"); those that begin with
    "x-" are left alone. One cell of a list holds several values with semicolons between.

    Raises:
        GuardError: the file cannot be read as such a list, or its rows have faults.
    """
    data = read_bytes(path, LIMIT_BYTES)
    file = shown_name(path)
    reader = choose("readers", path.suffix.removeprefix(".").lower(), "a kind of list read here")
    rows: Sequence[Row] = reader.read(data, file)
    if not rows:
        remedy = "Add the applications that IT knows, or leave the register out."
        raise GuardError(Fault("the register is empty", remedy, Place(file)))
    return Register(_entries(rows), file, hashlib.sha256(data).hexdigest())


def _entries(rows: Sequence[Row]) -> tuple[RegisterEntry, ...]:
    refuse_if(_faults_of_columns(rows))
    entries: dict[str, tuple[RegisterEntry, Row]] = {}
    faults: list[Fault] = []
    for row in rows:
        columns = _columns(row)
        try:
            entry = RegisterEntry.model_validate(_values(row, columns))
        except ValidationError as error:
            faults += faults_of(error, RegisterEntry, (), partial(_place, row, columns))
            continue
        _, first = entries.setdefault(entry.id.casefold(), (entry, row))
        if first is not row:
            what = f'the number "{plain(entry.id, 60)}" is that of {first.place("")}, too'
            remedy = "Give each application a number of its own, or keep one of the two."
            faults.append(Fault(what, remedy, row.place(columns["id"])))
    if len(faults) > MOST_FAULTS:
        more = f"{len(faults) - MOST_FAULTS} more faults in this register"
        rest = Fault(more, "Correct those above first, then read it again.", rows[0].place(""))
        faults = [*faults[:MOST_FAULTS], rest]
    refuse_if(faults)
    return tuple(entry for entry, _ in entries.values())


def _columns(row: Row) -> Mapping[str, str]:
    """For each field of an entry, the column of ``row`` that has it."""
    return {_field(column): column for column in row.values}


def column_of(row: Row, field: str) -> str:
    """The column or key of ``row`` that has the ``field`` of an entry; empty where none has."""
    return _columns(row).get(field, "")


def _field(column: str) -> str:
    folded = re.sub(r"[\s_-]+", "_", column.strip().casefold())
    return _SYNONYMS.get(folded, folded)


def _faults_of_columns(rows: Sequence[Row]) -> Iterator[Fault]:
    """Columns that no entry has, that mean the same, or that are missing; each told once."""
    first = {column: row for row in reversed(rows) for column in row.values}
    meaning: dict[str, str] = {}
    known = list(RegisterEntry.model_fields)
    for column, row in first.items():
        field = _field(column)
        if column.casefold().startswith(_IGNORED):
            continue
        if field not in known:
            near = get_close_matches(field, [*known, *_SYNONYMS], n=1)
            hint = f'Did you mean "{near[0]}"?' if near else f"Known are {', '.join(known)}."
            what = f'there is no column "{plain(column, 60)}" in a register'
            remedy = f'{hint} For one of your own, begin its name with "{_IGNORED}".'
            yield Fault(what, remedy, row.place(column))
        elif meaning.setdefault(field, column) != column:
            what = f'the columns "{plain(column, 60)}" and "{meaning[field]}" are the same'
            yield Fault(what, f"Keep one of them, as {field}.", row.place(column))
    for field, info in RegisterEntry.model_fields.items():
        if info.is_required() and field not in map(_field, first):
            remedy = f"Add {field}: {info.description}"
            yield Fault(f"there is no column {field}", remedy, rows[0].place(""))


def _values(row: Row, columns: Mapping[str, str]) -> dict[str, object]:
    """What an entry is made from: blank cells left out, and text in the form the fields have."""
    given = {field: row.values[column] for field, column in columns.items()}
    return {
        field: _value(field, value)
        for field, value in given.items()
        if field in RegisterEntry.model_fields and value != ""
    }


def _value(field: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    if field in _LISTS:
        items = [item for item in map(str.strip, value.split(";")) if item]
        return [_domain(item) for item in items] if field == "domains" else items
    if field in {"status", "max_classification"}:
        return value.strip().lower().replace(" ", "-")
    return value


def _domain(text: str) -> str:
    """The domain in what may be a web address."""
    return re.sub(r"^https?://|/.*$", "", text.lower())


def _place(row: Row, columns: Mapping[str, str], path: KeyPath) -> Place:
    return row.place(columns.get(str(path[0]), "") if path else "")
