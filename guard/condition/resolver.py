"""The walk that gives every part of a tree its type, its fact, and its definition's body."""

from collections.abc import Mapping
from typing import NamedTuple

from guard.condition import calls, names, operators
from guard.condition.limits import NESTING, PROBLEMS, TREE_NODES
from guard.condition.operators import Refusal
from guard.condition.problem import ConditionError, Problem, problem_at
from guard.condition.scope import Argument, Variable
from guard.condition.tree import (
    FACTS,
    Binary,
    Call,
    Conditional,
    Definition,
    Has,
    Junction,
    ListLiteral,
    Literal,
    Node,
    Path,
    Quantifier,
    Span,
    Unary,
    Use,
    height,
)
from guard.condition.types import (
    BOOL,
    DOUBLE,
    INT,
    STRING,
    UNDETERMINED,
    Bool,
    Double,
    Int,
    ListOf,
    String,
    Struct,
    Type,
    Undetermined,
)


class _Scope(NamedTuple):
    """What the names in the text being read can mean; ``within`` is the definition it is of."""

    variables: Mapping[str, Variable]
    arguments: Mapping[str, Argument]
    within: Definition | None
    site: Span


class Resolver:
    """Resolves one tree; ``problems`` holds what was found wrong.

    ``nodes`` are the parts of the resolved tree, ``slots`` the variables that running it takes.

    Raises :class:`ConditionError` by itself only where going on makes no sense: a limit is
    reached, or too many problems are found.
    """

    def __init__(
        self, source: str, environment: Mapping[str, Type], definitions: Mapping[str, Definition]
    ) -> None:
        """Resolve against the facts of ``environment``, putting in ``definitions``."""
        self.problems: list[Problem] = []
        self.slots = 0
        self.nodes = 0
        self._source = source
        self._environment = environment
        self._definitions = definitions
        self._scope = _Scope({}, {}, None, (0, 0))
        self._bound: list[str] = []
        self._depth = 0

    def whole(self, tree: Node, parameters: tuple[str, ...] = ()) -> Node:
        """Resolve ``tree``; ``parameters`` are names that fit anywhere."""
        unknown = {name: Argument(Path((0, 0), (name,)), 1, 1) for name in parameters}
        self._scope = self._scope._replace(arguments=unknown)
        return self._resolve(tree)

    def refuse(self, span: Span, why: tuple[str, str]) -> None:
        """Note the problem ``why``, a reason and a remedy, at ``span``."""
        reason = why[0]
        if self._scope.within is not None:
            reason = f"in {self._scope.within.header}: {reason}"
        start = self._at(span)[0]
        found = problem_at(self._source, start, reason, why[1])
        if found not in self.problems:
            self.problems.append(found)
        if len(self.problems) >= PROBLEMS:
            raise ConditionError(self.problems)

    # -- bookkeeping ----------------------------------------------------------------------

    def _at(self, span: Span) -> Span:
        return span if self._scope.within is None else self._scope.site

    def _spend(self, span: Span, nodes: int, levels: int) -> None:
        self.nodes += nodes
        if self.nodes > TREE_NODES:
            reason = f"with its definitions put in, the condition has over {TREE_NODES:,} parts"
            self._stop(span, (reason, "split the rule, or make its definitions smaller"))
        if self._depth + levels > NESTING:
            reason = f"with its definitions put in, it is nested deeper than {NESTING} levels"
            self._stop(span, (reason, "use fewer definitions inside definitions"))

    def _stop(self, span: Span, why: tuple[str, str]) -> None:
        self.refuse(span, why)
        raise ConditionError(self.problems)

    def _resolve(self, node: Node) -> Node:
        self._spend(node.span, 1, 1)
        self._depth += 1
        scope = self._scope
        if scope.within is None:
            span = node.span
            text = self._source[span[0] : span[1]]
            if "\n" in text or "//" in text:
                text = ""
        else:
            span, text = scope.site, ""
        resolved = self._dispatch(node, span, text)
        self._depth -= 1
        return resolved

    def _dispatch(self, node: Node, span: Span, text: str) -> Node:  # noqa: C901, PLR0911
        match node:
            case Path():
                return self._path(node, span)
            case Literal(value=value):
                return Literal(span, value, _type_of(value), text)
            case Binary():
                return self._binary(node, span, text)
            case Junction():
                return self._junction(node, span, text)
            case Call():
                return self._call(node, span, text)
            case Quantifier():
                return self._quantifier(node, span, text)
            case Unary():
                return self._unary(node, span, text)
            case Has(path=path):
                return Has(span, self._resolve(path), BOOL, text)
            case Conditional():
                return self._conditional(node, span, text)
            case ListLiteral():
                return self._list(node, span, text)
            case Use():
                return node

    # -- names ----------------------------------------------------------------------------

    def _path(self, node: Path, span: Span) -> Node:
        name, *keys = node.names
        if (variable := self._scope.variables.get(name)) is not None:
            kind = names.follow(node.names, variable.type, self._environment)
            full = (variable.name, *keys)
            return Path(span, full, variable.slot, self._known(node, kind), ".".join(full))
        if (argument := self._scope.arguments.get(name)) is not None:
            return self._put_in(node, argument, tuple(keys), span)
        start = self._environment.get(name)
        kind = (
            names.unknown_fact(node.names, None, self._environment)
            if start is None
            else names.follow(node.names, start, self._environment)
        )
        return Path(span, node.names, FACTS, self._known(node, kind), ".".join(node.names))

    def _put_in(self, node: Path, argument: Argument, keys: tuple[str, ...], span: Span) -> Node:
        self._spend(node.span, argument.nodes - 1, argument.levels - 1)
        match argument.node:
            case _ if not keys:
                return argument.node
            case Path(names=start, slot=slot, type=kind):
                found = names.follow((start[-1], *keys), kind, self._environment)
                full = (*start, *keys)
                return Path(span, full, slot, self._known(node, found), ".".join(full))
            case _:
                why = f"{node.names[0][:80]} stands for no fact, so it has no part"
                self.refuse(node.span, (why, "hand the definition the path of a fact"))
                return Path(span, node.names)

    def _known(self, node: Node, kind: Type | Refusal) -> Type:
        if isinstance(kind, Refusal):
            self.refuse(node.span, kind)
            return UNDETERMINED
        return kind

    # -- operators ------------------------------------------------------------------------

    def _want(self, node: Node, wanted: Type, place: str) -> None:
        if not operators.fits(node.type, wanted):
            why = f"{place} is {node.type}, and has to be {wanted}"
            self.refuse(node.span, (why, _REMEDIES.get(type(wanted), "use a fact of that type")))

    def _binary(self, node: Binary, span: Span, text: str) -> Node:
        left, right = self._resolve(node.left), self._resolve(node.right)
        kind = self._known(node, operators.binary(node.operator, left.type, right.type))
        for value, other in ((left, right), (right, left)):
            if why := names.outside_vocabulary(value, _item_type(other.type)):
                self.refuse(value.span, why)
        if isinstance(right, ListLiteral):
            for item in right.items:
                if why := names.outside_vocabulary(item, left.type):
                    self.refuse(item.span, why)
        return Binary(span, node.operator, left, right, kind, text)

    def _junction(self, node: Junction, span: Span, text: str) -> Node:
        operands = tuple(map(self._resolve, node.operands))
        for operand in operands:
            self._want(operand, BOOL, f"what {node.operator} joins")
        return Junction(span, node.operator, operands, BOOL, text)

    def _unary(self, node: Unary, span: Span, text: str) -> Node:
        operand = self._resolve(node.operand)
        wanted: Type = BOOL if node.operator == "!" else INT
        self._want(operand, wanted, f"what follows {node.operator}")
        return Unary(span, node.operator, operand, wanted, text)

    def _conditional(self, node: Conditional, span: Span, text: str) -> Node:
        condition = self._resolve(node.condition)
        self._want(condition, BOOL, "what stands before ?")
        then, otherwise = self._resolve(node.then), self._resolve(node.otherwise)
        kind = operators.joined(then.type, otherwise.type)
        if kind is None or isinstance(kind, Struct):
            reason = f"? chooses between {then.type} and {otherwise.type}"
            self.refuse(node.span, (reason, "give both sides one type, and no group of facts"))
            kind = UNDETERMINED
        return Conditional(span, condition, then, otherwise, kind, text)

    def _list(self, node: ListLiteral, span: Span, text: str) -> Node:
        items = tuple(map(self._resolve, node.items))
        kind: Type = UNDETERMINED
        for item in items:
            both = _item_in_list(kind, item.type)
            if both is None:
                reason = f"a list of {kind} cannot hold {item.type}"
                self.refuse(item.span, (reason, "write lists of texts, numbers or dates alone"))
                break
            kind = both
        return ListLiteral(span, items, ListOf(kind), text)

    # -- functions ------------------------------------------------------------------------

    def _call(self, node: Call, span: Span, text: str) -> Node:
        if not node.member and (definition := self._definitions.get(node.function)):
            return self._use(node, definition, span, text)
        arguments = tuple(map(self._resolve, node.arguments))
        call = Call(span, node.function, arguments, node.member, UNDETERMINED, text)
        found = calls.typed(call, self._definitions.keys())
        if isinstance(found, Refusal):
            self.refuse(node.span, found)
            return call
        return found

    def _use(self, node: Call, definition: Definition, span: Span, text: str) -> Node:
        if len(node.arguments) != len(definition.parameters):
            reason = f"{definition.header} takes {len(definition.parameters)}, not"
            why = f"{reason} {len(node.arguments)}"
            self.refuse(node.span, (why, f"write it as {definition.header}"))
            return Call(span, node.function, ())
        if (ready := definition.ready) is not None and not (self._bound and ready.slots):
            self._spend(node.span, ready.nodes, ready.levels)
            self.slots = max(self.slots, ready.slots)
            return Use(span, definition.name, (), ready.body, ready.body.type, text)
        arguments = tuple(self._argument(argument) for argument in node.arguments)
        outside = self._scope
        named = dict(zip(definition.parameters, arguments, strict=True))
        self._scope = _Scope({}, named, definition, span)
        body = self._resolve(definition.body)
        self._scope = outside
        given = tuple(argument.node for argument in arguments)
        return Use(span, definition.name, given, body, body.type, text)

    def _argument(self, node: Node) -> Argument:
        before = self.nodes
        resolved = self._resolve(node)
        return Argument(resolved, self.nodes - before, height(resolved))

    def _quantifier(self, node: Quantifier, span: Span, text: str) -> Node:
        items = self._resolve(node.items)
        if not isinstance(items.type, ListOf | Undetermined):
            reason = f"{node.kind} asks about the items of a list, and this is {items.type}"
            self.refuse(items.span, (reason, "name a list"))
        outside, name = self._scope, self._fresh(node)
        variable = Variable(name, len(self._bound), _item_type(items.type))
        self._bound.append(name)
        self.slots = max(self.slots, len(self._bound))
        self._scope = outside._replace(variables={**outside.variables, node.variable: variable})
        body = self._resolve(node.body)
        self._scope = outside
        self._bound.pop()
        self._want(body, BOOL, f"the condition inside {node.kind}")
        return Quantifier(span, node.kind, items, name, body, variable.slot, BOOL, text)

    def _fresh(self, node: Quantifier) -> str:
        """Check the variable's name, and give one that hides nothing once definitions are in."""
        name = node.variable
        scope = self._scope
        if name in self._environment or name in scope.variables or name in scope.arguments:
            why = f"the variable {name[:80]} would hide something of the same name"
            self.refuse(node.span, (why, "give the variable another name"))
        candidate, count = name, 1
        while candidate in self._bound or (count > 1 and candidate in self._environment):
            count += 1
            candidate = f"{name}_{count}"
        return candidate


_REMEDIES: dict[type[Type], str] = {
    Bool: "compare it with something, as in fact == value",
    String: "use a fact that is a text",
    Int: "use a whole number",
}


def _item_type(kind: Type) -> Type:
    return kind.element if isinstance(kind, ListOf) else kind


def _item_in_list(kind: Type, item: Type) -> Type | None:
    if isinstance(item, Struct | ListOf):
        return None
    if isinstance(kind, Int | Double) and isinstance(item, Int | Double):
        return kind if kind == item else DOUBLE
    return operators.joined(kind, item)


def _type_of(value: object) -> Type:
    match value:
        case bool():
            return BOOL
        case int():
            return INT
        case str():
            return STRING
        case _:
            return DOUBLE
