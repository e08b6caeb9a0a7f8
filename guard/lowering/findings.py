"""What rules say of the rows of a table, and the queries that say it."""

from dataclasses import dataclass
from enum import StrEnum

from guard.lowering.naming import no_texts
from guard.lowering.plan import WORD, Plan
from guard.policy.compile import Rule


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
    bits, texts = _missing(plan)
    pairs = (
        f"SELECT {keys}r.rule AS rule, {outcome} AS outcome, r.upcoming AS upcoming,"  # noqa: S608
        f" r.paths AS paths, {bits} AS bits, {texts} AS texts"
        f" FROM ({plan.explained}) m CROSS JOIN ({_rules(plan)}) r"
        f" WHERE ({some}) <> 0 AND (({any_bit}) & r.bit) <> 0"
    )
    names = "".join(f"{dialect.identifier(key)}, " for key in plan.keys)
    named = dialect.chosen("paths", "bits")
    return (
        f"SELECT {names}rule, outcome, upcoming,"  # noqa: S608
        f" CASE WHEN outcome <> 'unknown' THEN {no_texts(dialect)}"
        f" WHEN texts IS NULL OR {dialect.count('texts')} = 0 THEN {named}"
        f" ELSE {dialect.ordered(dialect.concatenated([named, 'texts']))} END AS missing"
        f" FROM ({pairs}) pairs"
    )


def _word(column: str, words: range) -> str:
    if len(words) == 1:
        return column.format(0)
    cases = " ".join(f"WHEN {n} THEN {column.format(n)}" for n in words)
    return f"CASE r.word {cases} END"


def _rules(plan: Plan) -> str:
    """The rules as a table: number, word, bit, id, upcoming, the paths of its bits."""
    dialect = plan.dialect
    names = ("number", "word", "bit", "rule", "upcoming", "paths")
    texts = dialect.list_type(dialect.text_type)
    rows = [
        (
            str(rule.number),
            str(rule.number // WORD),
            f"CAST({1 << rule.number % WORD} AS BIGINT)",
            dialect.text(rule.rule.text.id),
            dialect.literal(rule.upcoming),
            f"CAST({dialect.array([dialect.text(path) for path in rule.paths])} AS {texts})",
        )
        for rule in plan.rules
    ]
    selects = (
        ", ".join(f"{value} AS {name}" for value, name in zip(row, names, strict=True))
        for row in rows
    )
    return " UNION ALL ".join(f"SELECT {select}" for select in selects)


def _missing(plan: Plan) -> tuple[str, str]:
    """The missing facts of a (row, rule) pair: the bits, and the texts (NULL where none)."""
    whens: dict[str, list[str]] = {"bits": [], "texts": []}
    for rule in plan.rules:
        if rule.missing is None or rule.holds.certain:
            continue
        for kind, part in (("bits", rule.missing.bits), ("texts", rule.missing.texts)):
            if part is not None:
                whens[kind].append(f"WHEN {rule.number} THEN m.{kind}_{rule.number}")
    bits, texts = (f"CASE r.number {' '.join(w)} END" if w else "" for w in whens.values())
    nothing = f"CAST(NULL AS {plan.dialect.list_type(plan.dialect.text_type)})"
    return f"coalesce({bits or 'NULL'}, 0)", texts or nothing


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
