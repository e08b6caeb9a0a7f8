"""The part of YAML in which public lists of applications are written.

Mappings, lists of texts, plain and quoted texts, and plain texts that go on in the next line.
Whatever else YAML can do (anchors, tags, flow collections, block texts) is refused by its line,
so that nothing is read otherwise than it is meant. Every value is a text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guard.errors import Fault, GuardError, Place

Value = str | list[str] | dict[str, "Value"]

_KEY = re.compile(r"(?P<key>[A-Za-z_][\w -]*?)\s*:(?:\s+(?P<value>.*))?$")
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_REFUSED = re.compile(r"[&*!|>%@`{\[](?!\]$)")
_QUOTED = {'"': re.compile(r'"((?:[^"\\]|\\.)*)"'), "'": re.compile(r"'((?:[^']|'')*)'")}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "0": ""}
_EMPTY = frozenset({"[]", "{}", "~", "null", ""})
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class _Row:
    """One line that says something: its number, how far it is indented, and its text."""

    number: int
    indent: int
    text: str


def parse(text: str, file: str) -> dict[str, Value]:
    """The mapping that ``text`` is; ``file`` is the name that faults give.

    Raises:
        GuardError: it is not such a mapping; the first line that is not.
    """
    rows = list(_rows(text, file))
    value, rest = _mapping(rows, 0, file, 0)
    if rest < len(rows):
        raise _refused(file, rows[rest], "is indented otherwise than the lines before it")
    return value


def _rows(text: str, file: str) -> Iterator[_Row]:
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if not bare or bare.startswith("#") or (bare == "---" and number == 1):
            continue
        indent = len(line) - len(line.lstrip(" "))
        row = _Row(number, indent, bare)
        if line[indent] == "\t":
            raise _refused(file, row, "is indented with a tab")
        yield row


def _mapping(rows: list[_Row], at: int, file: str, depth: int) -> tuple[dict[str, Value], int]:
    """The mapping that begins at row ``at``, and the row after it."""
    found: dict[str, Value] = {}
    indent = rows[at].indent if at < len(rows) else 0
    while at < len(rows) and rows[at].indent == indent and not _is_item(rows[at]):
        row = rows[at]
        match = _KEY.match(row.text)
        if not match or depth > _DEEPEST:
            raise _refused(file, row, 'is not "key: value"')
        if match["key"] in found:
            raise _refused(file, row, "gives a key twice")
        found[match["key"]], at = _value(match["value"] or "", rows, at, file, depth)
    return found, at


def _value(first: str, rows: list[_Row], at: int, file: str, depth: int) -> tuple[Value, int]:
    """What stands behind the key of row ``at``: on its line, or in the lines below."""
    row, after = rows[at], at + 1
    if _COMMENT.sub("", first).strip():
        return _text(first, rows, at, file)
    if after < len(rows) and _is_item(rows[after]) and rows[after].indent >= row.indent:
        return _items(rows, after, file)
    if after < len(rows) and rows[after].indent > row.indent:
        return _mapping(rows, after, file, depth + 1)
    return "", after


def _items(rows: list[_Row], at: int, file: str) -> tuple[list[str], int]:
    indent, found = rows[at].indent, []
    while at < len(rows) and _is_item(rows[at]) and rows[at].indent == indent:
        text, at = _text(rows[at].text[1:].strip(), rows, at, file)
        found.append(text)
    return found, at


def _text(first: str, rows: list[_Row], at: int, file: str) -> tuple[str, int]:
    """A text that begins with ``first`` on row ``at`` and goes on in what is indented more."""
    row, parts, after = rows[at], [first], at + 1
    while after < len(rows) and rows[after].indent > row.indent:
        parts.append(rows[after].text)
        after += 1
    joined = " ".join(parts)
    if quoted := _QUOTED.get(joined[:1]):
        if not (match := quoted.match(joined)):
            raise _refused(file, row, "has a quote that is not closed")
        return _unquoted(joined[0], match.group(1)), after
    if _REFUSED.match(joined):
        raise _refused(file, row, "uses a part of YAML that is not read here")
    bare = _COMMENT.sub("", joined).strip()
    return "" if bare in _EMPTY else bare, after


def _unquoted(quote: str, text: str) -> str:
    if quote == "'":
        return text.replace("''", "'")
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = match.group(1)
    if len(code) > 1:
        return chr(int(code[1:], 16))
    return _ESCAPED.get(code, code)


def _is_item(row: _Row) -> bool:
    return row.text == "-" or row.text.startswith("- ")


def _refused(file: str, row: _Row, what: str) -> GuardError:
    remedy = "Check that this is a list of applications as its makers publish it."
    return GuardError(Fault(f"this line {what}", remedy, Place(file, row.number)))
