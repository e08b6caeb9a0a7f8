"""From the text of a condition to its untyped tree: the grammar of CEL, less what is refused."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final, get_args

from guard.condition import refused, values
from guard.condition.cursor import SHALLOWER, Cursor
from guard.condition.lexer import Token
from guard.condition.limits import INT_MAX, INT_MIN, NESTING, SOURCE_CHARACTERS
from guard.condition.problem import ConditionError, Problem, problem_at
from guard.condition.tree import (
    Binary,
    Call,
    Conditional,
    Definition,
    Has,
    Junction,
    Kind,
    ListLiteral,
    Literal,
    Node,
    Path,
    Quantifier,
    Span,
    Unary,
    height,
)

_QUANTIFIERS: Final[dict[str, Kind]] = {kind: kind for kind in get_args(Kind)}
_OR, _AND, _RELATION, _SUM, _PRODUCT = range(1, 6)
_LEVELS: Final = (
    {"||": _OR, "&&": _AND, "+": _SUM, "-": _SUM}
    | dict.fromkeys(("==", "!=", "<", "<=", ">", ">=", "in"), _RELATION)
    | dict.fromkeys(refused.OPERATORS, _PRODUCT)
)
"""How tightly each operator binds; all of them join from the left."""
_HEADER: Final = re.compile(
    r"\s*([A-Za-z_]\w*)\s*\(\s*((?:[A-Za-z_]\w*\s*(?:,\s*[A-Za-z_]\w*\s*)*)?)\)\s*", re.ASCII
)


@lru_cache(maxsize=512)
def parse(source: str) -> Node:
    """Read ``source`` as one condition, not yet typed.

    Raises :class:`ConditionError`: for CEL that is left out, all of it at once with the
    reasons; for what is not CEL, the first place; for a text that is too long or too deep.
    """
    if len(source) > SOURCE_CHARACTERS:
        reason = f"the text is longer than {SOURCE_CHARACTERS:,} characters"
        raise ConditionError([problem_at(source, 0, reason, "split it into several rules")])
    reader = _Reader(source)
    tree = reader.whole()
    if reader.problems:
        raise ConditionError(reader.problems)
    if height(tree) > NESTING:
        reason = f"the condition is nested deeper than {NESTING} levels"
        raise ConditionError([problem_at(source, tree.span[0], reason, SHALLOWER)])
    return tree


@lru_cache(maxsize=512)
def parse_definition(header: str, source: str) -> Definition:
    """Read a definition: ``header`` as in ``holds(kind)`` and the text of its body.

    Raises :class:`ConditionError` whose problems have ``within`` set to the header.
    """
    found = _HEADER.fullmatch(header)
    if found is None:
        reason = f"{header[:80]} is not the head of a definition"
        remedy = "write a name and its parameters, as in holds(kind) or is_large()"
        raise ConditionError([Problem(reason, remedy, within=header)])
    name = found[1]
    parameters = tuple(filter(None, (word.strip() for word in found[2].split(","))))
    if problems := _name_problems(header, name, parameters):
        raise ConditionError(problems)
    try:
        return Definition(header, name, parameters, source, parse(source))
    except ConditionError as error:
        raise ConditionError(
            [replace(problem, within=header) for problem in error.problems]
        ) from None


def _name_problems(header: str, name: str, parameters: tuple[str, ...]) -> list[Problem]:
    problems = []
    if name in refused.BUILT_IN or name in refused.FUNCTIONS or name in refused.RESERVED:
        reason = f"{name} is a word of the rule language already"
        problems.append(Problem(reason, "choose another name", within=header))
    for index, parameter in enumerate(parameters):
        if parameter in refused.RESERVED or parameter in parameters[:index]:
            reason = f"{parameter} cannot be a parameter here"
            remedy = "give every parameter a name of its own that CEL does not reserve"
            problems.append(Problem(reason, remedy, within=header))
    return problems


class _Reader(Cursor):
    """The grammar, one method for each thing it knows."""

    def whole(self) -> Node:
        tree = self._expression()
        if self.peek().kind != "end":
            raise self.unexpected("the condition goes on after its end", "join parts with && or ||")
        return tree

    # -- operators ------------------------------------------------------------------------

    def _expression(self) -> Node:
        self.deeper()
        start = self.peek().start
        node = self._operation(_OR)
        if self.accept("?"):
            then = self._operation(_OR)
            self.expect(":")
            otherwise = self._expression()
            node = Conditional(self.since(start), node, then, otherwise)
        self.back()
        return node

    def _operation(self, loosest: int) -> Node:
        """Read operands joined by operators that bind at least as tightly as ``loosest``."""
        start = self.peek().start
        left = self._unary()
        while (level := _LEVELS.get(self.peek().text, 0)) >= loosest:
            sign = self.take()
            right = self._operation(level + 1)
            if level <= _AND:
                operands = [left, right]
                while self.accept(sign.text):
                    operands.append(self._operation(level + 1))
                left = Junction(self.since(start), sign.text, tuple(operands))
            elif level == _PRODUCT:
                self.refuse(sign.start, sign.text, refused.OPERATORS[sign.text])
            else:
                left = Binary(self.since(start), sign.text, left, right)
        return left

    def _unary(self) -> Node:
        token = self.peek()
        if token.text not in {"!", "-"}:
            return self._postfix(self._primary(), token.start)
        self.take()
        if token.text == "-" and self.peek().kind in {"int", "double"}:
            return self._postfix(self._number(token), token.start)
        self.deeper()
        operand = self._unary()
        self.back()
        return Unary(self.since(token.start), token.text, operand)

    # -- what follows a dot ---------------------------------------------------------------

    def _postfix(self, node: Node, start: int) -> Node:
        while True:
            token = self.peek()
            if token.kind != "sign" or token.text not in {".", "[", "?.", "{"}:
                return node
            self.take()
            if token.text == "{":
                raise self.fatal(token.start, refused.MAP)
            if token.text == "[":
                self.refuse(token.start, "", refused.INDEX)
                self._expression()
                self.expect("]")
                continue
            if token.text == "?.":
                self.refuse(token.start, "", refused.OPTIONAL)
            node = self._selected(node, start)

    def _selected(self, node: Node, start: int) -> Node:
        word = self.peek()
        if word.kind != "word" or word.text in {"in", "true", "false", "null"}:
            raise self.unexpected("a name is missing", "write the name of a fact after the dot")
        self.take()
        if self.accept("("):
            return self._called(word, node, start)
        if isinstance(node, Path):
            return Path((start, word.end), (*node.names, word.text))
        self.refuse(
            word.start,
            f".{word.text[:40]}",
            ("only facts and bound variables have parts", "write the whole path of the fact"),
        )
        return node

    def _called(self, word: Token, target: Node | None, start: int) -> Node:
        arguments = self._arguments(")")
        span = self.since(start)
        if word.text in refused.FUNCTIONS:
            self.refuse(word.start, word.text, refused.FUNCTIONS[word.text])
        if target is not None and word.text in _QUANTIFIERS:
            return self._quantifier(word, span, target, arguments)
        if target is None and word.text == "has":
            return self._has(span, arguments)
        members = () if target is None else (target,)
        return Call(span, word.text, (*members, *arguments), target is not None)

    def _quantifier(
        self, word: Token, span: Span, items: Node, arguments: tuple[Node, ...]
    ) -> Node:
        match arguments:
            case (Path(names=(variable,)), body):
                return Quantifier(span, _QUANTIFIERS[word.text], items, variable, body)
            case _:
                reason = f"{word.text} takes a variable and a condition about it"
                remedy = f'as in tags.{word.text}(item, item == "…")'
                raise self.fatal(word.start, (reason, remedy))

    def _has(self, span: Span, arguments: tuple[Node, ...]) -> Node:
        match arguments:
            case (Path(names=(_, _, *_)) as path,):
                return Has(span, path)
            case _:
                reason = "has takes the path of one fact, with a dot in it"
                raise self.fatal(span[0], (reason, "as in has(data.personal)"))

    # -- leaves ---------------------------------------------------------------------------

    def _primary(self) -> Node:
        token = self.peek()
        if token.kind in {"int", "double"}:
            return self._number(None)
        if token.kind not in {"word", "string", "bytes"}:
            return self._bracketed(token)
        self.take()
        if token.kind == "word":
            return self._named(token)
        if token.kind == "bytes":
            self.refuse(token.start, "", refused.BYTES)
            token = self.take()
        return self._string(token)

    def _bracketed(self, token: Token) -> Node:
        if self.accept("("):
            inner = self._expression()
            self.expect(")")
            return inner
        if self.accept("["):
            items = self._arguments("]")
            return ListLiteral(self.since(token.start), items)
        if token.text == "{":
            raise self.fatal(token.start, refused.MAP)
        if self.accept(".") and self.peek().kind == "word":
            self.refuse(token.start, "", refused.ROOTED)
            return self._named(self.take())
        raise self.unexpected("a value is missing", "write a fact, a text or a number here")

    def _named(self, token: Token) -> Node:
        span = (token.start, token.end)
        if token.text in {"true", "false"}:
            return Literal(span, token.text == "true")
        if token.text == "null":
            self.refuse(token.start, "", refused.NULL)
            return Literal(span, value=False)
        if token.text in refused.RESERVED:
            reason = f"{token.text} is a word that CEL keeps for itself"
            raise self.fatal(token.start, (reason, "use another name"))
        if self.accept("("):
            return self._called(token, None, token.start)
        return Path(span, (token.text,))

    def _arguments(self, closing: str) -> tuple[Node, ...]:
        found: list[Node] = []
        while not self.accept(closing):
            if found:
                if not self.accept(","):
                    reason = f"{closing} or a comma is missing"
                    raise self.unexpected(reason, f"close the bracket with {closing}")
                if closing == "]" and self.accept(closing):
                    break
            found.append(self._expression())
        return tuple(found)

    def _string(self, token: Token) -> Node:
        try:
            value = values.read_string(token.text)
        except ValueError as error:
            self.refuse(token.start, "", (str(error), 'write \\\\ for a backslash, or r"…"'))
            value = ""
        return Literal((token.start, token.end), value)

    def _number(self, minus: Token | None) -> Node:
        token = self.take()
        start = token.start if minus is None else minus.start
        following = self.peek()
        value: int | Decimal = 0
        if following.kind == "word" and following.start == token.end:
            if following.text not in {"u", "U"}:
                raise self.unexpected("a sign is missing", "put an operator or a space here")
            self.refuse(token.start, "", refused.UNSIGNED)
            self.take()
        else:
            value = self._value_of(token, -1 if minus else 1)
        return Literal((start, token.end), value)

    def _value_of(self, token: Token, sign: int) -> int | Decimal:
        try:
            if token.kind == "double":
                # Minus zero is zero: a decimal compares, and never shows its sign otherwise.
                return values.read_double(token.text) * sign
            whole = sign * int(token.text, 16 if token.text[:2] in {"0x", "0X"} else 10)
        except ValueError as error:
            self.refuse(token.start, "", (str(error), "write a number with fewer digits"))
            return 0
        if not INT_MIN <= whole <= INT_MAX:
            why = ("the number does not fit in 64 bits", "write a smaller number")
            self.refuse(token.start, "", why)
        return whole
