"""Small changes to a condition, each of which its examples should notice."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final, NamedTuple

from guard.condition import values
from guard.condition.lexer import tokens
from guard.condition.parser import parse
from guard.condition.tree import (
    Binary,
    Call,
    Conditional,
    Has,
    Junction,
    ListLiteral,
    Literal,
    Node,
    Path,
    Quantifier,
    Unary,
    children,
)

_SIGNS: Final = {
    "&&": ("||",),
    "||": ("&&",),
    "==": ("!=",),
    "!=": ("==",),
    "<": ("<=", ">"),
    "<=": ("<", ">="),
    ">": (">=", "<"),
    ">=": (">", "<="),
}
_WORDS: Final = {"exists": "all", "all": "exists", "startsWith": "endsWith"}
_CALLED: Final = re.compile(r"\s*\(")


class Change(NamedTuple):
    """``source[start:end]`` replaced by ``text``; ``what`` names the change for people."""

    start: int
    end: int
    text: str
    what: str

    def applied(self, source: str) -> str:
        """``source`` with the change made."""
        return source[: self.start] + self.text + source[self.end :]


def changes(source: str) -> Iterator[Change]:
    """Every small change to ``source``, a condition or definition that parses.

    Operators are exchanged, negations dropped and added, numbers and dates moved by one, members
    taken out of lists, and the sides of a choice exchanged. Not all that comes out has sense: a
    change that no longer fits the types of the facts is to be passed over.
    """
    for token in tokens(source):
        for sign in _SIGNS.get(token.text, ()) if token.kind == "sign" else ():
            yield Change(token.start, token.end, sign, f"{token.text} became {sign}")
        if token.kind == "int" and token.text.isdecimal():
            for number in {int(token.text) + 1, max(int(token.text) - 1, 0)} - {int(token.text)}:
                what = f"{token.text} became {number}"
                yield Change(token.start, token.end, str(number), what)
        if token.kind == "word" and token.text in _WORDS and _CALLED.match(source, token.end):
            word = _WORDS[token.text]
            yield Change(token.start, token.end, word, f"{token.text} became {word}")
    yield from _of(parse(source), source, asked=True)


def _of(node: Node, source: str, *, asked: bool) -> Iterator[Change]:
    """The changes that need the tree; ``asked`` where ``node`` stands as a condition."""
    start, end = node.span
    text = source[start:end]
    match node:
        case Unary(operator="!", operand=operand):
            yield Change(start, start + 1, "", "! was dropped")
            yield from _of(operand, source, asked=False)
            return
        case Binary(operator="in"):
            yield Change(start, end, f"!({text})", "in became not in")
        case Path() | Call() | Quantifier() | Has() if asked:
            yield Change(start, end, f"!({text})", "! was added")
        case ListLiteral(items=items):
            for item in items:
                kept = [source[slice(*one.span)] for one in items if one is not item]
                gone = source[slice(*item.span)]
                yield Change(start, end, f"[{', '.join(kept)}]", f"{gone} was taken out")
        case Conditional(then=then, otherwise=otherwise):
            sides = source[slice(*then.span)], source[slice(*otherwise.span)]
            swapped = f"({sides[1]}) : ({sides[0]})"
            if end == otherwise.span[1]:
                yield Change(then.span[0], end, swapped, "the two sides of ? were exchanged")
        case _:
            pass
    if isinstance(node, Call) and node.function == "timestamp":
        yield from _moved(node)
    for child, condition in _inside(node):
        yield from _of(child, source, asked=condition)


def _inside(node: Node) -> Iterator[tuple[Node, bool]]:
    """The parts of ``node``, each with whether it stands as a condition."""
    match node:
        case Junction(operands=operands):
            yield from ((operand, True) for operand in operands)
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            yield from ((part, part is condition) for part in (condition, then, otherwise))
        case Quantifier(items=items, body=body):
            yield from ((items, False), (body, True))
        case _:
            yield from ((child, False) for child in children(node))


def _moved(node: Call) -> Iterator[Change]:
    match node.arguments:
        case (Literal(span=(start, end), value=str(written)),):
            for days in (1, -1):
                moved = values.write_timestamp(values.read_timestamp(written) + timedelta(days))
                yield Change(start, end, f'"{moved}"', f"the date was moved by {days:+} day")
        case _:
            pass
