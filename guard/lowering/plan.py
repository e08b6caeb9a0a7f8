"""The whole query over a table: what each rule says of each row, as a number."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from guard.condition.types import Struct, Type
from guard.lowering.columns import Columns
from guard.lowering.dialect import Dialect
from guard.lowering.missing import calculates
from guard.lowering.rules import RuleColumns, Table, lower_rules
from guard.lowering.shape import Shape
from guard.lowering.stage import Stages
from guard.policy.compile import PolicySet
from guard.policy.environment import own_type, request_types

WORD = 60
"""Rules whose outcomes share one number: a bit each."""

MASKS = ("failed", "unknown", "inapplicable", "refused")
"""The masks of a row, each in words of :data:`WORD` rules: ``failed0``, ``failed1``, …"""

HELD, FAILED, REFUSED, UNDECIDED = range(4)
"""What a rule's code says of a row; the bits of the facts missing are added to the last."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to apply a set of rules to one table.

    ``staged``: a query that gives for each row of the table its keys and every column that the
    rules speak of. ``coded``: a query for its keys; the code of each rule N as ``code_N``; and
    ``texts``: for each rule of ``worded``, the missing facts that have no bit (NULL where no rule
    has any). ``explained``: a query for its keys, the words of every mask (bit ``number % 60`` of
    word ``number // 60`` is a rule's), and what is missing as ``bits_N`` and ``texts_N`` for each
    rule N that can be undecided. ``strangers``: columns that no rule can read.
    """

    dialect: Dialect
    rules: tuple[RuleColumns, ...]
    keys: tuple[str, ...]
    staged: str
    coded: str
    worded: tuple[int, ...]
    explained: str
    strangers: tuple[str, ...]


def environment_of(policies: PolicySet) -> Mapping[str, Type]:
    """The facts that a table may have for ``policies``, by their first name."""
    own = Struct("local", {fact.name: own_type(fact) for fact in policies.own_facts})
    request = {name: kind for name, kind in request_types().items() if name != "today"}
    return request | {"local": own}


@dataclass(frozen=True, slots=True)
class Source:
    """A table of facts as its engine knows it.

    ``name``: what stands after FROM, made by the engine and never a user's text. ``shapes``: the
    columns that may be facts, by name, with what they hold. ``keys``: what tells a row, by name:
    an SQL expression each. ``shared``: nested facts, ready for conditions, that hold for every
    row where the table has no column for them.
    """

    name: str
    shapes: Mapping[str, Shape]
    keys: Mapping[str, str]
    shared: Mapping[str, object]


def plan(policies: PolicySet, today: dt.date, dialect: Dialect, table: Source) -> Plan:
    """Plan how to apply ``policies`` to ``table`` as of ``today`` in one query.

    Raises:
        GuardError: a column with the name of a fact holds something else; a rule cannot be
            read over a table.
    """
    columns, stages = Columns(dialect, table.shapes), Stages()
    environment = environment_of(policies)
    columns.refuse_unfit(environment)
    rules = lower_rules(policies, today, Table(dialect, columns, stages, table.shared))
    written = [f"{sql} AS {dialect.identifier(name)}" for name, sql in table.keys.items()]
    staged = stages.query(table.name, written)
    names = [dialect.identifier(name) for name in table.keys]
    strangers = tuple(columns.strangers(environment))
    coded, worded = _coded(rules, names, staged, dialect)
    told = ", ".join([*names, *_masks(rules), *_missing(rules)])
    explained = f"SELECT {told} FROM ({staged}) staged"  # noqa: S608 (made of names made here)
    return Plan(dialect, rules, tuple(table.keys), staged, coded, worded, explained, strangers)


def _coded(
    rules: Sequence[RuleColumns], names: Sequence[str], staged: str, dialect: Dialect
) -> tuple[str, tuple[int, ...]]:
    """The query for codes and texts, and the rules that have texts."""
    codes = [f"{_code(rule)} AS code_{rule.number}" for rule in rules]
    texts = {rule.number: sql for rule in rules if (sql := _texts(rule, dialect))}
    long = _long([rule for rule in rules if rule.number in texts])
    if texts and long is not None:
        told = [f"CASE WHEN {long} THEN {dialect.array(list(texts.values()))} END AS texts"]
    else:
        told = [f"{sql} AS texts_{number}" for number, sql in texts.items()]
    query = f"SELECT {', '.join([*names, *codes, *told])} FROM ({staged}) staged"  # noqa: S608
    if not texts or long is not None:
        return query, tuple(texts)
    columns = [f"texts_{number}" for number in texts]
    one = f"CASE WHEN coalesce({', '.join(columns)}) IS NOT NULL THEN {dialect.array(columns)} END"
    kept = ", ".join([*names, *(f"code_{rule.number}" for rule in rules)])
    return f"SELECT {kept}, {one} AS texts FROM ({query}) told", tuple(texts)  # noqa: S608


def _long(rules: Sequence[RuleColumns]) -> str | None:
    """Without which test of a row none of ``rules`` has texts; ``None`` if there is no such."""
    tests = set[str]()
    for rule in rules:
        if rule.missing is None or rule.missing.long is None:
            return None
        tests |= rule.missing.long
    return " OR ".join(sorted(tests)) or "FALSE"


def _code(rule: RuleColumns) -> str:
    """One number for the answer: what is missing is asked only where the rule is unknown."""
    bits = rule.missing.bits if rule.missing is not None else None
    undecided = f"{UNDECIDED} + CAST({bits.sql} AS BIGINT)" if bits is not None else str(UNDECIDED)
    holds = rule.holds.sql
    cases = [f"WHEN {holds} THEN {HELD}", f"WHEN NOT {holds} THEN {FAILED}"]
    if rule.loss is not None:
        # Only what ``when`` loses outweighs an answer; where ``require`` does, there is none.
        first = 0 if calculates(rule.rule.when.tree) else len(cases)
        cases.insert(first, f"WHEN {rule.loss.sql} THEN {REFUSED}")
    return f"CAST(CASE {' '.join(cases)} ELSE {undecided} END AS BIGINT)"


def _texts(rule: RuleColumns, dialect: Dialect) -> str:
    """The missing facts without a bit; NULL where there are none, as in nearly every row."""
    missing = rule.missing
    if missing is None or missing.texts is None or rule.holds.certain:
        return ""
    texts = missing.texts.sql
    # One in the other: an engine may work out both sides of an AND for every row.
    if missing.long is None:
        texts = f"CASE WHEN {dialect.count(texts)} > 0 THEN {texts} END"
    return f"CASE WHEN {rule.holds.sql} IS NULL THEN {texts} END"


def _masks(rules: Sequence[RuleColumns]) -> Iterator[str]:
    for start in range(0, len(rules), WORD):
        word = rules[start : start + WORD]
        tests = {
            "failed": [(f"NOT {r.holds.sql}", r) for r in word if r.holds.fixed is not True],
            "unknown": [(f"{r.holds.sql} IS NULL", r) for r in word if not r.holds.certain],
            "inapplicable": [
                ("TRUE" if r.lapsed else f"NOT {r.applies.sql}", r)
                for r in word
                if r.lapsed or r.applies.fixed is not True
            ],
            "refused": [(r.lost.sql, r) for r in word if r.lost is not None],
        }
        for mask in MASKS:
            bits = [
                f"CASE WHEN {test} THEN CAST({1 << r.number % WORD} AS BIGINT) ELSE 0 END"
                for test, r in tests[mask]
            ]
            yield f"{' + '.join(bits) or 'CAST(0 AS BIGINT)'} AS {mask}{start // WORD}"


def _missing(rules: Sequence[RuleColumns]) -> Iterator[str]:
    """What is missing, asked only where the rule is unknown: there it is worth the trouble."""
    for rule in rules:
        if rule.missing is None or rule.holds.certain:
            continue
        for kind, paths in (("bits", rule.missing.bits), ("texts", rule.missing.texts)):
            if paths is not None:
                sql = f"CASE WHEN {rule.holds.sql} IS NULL THEN {paths.sql} END"
                yield f"{sql} AS {kind}_{rule.number}"


def plans(
    policies: PolicySet, today: dt.date, dialect: Dialect, table: Source, *, most: int
) -> tuple[Plan, ...]:
    """Plans that together apply all rules, at most ``most`` in each; otherwise as :func:`plan`.

    Engines hold a little memory for every part of a query, and take long over long ones.
    """
    parts = (
        replace(policies, rules=policies.rules[start : start + most])
        for start in range(0, len(policies.rules), most)
    )
    return tuple(plan(part, today, dialect, table) for part in parts)
