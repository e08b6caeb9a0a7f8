"""Running a condition over facts: three-valued, with the reason for every answer.

``&&``, ``||``, ``all`` and ``exists`` are decided as soon as one side settles them, whatever
is unknown on the other and in whichever order they stand; every other part with an unknown
operand is unknown. A calculation that leaves its range is unknown too, and names nothing
that could change it: where it would decide the whole condition, that is an error.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from guard.condition.limits import (
    CALCULATED_SECONDS,
    DURATION_SECONDS,
    EVALUATION_STEPS,
    INT_MAX,
    INT_MIN,
)
from guard.condition.problem import ConditionError, Problem
from guard.condition.step import NOTHING, UNKNOWN, Step
from guard.condition.tree import (
    FACTS,
    Binary,
    Call,
    Condition,
    Conditional,
    Has,
    Junction,
    ListLiteral,
    Literal,
    Node,
    Path,
    Quantifier,
    Unary,
    Use,
)

_LONGEST: Final = timedelta(seconds=DURATION_SECONDS)
_LONGEST_CALCULATED: Final = timedelta(seconds=CALCULATED_SECONDS)
_UNBOUND: Final = Step(Literal((0, 0), value=False), UNKNOWN)
_LOWER: Final = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


class OutOfRangeError(Exception):
    """A calculation left the range that its type has in CEL."""


class _Run:
    """One evaluation: the facts, the bound variables by slot, and the steps left to take."""

    __slots__ = ("bound", "facts", "steps")

    def __init__(self, facts: Mapping[str, object], slots: int) -> None:
        self.facts = facts
        self.bound: list[Step] = [_UNBOUND] * slots
        self.steps = EVALUATION_STEPS


def evaluate(condition: Condition, facts: Mapping[str, object]) -> Step:
    """Answer ``condition`` over ``facts``: ``True``, ``False`` or :data:`UNKNOWN`, with reasons.

    ``facts`` are nested dicts of values as :mod:`guard.condition.types` describes them; an
    absent key is an unknown fact (so is ``None``), and no list holds ``None``. Raises
    :class:`ConditionError` where a calculation that decides leaves its range, or when the
    evaluation takes too many steps.
    """
    step = _step(condition.tree, _Run(facts, condition.slots))
    if step.value is UNKNOWN and not step.missing:
        reason = f"a calculation leaves its range: {_origin(step).text}"
        raise ConditionError([Problem(reason, "check the facts in it, or use smaller numbers")])
    return step


def _step(node: Node, run: _Run) -> Step:
    run.steps -= 1
    if run.steps < 0:
        reason = f"the condition takes more than {EVALUATION_STEPS:,} steps over these facts"
        remedy = "use fewer exists and all inside one another, or shorter lists"
        raise ConditionError([Problem(reason, remedy)])
    return _HANDLERS[type(node)](node, run)


def _literal(node: Literal, _: _Run) -> Step:
    return Step(node, node.value)


def _list(node: ListLiteral, run: _Run) -> Step:
    return _strict(node, [_step(item, run) for item in node.items], lambda *values: list(values))


def _path(node: Path, run: _Run) -> Step:
    value: Any = run.facts
    names, path, known = node.names, node.text, NOTHING
    if node.slot != FACTS:
        variable = run.bound[node.slot]
        names, value, known = names[1:], variable.value, variable.missing
        path = ".".join((variable.path, *names)) if variable.path else ""
    if value is not UNKNOWN:
        for name in names:
            value = value.get(name)
            if value is None:
                return Step(node, UNKNOWN, frozenset((path,)), (), path)
    return Step(node, value, known, (), path)


def _has(node: Has, run: _Run) -> Step:
    inner = _step(node.path, run)
    # The item of an unknown list: what it has is not known either.
    if isinstance(node.path, Path) and node.path.slot != FACTS:
        item = run.bound[node.path.slot]
        if item.value is UNKNOWN:
            return Step(node, UNKNOWN, item.missing, (inner,))
    seen = Step(inner.part, inner.value, NOTHING, (), inner.path)
    return Step(node, inner.value is not UNKNOWN, NOTHING, (seen,))


def _unary(node: Unary, run: _Run) -> Step:
    function = SIGNS[node.operator]
    return _strict(node, [_step(node.operand, run)], function)


def _junction(node: Junction, run: _Run) -> Step:
    settling = node.operator == "||"
    parts = []
    for operand in node.operands:
        part = _step(operand, run)
        parts.append(part)
        if part.value is settling:
            return Step(node, settling, NOTHING, tuple(parts), "", True)
    return _undecided(node, not settling, parts, tuple(parts))


def _undecided(node: Node, value: bool, parts: Iterable[Step], shown: tuple[Step, ...]) -> Step:
    """Give ``value`` unless one of ``parts`` is unknown."""
    unknown = [part.missing for part in parts if part.value is UNKNOWN]
    if unknown:
        return Step(node, UNKNOWN, NOTHING.union(*unknown), shown, "", True)
    return Step(node, value, NOTHING, shown, "", True)


def _binary(node: Binary, run: _Run) -> Step:
    parts = [_step(node.left, run), _step(node.right, run)]
    if node.operator == "in" and isinstance(found := parts[1].value, list):
        run.steps -= len(found)
    return _strict(node, parts, OPERATORS[node.operator])


def _conditional(node: Conditional, run: _Run) -> Step:
    condition = _step(node.condition, run)
    if condition.value is UNKNOWN:
        if not condition.missing:
            return Step(node, UNKNOWN, NOTHING, (condition,))
        parts = (condition, _step(node.then, run), _step(node.otherwise, run))
        missing = NOTHING.union(*(part.missing for part in parts))
        return Step(node, UNKNOWN, missing, parts)
    chosen = _step(node.then if condition.value else node.otherwise, run)
    return Step(node, chosen.value, chosen.missing, (condition, chosen), chosen.path)


def _call(node: Call, run: _Run) -> Step:
    parts = [_step(argument, run) for argument in node.arguments]
    return _strict(node, parts, FUNCTIONS[node.function])


def _use(node: Use, run: _Run) -> Step:
    body = _step(node.body, run)
    return Step(node, body.value, body.missing, (body,), body.path)


def _quantifier(node: Quantifier, run: _Run) -> Step:
    items = _step(node.items, run)
    if not isinstance(items.value, list):
        return _over_unknown_list(node, items, run)
    settling = node.kind == "exists"
    parts: list[Step] = []
    for index, value in enumerate(items.value):
        path = f"{items.path}[{index}]" if items.path else ""
        run.bound[node.slot] = Step(node.items, value, NOTHING, (), path)
        part = _step(node.body, run)
        parts.append(part)
        if part.value is settling and node.kind != "exists_one":
            return Step(node, settling, NOTHING, (items, *parts), "", True)
    if node.kind == "exists_one":
        return _strict(node, [items, *parts], lambda _, *answers: sum(answers) == 1)
    return _undecided(node, not settling, parts, (items, *parts))


def _over_unknown_list(node: Quantifier, items: Step, run: _Run) -> Step:
    """Unknown; what is missing is the list, and what its items would be tested against."""
    if not items.missing:
        return Step(node, UNKNOWN, NOTHING, (items,))
    run.bound[node.slot] = Step(node.items, UNKNOWN, items.missing)
    body = _step(node.body, run)
    return Step(node, UNKNOWN, items.missing | body.missing, (items, body))


def _strict(node: Node, parts: list[Step], function: Callable[..., object]) -> Step:
    """Apply ``function`` to the values of ``parts``; unknown if any of them is."""
    shown = tuple(parts)
    unknown = [part.missing for part in parts if part.value is UNKNOWN]
    if unknown:
        missing = NOTHING.union(*unknown) if all(unknown) else NOTHING
        return Step(node, UNKNOWN, missing, shown)
    try:
        return Step(node, function(*(part.value for part in parts)), NOTHING, shown)
    except (OutOfRangeError, OverflowError):
        return Step(node, UNKNOWN, NOTHING, shown)


def _origin(step: Step) -> Step:
    """Find the innermost part where a calculation left its range."""
    for part in step.parts:
        if part.value is UNKNOWN and not part.missing:
            return _origin(part)
    return step


def _sum(left: Any, right: Any) -> object:
    return _in_range(left + right)


def _difference(left: Any, right: Any) -> object:
    return _in_range(left - right)


def _negative(value: int) -> object:
    return _in_range(-value)


def _days(count: int) -> object:
    span = timedelta(days=count)
    if not -_LONGEST <= span <= _LONGEST:
        raise OutOfRangeError
    return span


def _in_range(value: int | timedelta | datetime) -> object:
    match value:
        case int() if not INT_MIN <= value <= INT_MAX:
            raise OutOfRangeError
        case timedelta() if not -_LONGEST_CALCULATED <= value <= _LONGEST_CALCULATED:
            raise OutOfRangeError
        case _:
            return value


SIGNS: Final[Mapping[str, Callable[[Any], object]]] = {"!": operator.not_, "-": _negative}
"""The same for what stands before one value."""

OPERATORS: Final[Mapping[str, Callable[[Any, Any], object]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda item, items: item in items,
    "+": _sum,
    "-": _difference,
}
"""What each operator gives for two known values; a calculation may leave its range."""

FUNCTIONS: Final[Mapping[str, Callable[..., object]]] = {
    "size": len,
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "contains": str.__contains__,
    "lowerAscii": lambda text: text.translate(_LOWER),
    "days": _days,
}
"""The same for functions."""

_HANDLERS: Final[dict[type[Node], Callable[[Any, _Run], Step]]] = {
    Literal: _literal,
    ListLiteral: _list,
    Path: _path,
    Has: _has,
    Unary: _unary,
    Junction: _junction,
    Binary: _binary,
    Conditional: _conditional,
    Call: _call,
    Quantifier: _quantifier,
    Use: _use,
}
