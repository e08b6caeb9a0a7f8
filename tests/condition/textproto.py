"""A small reader of the text form of protocol buffers, enough for the conformance files."""

import re
from collections.abc import Iterator
from typing import Any

_TOKEN = re.compile(
    r"""\s*(?:\#[^\n]*\s*)*
    (?: (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      | (?P<open>[{<]) | (?P<close>[}>]) | (?P<skip>[:,;])
      | (?P<word>\[[^\]\s"']*\](?=\s*[:{<]) | [^\s{}<>:,;"'\[\]\#]+)
      | (?P<bracket>[\[\]]) | (?P<end>\Z) )""",
    re.VERBOSE,
)

_ESCAPE = re.compile(
    rb"\\([xX][0-9a-fA-F]{1,2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|.)", re.DOTALL
)
_SINGLE = {
    b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v",
}  # fmt: skip


def read(text: str) -> dict[str, list[Any]]:
    """The message in ``text``: every field is the list of its values, in their order."""
    return _message(iter(_tokens(text)))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position = 0
    while (found := _TOKEN.match(text, position)) and found.lastgroup != "end":
        position = found.end()
        kind = found.lastgroup or ""
        if kind not in {"skip", "bracket"}:
            yield kind, found[kind]
    assert found is not None, text[position : position + 40]


def _message(tokens: Iterator[tuple[str, str]]) -> dict[str, list[Any]]:
    fields: dict[str, list[Any]] = {}
    name, joined = "", False
    for kind, text in tokens:
        if kind == "close":
            break
        if kind == "word" and (not name or joined):
            name, joined = text, False
            fields.setdefault(name, [])
        elif kind == "open":
            fields[name].append(_message(tokens))
            joined = True
        elif kind == "string" and joined and fields[name] and isinstance(fields[name][-1], str):
            fields[name][-1] += _text(text)
        else:
            fields[name].append(_text(text) if kind == "string" else text)
            joined = True
    return fields


def _text(token: str) -> str:
    """Undo the escapes: those of bytes (the text is UTF-8) and those of characters."""
    return _ESCAPE.sub(_unescaped, token[1:-1].encode()).decode("utf-8", "surrogateescape")


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    if code[:1] in b"xX":
        return bytes([int(code[1:], 16)])
    if code[:1] in b"uU":
        return chr(int(code[1:], 16)).encode("utf-8", "surrogatepass")
    if code[:1] in b"01234567":
        return bytes([int(code, 8)])
    return _SINGLE.get(code, code)
