"""Brackets, and CASE with END, as Spark reads them quickly.

At a bracket that only groups, Spark's parser looks ahead to its end for what it could be (a query,
a row, parameters), and at CASE, which could be a column's name, to its END; again at each level:
one long rule took most of a minute. After the name of a function it need not look. ``coalesce`` of
one value is that value, and ``if`` is a CASE with one test.
"""

import re
from collections.abc import Iterator
from typing import Final

_TOKEN: Final = re.compile(r"'[^']*'|`(?:[^`]|``)*`|[A-Za-z_]\w*|->|\S", re.ASCII)
_BEFORE_A_VALUE: Final = frozenset(
    ("AND", "BETWEEN", "ELSE", "NOT", "OR", "SELECT", "THEN", "WHEN", "WHERE")
)
"""After any other word a bracket is not one that only groups."""


def as_calls(query: str) -> str:
    """``query``, which SparkDialect wrote, with a call for all that Spark reads slowly."""
    tokens = list(_TOKEN.finditer(query))
    words = [token[0] for token in tokens]
    said = dict(_tests(words)) | dict(_groups(words))
    parts, end = [], 0
    for number in sorted(said):
        start, after = tokens[number].span()
        parts += [query[end:start], said[number]]
        end = after
    return "".join([*parts, query[end:]])


def _groups(words: list[str]) -> Iterator[tuple[int, str]]:
    """What is said instead of brackets that only group, by the number of the word."""
    opened: list[int] = []
    for number, word in enumerate(words):
        if word == "(":
            opened.append(number)
        elif word == ")":
            start = opened.pop()
            if _grouping(words, start) and words[number + 1 : number + 2] != ["->"]:
                yield start, "coalesce("


def _grouping(words: list[str], number: int) -> bool:
    before = words[number - 1] if number else ""
    named = before[:1].isalpha() or before[:1] in {"_", "`"}
    return words[number + 1] != "SELECT" and (not named or before in _BEFORE_A_VALUE)


def _tests(words: list[str]) -> Iterator[tuple[int, str]]:
    """What is said instead of the words of each ``CASE WHEN``, by the number of the word."""
    opened: list[list[str]] = []  # for each CASE, what closes it; nothing if it stays one
    for number, word in enumerate(words):
        if word == "CASE":
            searched = words[number + 1] == "WHEN"
            opened.append([", NULL"] if searched else [])
            if searched:
                yield number, "if("
            continue
        closing = opened[-1] if opened else []
        if word == "END":
            opened.pop()
        if not closing:
            continue
        match word:
            case "WHEN":
                yield number, "" if len(closing) == 1 else ", if("
                closing.append(")")
            case "THEN":
                yield number, ","
            case "ELSE":
                yield number, ","
                closing[0] = ""
            case "END":
                yield number, "".join(closing)
            case _:
                pass
