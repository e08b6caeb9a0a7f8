"""What rules say of the rows of a table, and the queries that say it."""

from dataclasses import dataclass
from enum import StrEnum

from guard.lowering.naming import Lists
from guard.lowering.plan import WORD, Plan
from guard.lowering.rules import RuleColumns
from guard.lowering.value import Value
from guard.policy.compile import Rule

MOST_SETS = 6
"""With up to so many paths, every set of them is written out once and then looked up."""


class RowOutcome(StrEnum):
    """One rule's answer for one row."""

    PASS = "pass"  # noqa: S105 (not a password)
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"
    REFUSED = "refused"
    """A calculation left its range: ``guard check`` refuses such a request."""


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
    keys = "".join(f"m.{dialect.identifier(key)}, " for key in plan.keys)
    words = range(plan.words)
    told = {mask: _word(f"m.{mask}{{}}", words) for mask in ("failed", "unknown", "refused")}
    any_bit = " | ".join(told.values())
    some = " | ".join(f"m.{mask}{n}" for n in words for mask in told)
    outcome = (
        f"CASE WHEN ({told['refused']}) & r.bit <> 0 THEN 'refused'"
        f" WHEN ({told['failed']}) & r.bit <> 0 THEN 'fail' ELSE 'unknown' END"
    )
    refused = f"({told['refused']}) & r.bit <> 0"
    joins, missing = _named(plan)
    nothing = Lists(dialect).nothing
    return (
        f"SELECT {keys}r.rule AS rule, {outcome} AS outcome, r.upcoming AS upcoming,"  # noqa: S608
        f" CASE WHEN {refused} THEN {nothing} ELSE {missing} END AS missing"
        f" FROM ({plan.masked}) m CROSS JOIN ({_rules(plan)}) r{joins}"
        f" WHERE ({some}) <> 0 AND (({any_bit}) & r.bit) <> 0"
    )


def _word(column: str, words: range) -> str:
    if len(words) == 1:
        return column.format(0)
    cases = " ".join(f"WHEN {n} THEN {column.format(n)}" for n in words)
    return f"CASE r.word {cases} END"


def _rules(plan: Plan) -> str:
    """The rules as a table: number, word, bit, id, upcoming."""
    names = ("number", "word", "bit", "rule", "upcoming")
    rows = [
        (
            str(rule.number),
            str(rule.number // WORD),
            f"CAST({1 << rule.number % WORD} AS BIGINT)",
            plan.dialect.text(rule.rule.text.id),
            plan.dialect.literal(rule.upcoming),
        )
        for rule in plan.rules
    ]
    selects = (
        ", ".join(f"{value} AS {name}" for value, name in zip(row, names, strict=True))
        for row in rows
    )
    return " UNION ALL ".join(f"SELECT {select}" for select in selects)


def _looked_up(rule: RuleColumns) -> bool:
    return rule.missing is not None and rule.paths is not None and len(rule.paths) <= MOST_SETS


def _named(plan: Plan) -> tuple[str, str]:
    """The joins and the expression for the missing facts of a (row, rule) pair."""
    dialect = plan.dialect
    nothing = Lists(dialect).nothing
    bits, texts = [], []
    for rule in plan.rules:
        column = f"m.missing_{rule.number}"
        if rule.missing is None:
            continue
        if _looked_up(rule):
            bits.append(f"WHEN {rule.number} THEN {column}")
        else:
            texts.append(f"WHEN {rule.number} THEN {_put_together(plan, rule, column)}")
    written = f"CASE r.number {' '.join(texts)} END" if texts else "NULL"
    if not bits:
        return "", f"coalesce({written}, {nothing})"
    code = f"(CASE r.number {' '.join(bits)} END * 65536 + r.number)"
    return (
        f" LEFT JOIN ({_sets(plan)}) s ON s.code = {code}",
        f"coalesce(s.paths, {written}, {nothing})",
    )


def _put_together(plan: Plan, rule: RuleColumns, column: str) -> str:
    """The paths of the bits of ``column``, or the texts that it holds already, in order."""
    dialect = plan.dialect
    if rule.paths is None:
        return dialect.ordered(column)
    lists = Lists(dialect)
    parts = [
        Value(
            f"CASE WHEN {column} & CAST({1 << bit} AS BIGINT) <> 0"
            f" THEN {lists.one((path,)).sql} ELSE {lists.nothing} END"
        )
        for bit, path in sorted(enumerate(rule.paths), key=lambda pair: pair[1])
    ]
    return lists.united(parts).sql


def _sets(plan: Plan) -> str:
    """Every set of missing facts that is looked up, as a table: its code, its paths in order."""
    rows = []
    for rule in plan.rules:
        if not _looked_up(rule) or rule.paths is None:
            continue
        for bits in range(1, 1 << len(rule.paths)):
            paths = sorted(path for bit, path in enumerate(rule.paths) if bits >> bit & 1)
            texts = plan.dialect.array([plan.dialect.text(path) for path in paths])
            rows.append(f"(CAST({bits * 65536 + rule.number} AS BIGINT), {texts})")
    return f"SELECT code, paths FROM (VALUES {', '.join(rows)}) v(code, paths)"  # noqa: S608


def counts_query(plan: Plan) -> str:
    """The query for four counts a rule, in the rules' order, and last the number of rows.

    The counts are failed, unknown, not applicable and refused; a refused row counts as nothing
    else.
    """
    sums = []
    for rule in plan.rules:
        word, bit = rule.number // WORD, rule.number % WORD
        refused = f"refused{word}"
        sums += [
            f"sum(({mask}{word} & ~{refused}) >> {bit} & 1)"
            for mask in ("failed", "unknown", "inapplicable")
        ]
        sums.append(f"sum({refused} >> {bit} & 1)")
    return f"SELECT {', '.join([*sums, 'count(*)'])} FROM ({plan.masked}) m"  # noqa: S608


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
