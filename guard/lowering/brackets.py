"""Brackets as Spark reads them quickly.

At a bracket that only groups, Spark's parser looks ahead to its end for what it could be (a query,
a row, parameters), again at each level: one long rule took most of a minute. After the name of a
function it need not look, and ``coalesce`` of one value is that value.
"""

import re
from typing import Final

_TOKEN: Final = re.compile(r"'[^']*'|`(?:[^`]|``)*`|[A-Za-z_]\w*|->|\S", re.ASCII)
_BEFORE_A_VALUE: Final = frozenset(
    ("AND", "BETWEEN", "ELSE", "NOT", "OR", "SELECT", "THEN", "WHEN", "WHERE")
)
"""After any other word a bracket is not one that only groups."""


def as_calls(query: str) -> str:
    """``query``, which SparkDialect wrote, with a call for every bracket that only groups."""
    tokens = list(_TOKEN.finditer(query))
    words = [token[0] for token in tokens]
    opened: list[tuple[int, bool]] = []
    groups: set[int] = set()
    for number, word in enumerate(words):
        if word == "(":
            opened.append((tokens[number].start(), _groups(words, number)))
        elif word == ")":
            start, grouping = opened.pop()
            if grouping and words[number + 1 : number + 2] != ["->"]:
                groups.add(start)
    starts = sorted(groups)
    ends = [*starts, len(query)]
    parts = (query[start:end] for start, end in zip([0, *starts], ends, strict=True))
    return "coalesce".join(parts)


def _groups(words: list[str], number: int) -> bool:
    before = words[number - 1] if number else ""
    named = before[:1].isalpha() or before[:1] in {"_", "`"}
    return words[number + 1] != "SELECT" and (not named or before in _BEFORE_A_VALUE)
