"""Reading a TOML or JSON document that nobody vouches for.

A document is read up to a limit, must be UTF-8, is looked at for bombs before a parser sees it,
and is then held to what every later step relies on: no key twice, no number that a database or
another program would round, no character that cannot be stored. All faults come with the line
and column where they stand, and with the next step.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any

import tomli

from guard.border.file import LIMIT_BYTES, read_text, shown_name
from guard.border.position import (
    DEEPEST,
    KeyPath,
    excess,
    json_offsets,
    line_column,
    toml_offsets,
)
from guard.border.syntax import json_fault, toml_fault
from guard.border.text import plain
from guard.errors import Fault, GuardError, Place, refuse_if

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_WHOLE = range(-(2**63), 2**63)
_LONG_NUMBER = re.compile(r"(?<![\d_])\d[\d_]{1000,}")
_NUMBER_REMEDY = "Whole numbers have at most 64 bits; put quotes round a number that is a name."
_LARGEST_EXPONENT = 308  # of a 64-bit floating-point number, in tens
_LONGEST_NUMBER = 400  # characters; longer is refused before Python's own limit on digits


@dataclass(frozen=True)
class Document:
    """A parsed document: its values, and where each stands in ``file``.

    ``data`` holds str, bool, int (64 bits), ``decimal.Decimal``, list and dict; from TOML also
    ``datetime`` dates and times, from JSON also None. ``text`` is without a byte order mark.
    """

    file: str
    data: dict[str, Any]
    text: str
    kind: str

    @cached_property
    def _offsets(self) -> dict[KeyPath, tuple[int, int]]:
        find = toml_offsets if self.kind == "toml" else json_offsets
        return dict(find(self.text))

    def place(self, path: KeyPath) -> Place:
        """Where the key ``path`` stands, or else the nearest part of the path that is there."""
        return self._place(path, 0)

    def place_inside(self, path: KeyPath, line: int, column: int) -> Place:
        """Where line and column (from 1) of the text that is the value of ``path`` stand.

        Exact for text without escapes; after an escape on the same line, a little to the left.
        """
        start = self._place(path, 1)
        if line == 1:
            return Place(self.file, start.line, start.column + column - 1, start.path)
        return Place(self.file, start.line + line - 1, column, start.path)

    def _place(self, path: KeyPath, which: int) -> Place:
        for length in range(len(path), 0, -1):
            if offsets := self._offsets.get(path[:length]):
                return Place(self.file, *line_column(self.text, offsets[which]), dotted(path))
        return Place(self.file, path=dotted(path))


def dotted(path: KeyPath) -> str:
    """``path`` as people write it, list items from 0: ``rule[3].source.url``."""
    shown = ""
    for part in path:
        if isinstance(part, int):
            shown += f"[{part}]"
        else:
            shown += "." * bool(shown) + (part if _BARE_KEY.fullmatch(part) else f'"{plain(part)}"')
    return shown


def read(source: Path | str, limit: int = LIMIT_BYTES) -> Document:
    """Read and parse a file, or standard input for ``"-"``.

    ``.toml`` and ``.json`` say what a file holds; without a suffix, text that begins with ``{``
    is JSON. Raises GuardError when the file is refused by :func:`guard.border.file.read_text`,
    :func:`parse_toml` or :func:`parse_json`.
    """
    file = shown_name(source)
    text = read_text(source, limit)
    suffix = Path(source).suffix.lower()
    if suffix == ".json" or (not suffix and text.lstrip().startswith("{")):
        return parse_json(text, file)
    if suffix in {"", ".toml"}:
        return parse_toml(text, file)
    what = f"{plain(suffix)} is not a kind of file that is read here"
    raise GuardError(Fault(what, "Give a .toml or a .json file.", Place(file)))


def parse_toml(text: str, file: str) -> Document:
    """Parse TOML; ``file`` is the name that faults give. Numbers with a point become Decimal.

    Raises GuardError with every fault of the values, or with the one fault of the syntax.
    """
    _refuse_excess(text, file, "toml")
    try:
        data = tomli.loads(text, parse_float=_decimal)
    except tomli.TOMLDecodeError as error:
        place = Place(file, error.lineno, error.colno)
        line = text.split("\n")[error.lineno - 1]
        raise GuardError(toml_fault(error.msg, place, line)) from None
    except ValueError:  # the parser leaves numbers of thousands of digits to Python, which refuses
        number = _LONG_NUMBER.search(text)
        place = Place(file, *line_column(text, number.start())) if number else Place(file)
        raise GuardError(Fault("the number is too large", _NUMBER_REMEDY, place)) from None
    return _checked(Document(file, data, text, "toml"))


def parse_json(text: str, file: str) -> Document:
    """Parse JSON whose top is an object; otherwise as :func:`parse_toml`.

    A key given twice, or twice with other capitals, is refused: programs differ on which counts.
    """
    _refuse_excess(text, file, "json")
    try:
        data = json.loads(
            text,
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=_decimal,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        place = Place(file, error.lineno, error.colno)
        raise GuardError(json_fault(error.msg, place)) from None
    if not isinstance(data, dict):
        remedy = 'Begin with { and end with }, with "key": value pairs between.'
        raise GuardError(Fault("the document is not a JSON object", remedy, Place(file, 1, 1)))
    return _checked(Document(file, data, text, "json"))


def _refuse_excess(text: str, file: str, kind: str) -> None:
    if found := excess(text, kind):
        offset, what = found
        remedy = "Check for a bracket, quote or dot too many; no real document needs this."
        raise GuardError(Fault(what, remedy, Place(file, *line_column(text, offset))))


class _Clash(dict[str, Any]):
    """A JSON object with keys that clash: those names, to be reported once the path is known."""

    names: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key.casefold() for key, _ in pairs}) == len(pairs):
        return dict(pairs)
    clash = _Clash(pairs)
    counts = Counter(key.casefold() for key, _ in pairs)
    clash.names = tuple(dict.fromkeys(key for key, _ in pairs if counts[key.casefold()] > 1))
    return clash


def _decimal(literal: str) -> Decimal:
    """A number with a point; what is beyond counting becomes infinite and is refused below."""
    try:
        return Decimal(literal) if len(literal) <= _LONGEST_NUMBER else Decimal("Infinity")
    except InvalidOperation:
        return Decimal("Infinity")


def _integer(literal: str) -> int:
    return int(literal) if len(literal) <= _LONGEST_NUMBER else _WHOLE.stop


def _checked(document: Document) -> Document:
    refuse_if(
        Fault(what, remedy, document.place(path))
        for path, what, remedy in _faults_of_values(document.data, document.text)
    )
    return document


def _faults_of_values(data: dict[str, Any], text: str) -> Iterator[tuple[KeyPath, str, str]]:
    """Path, fault and next step of each faulty value. Not recursive: depth is not trusted."""
    waiting: list[tuple[KeyPath, Any]] = [((), data)]
    # Without an escape, texts have no character that their file does not have.
    odd = "\\" in text or _UNSTORABLE.search(text) is not None
    for path, holder in waiting:
        if isinstance(holder, _Clash):
            for name in holder.names:
                remedy = "Keep one of them: programs differ on which would count."
                yield (*path, name), "this key is given twice, perhaps with other capitals", remedy
        if len(path) >= DEEPEST:
            yield path, f"is more than {DEEPEST} levels deep", "Use fewer levels."
            continue
        for key, value in holder.items() if isinstance(holder, dict) else enumerate(holder):
            if odd and (fault := _fault(key)):
                yield (*path, key), *fault
            if isinstance(value, (dict, list)):
                waiting.append(((*path, key), value))
            elif (odd or not isinstance(value, str)) and (fault := _fault(value)):
                yield (*path, key), *fault


def _fault(value: object) -> tuple[str, str] | None:
    if isinstance(value, str):
        # What cannot be stored cannot be printed either, and that is found out much faster.
        if value.isprintable() or not _UNSTORABLE.search(value):
            return None
        return "the text has a character that cannot be stored", "Delete the \\u escape in it."
    if isinstance(value, int) and value not in _WHOLE:
        return "the number is too large", _NUMBER_REMEDY
    if isinstance(value, Decimal) and not value.is_finite():
        return "is not a number that can be compared", "Give an ordinary number."
    if isinstance(value, Decimal) and abs(value.adjusted()) > _LARGEST_EXPONENT:
        return "the number is too large or too small", "Give an ordinary number."
    return None
