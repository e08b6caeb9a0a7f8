"""What rules say of the rows of a table, and the queries that say it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from guard.lowering.dialect import Dialect
from guard.lowering.naming import no_texts
from guard.lowering.plan import UNDECIDED, Plan
from guard.lowering.rules import RuleColumns
from guard.policy.compile import Rule

FEW_PATHS: Final = 6
"""Up to so many facts, every set of them is written out beforehand and looked up."""

_OF_RULE: Final = ("rule", "upcoming", "paths", "sets")
"""The columns of a rule that its findings need: its id, whether it is upcoming, the paths of its
bits, and the missing facts by code."""


class RowOutcome(StrEnum):
    """One rule's answer for one row."""

    PASS = "pass"  # noqa: S105 (not a password)
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"
    REFUSED = "refused"
    """A calculation left its range: ``guard check`` refuses such a request."""


_TOLD: Final = (RowOutcome.FAIL, RowOutcome.REFUSED)
"""The outcomes of the codes from 1 to :data:`guard.lowering.plan.UNDECIDED`, without it."""
_UNDECIDED: Final = RowOutcome.UNKNOWN


@dataclass(frozen=True, slots=True)
class RowFinding:
    """What one rule says of one row: failed, unknown or refused.

    ``row`` holds the values of the row's keys; ``missing`` the paths of absent facts that could
    still change the answer, in order (empty unless unknown). An ``upcoming`` one never counts.
    """

    row: tuple[object, ...]
    rule: Rule
    outcome: RowOutcome
    upcoming: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleCounts:
    """How many rows one rule passed, failed and so on."""

    rule: Rule
    upcoming: bool
    rows: dict[RowOutcome, int]


def findings_query(plan: Plan) -> str:
    """The query for the failed, unknown and refused (row, rule) pairs.

    Its columns are the row's keys, ``rule``, ``outcome``, ``upcoming`` and ``missing``.
    """
    dialect = plan.dialect
    names = [dialect.identifier(key) for key in plan.keys]
    codes = [f"m.code_{rule.number}" for rule in plan.rules]
    code = _of_rule({rule.number: f"m.code_{rule.number}" for rule in plan.rules})
    told = [f"m.{name}" for name in names] + [f"r.{column}" for column in _OF_RULE]
    told += [f"{code} AS code", f"{_texts(plan)} AS texts"]
    pairs = (
        f"SELECT {', '.join(told)} FROM ({plan.coded}) m"  # noqa: S608
        f" CROSS JOIN ({_rules(plan)}) r WHERE ({' | '.join(codes)}) <> 0 AND {code} <> 0"
    )
    outcomes = {
        outcome: dialect.word(outcome.value, [said.value for said in (*_TOLD, _UNDECIDED)])
        for outcome in (*_TOLD, _UNDECIDED)
    }
    whens = " ".join(f"WHEN {n} THEN {outcomes[said]}" for n, said in enumerate(_TOLD, 1))
    outcome = f"CASE code {whens} ELSE {outcomes[_UNDECIDED]} END"
    columns = [*names, "rule", f"{outcome} AS outcome", "upcoming", f"{_missing(plan)} AS missing"]
    return f"SELECT {', '.join(columns)} FROM ({pairs}) pairs"  # noqa: S608


def _of_rule(columns: Mapping[int, str]) -> str:
    """The column of the rule of a pair; NULL for a rule that has none."""
    whens = (f"WHEN {number} THEN {column}" for number, column in columns.items())
    return f"CASE r.number {' '.join(whens)} END"


def _texts(plan: Plan) -> str:
    if not plan.worded:
        return f"CAST(NULL AS {plan.dialect.list_type(plan.dialect.text_type)})"
    # Nearly no row has any, and then the list is not even looked into.
    return f"CASE WHEN m.texts IS NOT NULL THEN {plan.dialect.at('m.texts', 'r.place')} END"


