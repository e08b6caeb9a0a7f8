"""From the text of a condition to its untyped tree: the grammar of CEL, less what is refused."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final, get_args

from guard.condition import refused, values
from guard.condition.lexer import Token, tokens
from guard.condition.limits import INT_MAX, INT_MIN, NESTING, PROBLEMS, SOURCE_CHARACTERS
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

RELATIONS: Final = frozenset(("==", "!=", "<", "<=", ">", ">=", "in"))
QUANTIFIERS: Final[dict[str, Kind]] = {kind: kind for kind in get_args(Kind)}
_SUMS: Final = frozenset("+-")
_HEADER: Final = re.compile(
    r"\s*([A-Za-z_]\w*)\s*\(\s*((?:[A-Za-z_]\w*\s*(?:,\s*[A-Za-z_]\w*\s*)*)?)\)\s*", re.ASCII
)
_SHALLOWER: Final = "split it with [define], or write fewer brackets"


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
        raise ConditionError([problem_at(source, tree.span[0], reason, _SHALLOWER)])
    return tree


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


class _Reader:
    """One pass over the tokens; ``problems`` gathers what is refused and can be read past."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self._tokens = tokens(source)
        self._next = 0
        self._depth = 0

    def whole(self) -> Node:
        tree = self._expression()
        if self._peek().kind != "end":
            raise self._unexpected(
                "the condition goes on after its end", "join parts with && or ||"
            )
        return tree

    # -- tokens ---------------------------------------------------------------------------

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        if token.kind != "end":
            self._next += 1
        return token

    def _accept(self, sign: str) -> bool:
        token = self._tokens[self._next]
        if token.text == sign and token.kind == "sign":
            self._next += 1
            return True
        return False

    def _expect(self, sign: str) -> Token:
        token = self._peek()
        if token.text != sign or token.kind != "sign":
            raise self._unexpected(f"{sign} is missing", f"write {sign} here")
        return self._take()

    def _unexpected(self, reason: str, remedy: str) -> ConditionError:
        token = self._peek()
        found = f"before {token.text[:40]}" if token.kind != "end" else "at the end"
        return self._fatal(token.start, f"{reason} {found}", remedy)

    def _fatal(self, offset: int, reason: str, remedy: str) -> ConditionError:
        last = problem_at(self.source, offset, reason, remedy)
        return ConditionError([*self.problems, last])

    def _refuse(self, offset: int, what: str, why: tuple[str, str]) -> None:
        reason = f"{what}: {why[0]}" if what else why[0]
        self.problems.append(problem_at(self.source, offset, reason, why[1]))
        if len(self.problems) >= PROBLEMS:
            raise ConditionError(self.problems)

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > NESTING:
            reason = f"the condition is nested deeper than {NESTING} levels"
            raise self._fatal(self._peek().start, reason, _SHALLOWER)

    # -- operators, loosest first ---------------------------------------------------------

    def _expression(self) -> Node:
        self._deeper()
        condition = self._junction("||")
        if self._accept("?"):
            then = self._junction("||")
            self._expect(":")
            otherwise = self._expression()
            span = (condition.span[0], otherwise.span[1])
            condition = Conditional(span, condition, then, otherwise)
        self._depth -= 1
        return condition

    def _junction(self, operator: str) -> Node:
        first = self._junction("&&") if operator == "||" else self._relation()
        operands = [first]
        while self._accept(operator):
            operands.append(self._junction("&&") if operator == "||" else self._relation())
        if len(operands) == 1:
            return first
        return Junction((first.span[0], operands[-1].span[1]), operator, tuple(operands))

    def _relation(self) -> Node:
        left = self._sum()
        while (token := self._peek()).text in RELATIONS and token.kind in {"sign", "word"}:
            self._take()
            right = self._sum()
            left = Binary((left.span[0], right.span[1]), token.text, left, right)
        return left

    def _sum(self) -> Node:
        left = self._product()
        while (token := self._peek()).text in _SUMS and token.kind == "sign":
            self._take()
            right = self._product()
            left = Binary((left.span[0], right.span[1]), token.text, left, right)
        return left

    def _product(self) -> Node:
        left = self._unary()
        while (token := self._peek()).text in refused.OPERATORS and token.kind == "sign":
            self._refuse(token.start, token.text, refused.OPERATORS[token.text])
            self._take()
            self._unary()
        return left

    def _unary(self) -> Node:
        token = self._peek()
        if token.kind != "sign" or token.text not in {"!", "-"}:
            return self._postfix(self._primary())
        self._take()
        if token.text == "-" and self._peek().kind in {"int", "double"}:
            return self._postfix(self._number(token))
        self._deeper()
        operand = self._unary()
        self._depth -= 1
        return Unary((token.start, operand.span[1]), token.text, operand)

    # -- what follows a dot ---------------------------------------------------------------

    def _postfix(self, node: Node) -> Node:
        while True:
            token = self._peek()
            if token.kind != "sign" or token.text not in {".", "[", "?.", "{"}:
                return node
            self._take()
            if token.text == "{":
                raise self._fatal(token.start, *refused.MAP)
            if token.text == "[":
                self._refuse(token.start, "", refused.INDEX)
                self._expression()
                self._expect("]")
                continue
            if token.text == "?.":
                self._refuse(token.start, "", refused.OPTIONAL)
            node = self._selected(node)

    def _selected(self, node: Node) -> Node:
        word = self._peek()
        if word.kind != "word" or word.text in {"in", "true", "false", "null"}:
            raise self._unexpected("a name is missing", "write the name of a fact after the dot")
        self._take()
        if self._accept("("):
            return self._called(word, node)
        if isinstance(node, Path):
            return Path((node.span[0], word.end), (*node.names, word.text))
        self._refuse(
            word.start,
            f".{word.text[:40]}",
            ("only facts and bound variables have parts", "write the whole path of the fact"),
        )
        return node

    def _called(self, word: Token, target: Node | None) -> Node:
        arguments = self._arguments(")")
        end = self._tokens[self._next - 1].end
        start = word.start if target is None else target.span[0]
        if word.text in refused.FUNCTIONS:
            self._refuse(word.start, word.text, refused.FUNCTIONS[word.text])
        if target is not None and word.text in QUANTIFIERS:
            return self._quantifier(word, (start, end), target, arguments)
        if target is None and word.text == "has":
            return self._has((start, end), arguments)
        members = () if target is None else (target,)
        return Call((start, end), word.text, (*members, *arguments), target is not None)

    def _quantifier(
        self, word: Token, span: Span, items: Node, arguments: tuple[Node, ...]
    ) -> Node:
        match arguments:
            case (Path(names=(variable,)), body):
                return Quantifier(span, QUANTIFIERS[word.text], items, variable, body)
            case _:
                reason = f"{word.text} takes a variable and a condition about it"
                remedy = f'as in tags.{word.text}(item, item == "…")'
                raise self._fatal(word.start, reason, remedy)

    def _has(self, span: Span, arguments: tuple[Node, ...]) -> Node:
        match arguments:
            case (Path(names=(_, _, *_)) as path,):
                return Has(span, path)
            case _:
                reason = "has takes the path of one fact, with a dot in it"
                raise self._fatal(span[0], reason, "as in has(data.personal)")

    # -- leaves ---------------------------------------------------------------------------

    def _primary(self) -> Node:
        token = self._take()
        if token.kind == "word":
            return self._named(token)
        if token.kind == "string":
            return self._string(token)
        if token.kind in {"int", "double"}:
            self._next -= 1
            return self._number(None)
        if token.kind == "bytes":
            self._refuse(token.start, "", refused.BYTES)
            return self._string(self._take())
        return self._bracketed(token)

    def _bracketed(self, token: Token) -> Node:
        if token.text == "(":
            inner = self._expression()
            self._expect(")")
            return inner
        if token.text == "[":
            items = self._arguments("]")
            return ListLiteral((token.start, self._tokens[self._next - 1].end), items)
        if token.text == "{":
            raise self._fatal(token.start, *refused.MAP)
        if token.text == "." and self._peek().kind == "word":
            self._refuse(token.start, "", refused.ROOTED)
            return self._named(self._take())
        if token.kind != "end":
            self._next -= 1
        raise self._unexpected("a value is missing", "write a fact, a text or a number here")

    def _named(self, token: Token) -> Node:
        span = (token.start, token.end)
        if token.text in {"true", "false"}:
            return Literal(span, token.text == "true")
        if token.text == "null":
            self._refuse(token.start, "", refused.NULL)
            return Literal(span, value=False)
        if token.text in refused.RESERVED:
            reason = f"{token.text} is a word that CEL keeps for itself"
            raise self._fatal(token.start, reason, "use another name")
        if self._accept("("):
            return self._called(token, None)
        return Path(span, (token.text,))

    def _arguments(self, closing: str) -> tuple[Node, ...]:
        found: list[Node] = []
        while not self._accept(closing):
            if found:
                self._expect(",")
                if closing == "]" and self._accept(closing):
                    break
            found.append(self._expression())
        return tuple(found)

    def _string(self, token: Token) -> Node:
        try:
            value = values.read_string(token.text)
        except ValueError as error:
            self._refuse(token.start, "", (str(error), 'write \\\\ for a backslash, or r"…"'))
            value = ""
        return Literal((token.start, token.end), value)

    def _number(self, minus: Token | None) -> Node:
        token = self._take()
        start = token.start if minus is None else minus.start
        following = self._peek()
        value: int | Decimal = 0
        if following.kind == "word" and following.start == token.end:
            if following.text not in {"u", "U"}:
                raise self._unexpected("a sign is missing", "put an operator or a space here")
            self._refuse(token.start, "", refused.UNSIGNED)
            self._take()
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
            self._refuse(token.start, "", (str(error), "write a number with fewer digits"))
            return 0
        if not INT_MIN <= whole <= INT_MAX:
            why = ("the number does not fit in 64 bits", "write a smaller number")
            self._refuse(token.start, "", why)
        return whole
