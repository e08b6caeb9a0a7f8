"""Cutting the text of a condition into tokens."""

import re
from typing import Final, NamedTuple

from guard.condition.problem import ConditionError, Problem, problem_at

_TOKEN: Final = re.compile(
    r"""
      (?P<space>   [ \t\r\n\f]+ | //[^\n]* )
    | (?P<bytes>   (?: [bB][rR]? | [rR][bB] ) (?=["']) )
    | (?P<string>  [rR] (?: \"{3} .*? \"{3} | '{3} .*? '{3} | "[^"\r\n]*" | '[^'\r\n]*' )
                 | \"{3} (?: [^\\] | \\. )*? \"{3}
                 | '{3} (?: [^\\] | \\. )*? '{3}
                 | "(?: [^"\\\r\n] | \\[^\r\n] )*"
                 | '(?: [^'\\\r\n] | \\[^\r\n] )*' )
    | (?P<double>  [0-9]+\.[0-9]+ (?: [eE][+-]?[0-9]+ )? | [0-9]+[eE][+-]?[0-9]+
                 | \.[0-9]+ (?: [eE][+-]?[0-9]+ )? )
    | (?P<int>     0[xX][0-9a-fA-F]+ | [0-9]+ )
    | (?P<word>    [A-Za-z_][A-Za-z0-9_]* )
    | (?P<sign>    && | \|\| | == | != | <= | >= | \?\. (?![0-9]) | [-+*/%!<>?:.,()\[\]{}] )
    """,
    re.VERBOSE | re.DOTALL,
)
_CONFUSED: Final = {
    "=": "to compare, write ==",
    "&": "to join two conditions, write &&",
    "|": "to join two conditions, write ||",
    '"': "close the text with the same quote, on the same line",
    "'": "close the text with the same quote, on the same line",
    "\u2018": "use straight quotes",
    "\u2019": "use straight quotes",
    "\u201c": "use straight quotes",
    "\u201d": "use straight quotes",
    "`": "names are written without quotes",
}


class Token(NamedTuple):
    """``kind`` is bytes, string, double, int, word, sign or end; offsets are into the source."""

    kind: str
    text: str
    start: int
    end: int


def tokens(source: str) -> list[Token]:
    """Cut ``source`` into tokens, without spaces and comments and with one ``end`` after them.

    Raises :class:`ConditionError` at the first character that CEL has no use for.
    """
    found: list[Token] = []
    position, match = 0, _TOKEN.match
    while position < len(source):
        token = match(source, position)
        if token is None:
            raise ConditionError([_stray(source, position)])
        kind, end = token.lastgroup or "", token.end()
        if kind != "space":
            found.append(Token(kind, token[0], position, end))
        position = end
    found.append(Token("end", "", position, position))
    return found


def _stray(source: str, position: int) -> Problem:
    character = source[position]
    remedy = _CONFUSED.get(character, "remove it, or put it inside a quoted text")
    shown = character if character.isprintable() else ascii(character)[1:-1]
    return problem_at(source, position, f"{shown} does not belong here", remedy)