def _missing(plan: Plan) -> str:
    """The names of the missing facts of a pair: looked up, where its rule has few sets of them."""
    dialect = plan.dialect
    bits = f"(code - {UNDECIDED})"
    chosen = dialect.chosen("paths", bits)
    # Most lack one fact: its bit is its place, and the others need not be gone through.
    one = dialect.array([dialect.at("paths", f"(bit_count({bits} - 1) + 1)")])
    named = (
        f"CASE WHEN sets IS NOT NULL THEN {dialect.at('sets', 'code')}"
        f" WHEN code <= {UNDECIDED} THEN {no_texts(dialect)}"
        f" WHEN ({bits} & ({bits} - 1)) = 0 THEN {one} ELSE {chosen} END"
    )
    if not plan.worded:
        return named
    every = dialect.ordered(dialect.concatenated([chosen, "texts"]))
    return f"CASE WHEN texts IS NOT NULL THEN {every} ELSE {named} END"


def _rules(plan: Plan) -> str:
    """The rules as a table: see :data:`_OF_RULE`; and the place of each in ``texts``."""
    dialect = plan.dialect
    ids = [rule.rule.text.id for rule in plan.rules]
    places = {number: str(place) for place, number in enumerate(plan.worded, 1)}
    rows = [
        {
            "number": str(rule.number),
            "place": places.get(rule.number, "CAST(NULL AS INT)"),
            "rule": dialect.word(rule.rule.text.id, ids),
            "upcoming": dialect.literal(rule.upcoming),
            "paths": _list_of_texts(rule.paths, dialect),
            "sets": _sets(rule, dialect),
        }
        for rule in plan.rules
    ]
    selects = (", ".join(f"{value} AS {name}" for name, value in row.items()) for row in rows)
    return " UNION ALL ".join(f"SELECT {select}" for select in selects)


def _sets(rule: RuleColumns, dialect: Dialect) -> str:
    """What is missing by code, from 1 on: nothing for an answer, then every set of paths."""
    texts = dialect.list_type(dialect.text_type)
    if len(rule.paths) > FEW_PATHS:
        return f"CAST(NULL AS {dialect.list_type(texts)})"
    paths = _list_of_texts(rule.paths, dialect)
    numbers = dialect.numbers(1 << len(rule.paths))
    sets = dialect.transform(numbers, "n0", dialect.chosen(paths, "n0"))
    answers = dialect.array([no_texts(dialect)] * len(_TOLD))
    return dialect.concatenated([answers, sets])


def _list_of_texts(texts: Sequence[str], dialect: Dialect) -> str:
    kind = dialect.list_type(dialect.text_type)
    return f"CAST({dialect.array([dialect.text(text) for text in texts])} AS {kind})"


def counts_query(plan: Plan) -> str:
    """The query for four counts a rule, in the rules' order, and last the number of rows.

    The counts are failed, unknown, not applicable and refused; a refused row counts as nothing
    else.
    """
    sums = []
    for rule in plan.rules:
        lost = rule.lost.sql if rule.lost is not None else "FALSE"
        applies = "FALSE" if rule.lapsed else rule.applies.sql
        tests = (f"NOT {rule.holds.sql}", f"{rule.holds.sql} IS NULL", f"NOT {applies}")
        sums += [f"count_if({test} AND NOT {lost})" for test in tests]
        sums.append(f"count_if({lost})")
    return f"SELECT {', '.join([*sums, 'count(*)'])} FROM ({plan.staged}) staged"  # noqa: S608


def counted(plan: Plan, row: tuple[int | None, ...]) -> tuple[RuleCounts, ...]:
    """The answer of :func:`counts_query`, by rule."""
    *sums, total = (int(value or 0) for value in row)
    found = []
    for rule in plan.rules:
        failed, unknown, inapplicable, refused = sums[4 * rule.number : 4 * rule.number + 4]
        rows = {
            RowOutcome.PASS: total - failed - unknown - inapplicable - refused,
            RowOutcome.FAIL: failed,
            RowOutcome.UNKNOWN: unknown,
            RowOutcome.NOT_APPLICABLE: inapplicable,
            RowOutcome.REFUSED: refused,
        }
        found.append(RuleCounts(rule.rule, rule.upcoming, rows))
    return tuple(found)
