"""Rules as columns: for each rule whether it holds, whether it applies, and what is missing."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from guard.finding import MIDNIGHT, is_upcoming
from guard.lowering.columns import Columns
from guard.lowering.dialect import Dialect
from guard.lowering.folding import folded
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
    ``None`` if it never can. ``loss``: the same, written out for where few rows are asked.
    ``missing``: where unknown, the facts missing: the bits stand for ``paths``, in order.
    """

    rule: Rule
    number: int
    upcoming: bool
    lapsed: bool
    holds: Value
    applies: Value
    lost: Value | None
    loss: Value | None
    missing: Paths | None
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of facts: the engine's SQL, where its facts are, and the columns computed first.

    ``shared``: nested facts, ready for conditions, that hold for every row where the table has
    no column for them.
    """

    dialect: Dialect
    columns: Columns
    stages: Stages
    shared: Mapping[str, object]

    def values(self, constants: Mapping[str, object]) -> Values:
        """Lower conditions over the table, with ``constants`` beside the facts."""
        return Values(self.dialect, self.columns, self.stages, {**self.shared, **constants})


def lower_rules(policies: PolicySet, today: dt.date, table: Table) -> tuple[RuleColumns, ...]:
    """Lower every rule of ``policies``, in order; their columns join the table's stages.

    Args:
        policies: compiled rules with the dated lists they use.
        today: the date of decision; lists out of date at it are unknown.
        table: where the facts are.

    Raises:
        GuardError: a rule cannot be read over a table, with the reason.
    """
    lists = {
        name: {key: _ready(value) for key, value in listed.text.values.items()}
        for name, listed in policies.lists.items()
        if listed.text.live(today)
    }
    same = {"today": _ready(today), "lists": lists}
    return tuple(
        _lower(rule, number, today, same | _parameters(rule), table)
        for number, rule in enumerate(policies.rules)
    )


def _parameters(rule: Rule) -> dict[str, object]:
    return {"parameters": {key: _ready(value) for key, value in rule.parameters.items()}}


def _ready(value: object) -> object:
    """A constant as conditions read it: dates become midnight UTC."""
    return dt.datetime.combine(value, MIDNIGHT) if isinstance(value, dt.date) else value


def _lower(
    rule: Rule, number: int, today: dt.date, constants: Mapping[str, object], table: Table
) -> RuleColumns:
    values = table.values(constants)
    when, asks = (folded(part.tree, constants) for part in (rule.when, rule.require))
    text, hoisted = rule.text, values.stages.hoisted
    upcoming = is_upcoming(rule, today)
    lapsed = text.effective_until is not None and today > text.effective_until
    applies = hoisted(values.value(when))
    require = hoisted(values.value(asks))
    holds = hoisted(values.joined("||", [values.negated(applies), require]))
    naming = Naming(values.dialect, when, asks)
    explained = Missing(values, naming)
    asked = explained.of(when), explained.of(asks)
    missing = naming.united(asked)
    beyond = []
    if calculates(when):
        beyond.append(explained.lost(applies, asked[0]))
    if calculates(asks) and not lapsed:
        # Only where the rule applies, or could: else nobody asks.
        inner = explained.lost(require, asked[1])
        sql = f"(({applies.sql} IS NULL OR {applies.sql}) AND {inner.sql})"
        beyond.append(made(sql, (applies, inner), certain=True))
    loss = values.joined("||", beyond) if beyond else None
    lost = hoisted(loss) if loss is not None else None
    if lapsed:
        holds, missing = values.settled(True), None
    return RuleColumns(
        rule, number, upcoming, lapsed, holds, applies, lost, loss, missing, naming.paths
    )
