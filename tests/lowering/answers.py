"""Asking an engine what the evaluator is asked: the value and the missing facts of conditions."""
# ruff: noqa: S608 (queries over files that the module itself makes)

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from guard.condition.evaluator import evaluate
from guard.condition.problem import ConditionError
from guard.condition.step import UNKNOWN
from guard.condition.tree import Condition
from guard.lowering.columns import Columns
from guard.lowering.dialect import Dialect
from guard.lowering.missing import Missing
from guard.lowering.naming import Naming, no_texts
from guard.lowering.shape import Shape
from guard.lowering.stage import Stages
from guard.lowering.values import Values


class Answer(NamedTuple):
    """A truth value, ``None`` for unknown; the missing facts, none if out of range."""

    value: bool | None
    missing: frozenset[str]


def expected(condition: Condition, facts: Mapping[str, Any]) -> Answer:
    """What the evaluator says."""
    try:
        step = evaluate(condition, facts)
    except ConditionError:
        return Answer(None, frozenset())
    if step.value is UNKNOWN:
        return Answer(None, step.missing)
    return Answer(bool(step.value), frozenset())


def ask_engine(
    conditions: Sequence[Condition],
    dialect: Dialect,
    shapes: Mapping[str, Shape],
    source: str,
    run: Callable[[str], Sequence[Sequence[Any]]],
) -> Iterator[list[Answer]]:
    """The answers to all ``conditions`` for each row, in order of the column ``row``."""
    stages = Stages()
    columns = Columns(dialect, shapes)
    outputs, names = [], []
    for condition in conditions:
        values = Values(dialect, columns, stages, {})
        value = stages.hoisted(values.value(condition.tree))
        naming = Naming(dialect, condition.tree)
        missing = Missing(values, naming).of(condition.tree)
        bits = missing.bits if missing else None
        texts = missing.texts if missing else None
        outputs += [value.sql, bits.sql if bits else "0", texts.sql if texts else no_texts(dialect)]
        names.append(naming.paths)
    staged = stages.query(source, [dialect.identifier("row")])
    selected = ", ".join(f"{sql} AS o{n}" for n, sql in enumerate(outputs))
    for row in run(f"SELECT {selected} FROM ({staged}) q ORDER BY {dialect.identifier('row')}"):
        yield [_answer(row[3 * n : 3 * n + 3], paths) for n, paths in enumerate(names)]


def _answer(cells: Sequence[Any], paths: tuple[str, ...]) -> Answer:
    value, bits, texts = cells
    named = [path for bit, path in enumerate(paths) if bits >> bit & 1]
    return Answer(value, frozenset((*named, *texts)))
