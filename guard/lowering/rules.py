"""Rules as columns: for each rule whether it holds, whether it applies, and what is missing."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from guard.finding import MIDNIGHT
from guard.lowering.columns import Columns
from guard.lowering.dialect import Dialect
from guard.lowering.missing import Missing, calculates
from guard.lowering.naming import Naming, Paths
from guard.lowering.stage import Stages
from guard.lowering.value import Value, made
from guard.lowering.values import Values
from guard.policy.compile import PolicySet, Rule


@dataclass(frozen=True, slots=True)
class RuleColumns:
    """One rule over a table.

    ``holds``: TRUE passed or not applicable, FALSE failed, NULL unknown. ``applies``: its
    ``when``. ``lost``: TRUE where a calculation left its range, so that guard refuses to answer;
    ``None`` if it never can. ``missing``: where unknown, the facts missing: the bits stand
    for ``paths``, in order.
    """

    rule: Rule
    number: int
    upcoming: bool
    lapsed: bool
    holds: Value
    applies: Value
    lost: Value | None
    missing: Paths | None
    paths: tuple[str, ...]


def lower_rules(
    policies: PolicySet,
    today: dt.date,
    dialect: Dialect,
    columns: Columns,
    stages: Stages,
    shared: Mapping[str, object],
) -> tuple[RuleColumns, ...]:
    """Lower every rule of ``policies``, in order; their columns are put into ``stages``.

    Args:
        policies: compiled rules with the dated lists they use.
        today: the date of decision; lists out of date at it are unknown.
        dialect: the engine's SQL.
        columns: where the table has its facts.
        stages: gets the columns that are to be computed first.
        shared: nested facts, ready for conditions, that hold for every row where the table
            has no column for them.

    Raises:
        GuardError: a rule cannot be read over a table, with the reason.
    """
    constants = dict(shared) | {
        "today": _ready(today),
        "lists": {
            name: {key: _ready(value) for key, value in listed.text.values.items()}
            for name, listed in policies.lists.items()
            if listed.text.live(today)
        },
    }
    return tuple(
        _lower(rule, number, today, Values(dialect, columns, stages, constants | _parameters(rule)))
        for number, rule in enumerate(policies.rules)
    )


def _parameters(rule: Rule) -> dict[str, object]:
    return {"parameters": {key: _ready(value) for key, value in rule.parameters.items()}}


def _ready(value: object) -> object:
    """A constant as conditions read it: dates become midnight UTC."""
    return dt.datetime.combine(value, MIDNIGHT) if isinstance(value, dt.date) else value


def _lower(rule: Rule, number: int, today: dt.date, values: Values) -> RuleColumns:
    text, hoisted = rule.text, values.stages.hoisted
    upcoming = text.effective_from is not None and today < text.effective_from
    lapsed = text.effective_until is not None and today > text.effective_until
    applies = hoisted(values.value(rule.when.tree))
    require = hoisted(values.value(rule.require.tree))
    holds = hoisted(values.joined("||", [values.negated(applies), require]))
    naming = Naming(values.dialect, rule.when.tree, rule.require.tree)
    missing, lost = _unanswered(rule, lapsed, values, naming, applies, require)
    if lapsed:
        holds, missing = Value("TRUE", certain=True, fixed=True), None
    return RuleColumns(rule, number, upcoming, lapsed, holds, applies, lost, missing, naming.paths)


def _unanswered(
    rule: Rule, lapsed: bool, values: Values, naming: Naming, applies: Value, require: Value
) -> tuple[Paths | None, Value | None]:
    """What is missing where the rule is unknown, and whether it cannot be answered at all."""
    missing = Missing(values, naming)
    asked = missing.of(rule.when.tree), missing.of(rule.require.tree)
    lost = []
    if calculates(rule.when.tree):
        lost.append(missing.lost(applies, asked[0]))
    if calculates(rule.require.tree) and not lapsed:
        beyond = missing.lost(require, asked[1])
        sql = f"(({applies.sql} IS NULL OR {applies.sql}) AND {beyond.sql})"
        lost.append(made(sql, (applies, beyond), certain=True))
    united = naming.united(asked)
    if not lost:
        return united, None
    sql = f"({' OR '.join(value.sql for value in lost)})"
    return united, values.stages.hoisted(made(sql, lost, certain=True))
