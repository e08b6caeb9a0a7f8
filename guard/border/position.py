"""Where things stand in a TOML or JSON text, and whether the text is a bomb.

The parsers that guard uses give values without positions. :func:`excess` runs over every text
before the parser does and costs a millisecond or two; :func:`toml_offsets` and
:func:`json_offsets` read a text again, only once a fault has to be placed. All take time linear
in the text. On invalid text the offsets found so far are returned: the parser reports the fault.
"""

import contextlib
import json
import re
from collections.abc import Callable, Mapping
from itertools import accumulate

import tomli

from guard.border.text import plain

KeyPath = tuple[str | int, ...]
"""Keys and list indexes (from 0) from the top of a document: ``("rule", 3, "source", "url")``."""

DEEPEST = 64
"""Levels of lists and tables inside one another."""

MOST_PARTS = 32
"""Parts of one dotted key: parsers have taken time quadratic in them (CPython issue 149231)."""

# Every pattern matches whatever follows its opening quote, closed or not, so that no start is
# tried twice and the scan stays linear. An unclosed text is a fault that the parser reports.
_BLOCK = r'"""[^"\\]*(?:(?:\\[\s\S]|""?(?!"))[^"\\]*)*(?:"{3,5}|\\?\Z)'
_RAW_BLOCK = r"'''[^']*(?:''?(?!')[^']*)*(?:'{3,5}|\Z)"
_LINE = r'"(?!"")[^"\\\n]*(?:\\.[^"\\\n]*)*"?'
_RAW_LINE = r"'(?!'')[^'\n]*'?"
_QUOTED = f"{_LINE}|{_RAW_LINE}|{_BLOCK}|{_RAW_BLOCK}"

_OPAQUE = {"toml": re.compile(rf"{_QUOTED}|#[^\n]*"), "json": re.compile(_LINE)}
_LONG_KEY = re.compile(rf"(?<![\w.-])(?:[\w-]+[ \t]*\.[ \t]*){{{MOST_PARTS}}}")
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_NO_BRACKET = bytes(code for code in range(256) if code not in _STEP)

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_TEXT = re.compile(_QUOTED)
_OPENING = re.compile(r'"""(?:\r?\n)?|\'\'\'(?:\r?\n)?|["\']|')
_KEY = re.compile(rf"{_LINE}|{_RAW_LINE}|[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\[\]{}\n#\"']+")


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1 and counted in characters, of ``offset`` in ``text``."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def excess(text: str, kind: str) -> tuple[int, str] | None:
    """The offset of, and a word for, what no parser should be given; None when there is nothing.

    ``kind`` is ``"toml"`` or ``"json"``. Looked for: more than ``DEEPEST`` levels and, in TOML,
    a key of more than ``MOST_PARTS`` parts. Quoted text and comments are left out of account.
    """
    bare = _OPAQUE[kind].sub("_", text)
    if kind == "toml" and max(line.count(".") for line in bare.split("\n")) >= MOST_PARTS:
        same_length = _OPAQUE[kind].sub(lambda match: "_" * len(match.group()), text)
        if key := _LONG_KEY.search(same_length):
            return key.start(), f"a key has more than {MOST_PARTS} parts"
    brackets = bare.encode("ascii", "ignore").translate(None, _NO_BRACKET)
    if max(accumulate(map(_STEP.__getitem__, brackets)), default=0) > DEEPEST:
        return _deepest(text, kind), f"lists or tables stand more than {DEEPEST} levels deep"
    return None


def _deepest(text: str, kind: str) -> int:
    """The offset of the first bracket that is too deep."""
    bare = _OPAQUE[kind].sub(lambda match: "_" * len(match.group()), text)
    depths = accumulate(_STEP.get(ord(char), 0) for char in bare)
    return next(offset for offset, depth in enumerate(depths) if depth > DEEPEST)


def toml_offsets(text: str) -> Mapping[KeyPath, tuple[int, int]]:
    """For every key path of a TOML text, the offsets of the key and of its value.

    The value's offset is that of its first character of content: after the opening quotes, and
    after the line break that may follow them. Items of lists and tables have one offset twice.
    """
    scan = _Scan(text, "=", lambda raw: str(tomli.loads(f"k={raw}")["k"]))
    with contextlib.suppress(ValueError):
        scan.document()
    return scan.found


