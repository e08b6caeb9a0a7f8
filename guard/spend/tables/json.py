"""JSON and JSON Lines: contracts in the Open Contracting Data Standard, or a list of objects.

JSON Lines are read a line at a time; one document is read whole, up to a limit.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any

from guard.border.text import plain
from guard.errors import Fault, GuardError, Place
from guard.spend.columns import SUBJECTS
from guard.spend.encoding import LONGEST_LINE, survey
from guard.spend.line import Kind
from guard.spend.naming import known
from guard.spend.profile import Profile
from guard.spend.releases import HEADER, WITHOUT, is_open_contracting, rows
from guard.spend.source import Source
from guard.spend.table import Table, numbered

SUFFIXES = frozenset({"json", "jsonl", "ndjson"})

LIMIT_DOCUMENT = 67_108_864
"""The largest document that is read, in bytes: 64 MiB; JSON Lines have no limit."""

_WRAPPERS = frozenset({"attributes", "properties"})
"""What ArcGIS and GeoJSON put around each object."""

_LOOK_AHEAD = 1000  # objects from which the columns of JSON Lines are told
_SECOND = 1024  # bytes of the second line, which need not be whole
_BLANK = b" \t\r\n\xef\xbb\xbf"

Numbered = Iterator[tuple[int, Any]]


def recognises(head: bytes) -> bool:
    """Whether a file begins as a JSON object or array does."""
    start = head.lstrip(_BLANK)
    return start.startswith((b'{"', b"[{", b"{\n", b"{\r", b"{ ", b"[\n", b"[\r", b"[ "))


def tables(source: Source, _profile: Profile) -> tuple[Table, ...]:
    """The one table of ``source``.

    Raises:
        GuardError: it is not valid JSON, also while its rows are read; or there is no list in it.
    """
    items = partial(_lines, source) if _is_lines(source) else partial(_document, source)
    first = [item for _, item in islice(items(), _LOOK_AHEAD)]
    if first and all(map(is_open_contracting, first[:10])):
        contracts = partial(_contracts, items)
        return (Table(lambda: numbered(contracts()), "", HEADER, Kind.CONTRACT, WITHOUT),)
    header = dict.fromkeys(key for item in first for key in _flat(item))
    if not header:
        what = "holds no list of objects"
        raise GuardError(Fault(what, "Give a list of objects, or JSON Lines.", source.place))
    objects = partial(_objects, items, tuple(header))
    return (Table(lambda: numbered(objects()), header=tuple(header)),)


def _contracts(items: partial[Numbered]) -> Iterator[tuple[int, list[str]]]:
    for number, item in items():
        if isinstance(item, Mapping):
            yield from ((number, row) for row in rows(item))
        else:
            yield number, [""] * len(HEADER)


def _objects(items: partial[Numbered], header: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """A row for each object; a key that the first objects do not have makes it too wide."""
    for number, item in items():
        flat = _flat(item)
        later = [value for key, value in flat.items() if key not in header and value]
        yield number, [flat.get(key, "") for key in header] + later


def _flat(item: object) -> dict[str, str]:
    """An object as cells: objects inside it by dotted keys, lists of plain values with blanks."""
    if not isinstance(item, Mapping):
        return {}
    cells: dict[str, str] = {}
    wrapped = (item[name] for name in _WRAPPERS if isinstance(item.get(name), Mapping))
    for key, value in next(wrapped, item).items():
        if isinstance(value, Mapping):
            cells |= {f"{key}.{inner}": _cell(deeper) for inner, deeper in value.items()}
        else:
            cells[key] = _cell(value)
    return cells


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case list() if all(isinstance(item, str) for item in value):
            return " ".join(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def _is_lines(source: Source) -> bool:
    """Whether the first line is an object by itself, and another follows."""
    with source.open() as stream:
        first, second = stream.readline(LONGEST_LINE + 1), stream.readline(_SECOND)
    return bool(second.strip()) and isinstance(_tried(first), Mapping)


def _tried(line: bytes) -> object:
    try:
        return _loads(line)
    except (ValueError, RecursionError):
        return None


def _lines(source: Source) -> Numbered:
    survey(source)
    with source.open() as stream:
        for number, line in enumerate(stream, 1):
            if line.strip(_BLANK):
                yield number, _parsed(line, Place(source.name, number))


def _document(source: Source) -> Numbered:
    """The items of the one list in a document, counted from 1."""
    data = _parsed(source.whole(LIMIT_DOCUMENT, "one JSON document"), source.place)
    return iter(enumerate(_items(data), 1))


def _items(data: Any) -> Iterable[Any]:
    """What a document lists: its own items, or those of the one list that it holds."""
    if isinstance(data, list):
        return data
    if not isinstance(data, Mapping) or "ocid" in data:
        return [data]
    if is_open_contracting(data):
        return next(data[key] for key in ("records", "releases") if isinstance(data.get(key), list))
    lists = list(_lists(data))
    fields = [known(list(_flat(one[0]))) for one in lists]
    named = [len(one) if not one.isdisjoint(SUBJECTS) else 0 for one in fields]
    if len(lists) == 1:
        return lists[0]
    best = max(named, default=0)
    return lists[named.index(best)] if best and named.count(best) == 1 else [data]


def _lists(data: Mapping[str, Any]) -> Iterator[list[Any]]:
    """The lists in a document, and in what it wraps: CKAN has "records" in "result"."""
    for value in data.values():
        inner = value.values() if isinstance(value, Mapping) else (value,)
        yield from (one for one in inner if isinstance(one, list) and one)


def _parsed(data: bytes, place: Place) -> Any:
    try:
        return _loads(data)
    except RecursionError:
        what = "is nested too deeply"
    except ValueError as error:
        what = f"is not valid JSON: {plain(str(error))}"
    raise GuardError(Fault(what, "Correct it, or ask for it again.", place))


def _loads(data: bytes) -> Any:
    """The value of a JSON text, numbers as they are written."""
    text = data.lstrip(_BLANK)
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