def json_offsets(text: str) -> Mapping[KeyPath, tuple[int, int]]:
    """The same for a JSON text."""
    scan = _Scan(text, ":", lambda raw: str(json.loads(raw)))
    with contextlib.suppress(ValueError):
        scan.value((), scan.skip(_BLANK), 0)
    return scan.found


class _Scan:
    """A walk through one text; raises ValueError where the text is not valid."""

    def __init__(self, text: str, assign: str, decode: Callable[[str], str]) -> None:
        self.text = text
        self.at = 0
        self.assign = assign
        self.gap = _SPACE if assign == "=" else _BLANK  # a TOML key and its value share a line
        self.decode = decode
        self.found: dict[KeyPath, tuple[int, int]] = {}
        self.tables: dict[KeyPath, int] = {}  # how many [[tables]] of this path so far

    def skip(self, pattern: re.Pattern[str]) -> int:
        """Pass over what ``pattern`` matches, perhaps nothing; the offset reached."""
        if match := pattern.match(self.text, self.at):
            self.at = match.end()
        return self.at

    def take(self, pattern: re.Pattern[str]) -> str:
        start = self.at
        if self.skip(pattern) == start:
            raise ValueError(plain(self.text[start : start + 1]))
        return self.text[start : self.at]

    def next_is(self, mark: str) -> bool:
        if self.text.startswith(mark, self.at):
            self.at += len(mark)
            return True
        return False

    def expect(self, mark: str) -> None:
        if not self.next_is(mark):
            raise ValueError(mark)

    def document(self) -> None:
        table: KeyPath = ()
        while self.skip(_BLANK) < len(self.text):
            if self.next_is("[["):
                table = self.next_table(self.keys())
                self.expect("]]")
            elif self.next_is("["):
                keys = self.keys()
                table = self.enter((), keys)
                self.found[table] = (keys[-1][1],) * 2
                self.expect("]")
            else:
                self.pair(table, 0)

    def keys(self) -> list[tuple[str, int]]:
        """The parts of a key, each decoded and with its offset; blanks around it are passed."""
        parts: list[tuple[str, int]] = []
        while not parts or self.next_is("."):
            start = self.skip(self.gap)
            raw = self.take(_KEY)
            name = raw if raw[0] not in "\"'" else self.decode(raw) if "\\" in raw else raw[1:-1]
            parts.append((name, start))
            self.skip(self.gap)
        return parts

    def enter(self, table: KeyPath, keys: list[tuple[str, int]]) -> KeyPath:
        """The path that ``keys`` lead to from ``table``: into the last of an array of tables."""
        for name, offset in keys:
            table = (*table, name)
            self.found.setdefault(table, (offset, offset))
            if table in self.tables:
                table = (*table, self.tables[table] - 1)
        return table

    def next_table(self, keys: list[tuple[str, int]]) -> KeyPath:
        name, offset = keys[-1]
        path = (*self.enter((), keys[:-1]), name)
        index = self.tables.get(path, 0)
        self.tables[path] = index + 1
        self.found.setdefault(path, (offset, offset))
        self.found[*path, index] = (offset, offset)
        return (*path, index)

    def pair(self, table: KeyPath, depth: int) -> None:
        keys = self.keys()
        self.expect(self.assign)
        self.skip(self.gap)
        self.value(self.enter(table, keys), keys[-1][1], depth)

    def value(self, path: KeyPath, key: int, depth: int) -> None:
        opening = _OPENING.match(self.text, self.at)
        self.found[path] = (key, opening.end() if opening else self.at)
        if opening and opening.group():
            self.take(_TEXT)
        elif depth > DEEPEST:
            raise ValueError(path)
        elif self.next_is("["):
            self.items(path, depth + 1)
        elif self.next_is("{"):
            self.pairs(path, depth + 1)
        else:
            self.take(_SCALAR)

    def items(self, path: KeyPath, depth: int) -> None:
        index = 0
        self.skip(_BLANK)
        while not self.next_is("]"):
            self.value((*path, index), self.at, depth)
            index += 1
            self.end_item("]")

    def pairs(self, path: KeyPath, depth: int) -> None:
        self.skip(_BLANK)
        while not self.next_is("}"):
            self.pair(path, depth)
            self.end_item("}")

    def end_item(self, closing: str) -> None:
        self.skip(_BLANK)
        if not self.text.startswith(closing, self.at):
            self.expect(",")
            self.skip(_BLANK)
