"""The columnar reading says what the evaluator says: random conditions over random facts."""
# ruff: noqa: S608 (queries over files that the module itself makes)

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from guard.condition.checker import compile_condition
from guard.condition.tree import Condition
from guard.condition.types import STRING, ListOf, Type
from guard.lowering.dialects.duckdb import DuckDbDialect
from tests.condition.random_conditions import Writer
from tests.condition.random_facts import random_facts
from tests.condition.schema import ENVIRONMENT
from tests.lowering.answers import Answer, ask_engine, expected
from tests.lowering.tables import duckdb_source, shape_of, write_rows

Facts = dict[str, Any]


def asked(
    folder: Path, conditions: Sequence[Condition], rows: Sequence[Facts]
) -> list[list[Answer]]:
    write_rows(folder / "facts.json", rows)
    shapes = {name: shape_of(kind) for name, kind in ENVIRONMENT.items()}
    source = duckdb_source(folder / "facts.json", ENVIRONMENT)
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE facts AS SELECT * FROM {source}")

        def run(query: str) -> list[Any]:
            return connection.execute(query).fetchall()

        return list(ask_engine(conditions, DuckDbDialect(), shapes, "facts", run))


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_values_and_missing_facts_are_the_evaluators(tmp_path: Path, depth: int) -> None:
    random = Random(depth)
    gaps = (0.0, 0.1, 0.3, 0.6)
    rows = [random_facts(random, ENVIRONMENT, random.choice(gaps)) for _ in range(60)]
    texts = [Writer(random).condition(depth).ours for _ in range(60 // depth)]
    conditions = [compile_condition(text, ENVIRONMENT, {}) for text in texts]
    unknown = 0
    for facts, answers in zip(rows, asked(tmp_path, conditions, rows), strict=True):
        for condition, answer in zip(conditions, answers, strict=True):
            assert answer == expected(condition, facts), (condition.source, facts)
            unknown += answer.value is None
    assert unknown > 100


HUGE = 2**63 - 1
EDGES: list[tuple[str, Facts]] = [
    ("tags.exists(t, t in ['a', title])", {"tags": ["b"]}),
    ("tags.exists(t, t in ['a', 'b'])", {"tags": ["c", "b"]}),
    ("tags.exists(t, !(t != 'a'))", {"tags": ["c"]}),
    ("tags.all(t, t != 'a')", {"tags": ["b", "a"]}),
    ("tags.all(t, !(t in ['a', 'b']))", {"tags": ["c"]}),
    ("tags.all(t, t == 'a')", {"tags": ["a"]}),
    ("tags.exists(t, t == t)", {"tags": ["a"]}),
    ("tags.exists(t, t == 'a') || urgent", {}),
    ("evidence.all(e, tags.exists(t, t == 'a'))", {"evidence": [{}]}),
    ("[users + 1, 2].exists(n, n == data.subjects)", {"users": HUGE}),
    ("users + 1 > 0 || urgent", {"users": HUGE}),
    ("users + 1 > data.subjects && urgent", {"users": HUGE, "urgent": True}),
    ("(users + 1 > 0 ? urgent : data.special)", {"users": HUGE}),
    ("sizes.exists_one(n, n + users > data.subjects)", {"sizes": [HUGE, 1], "users": 1}),
    ("[1, 2].exists_one(n, n + users > 5)", {}),
    ("(urgent ? tags : data.countries).exists(t, t == title)", {"urgent": True, "tags": ["a"]}),
    ("(urgent ? tags : data.countries).exists(t, t == title)", {"tags": ["a"]}),
    ("evidence.all(e, e.labels.exists(l, l == e.kind))", {"evidence": [{"labels": ["a"]}, {}]}),
    ("title in []", {}),
    ("title in []", {"title": "a"}),
    ("size(title) == 2", {"title": "é日"}),
    ("title.lowerAscii() == 'é'", {"title": "É"}),
    ("title == '\\x00\\'\\\\'", {"title": "\0'\\"}),
    ("today + days(users) > today", {"users": 10**9}),
    ("share in [1.5] || users in [1, 2]", {"users": 3}),
    ("!has(data.host) || data.host.shared", {"data": {"host": {}}}),
    ("has(data.host.shared)", {"data": {"host": {}}}),
]


@pytest.mark.parametrize(("text", "facts"), EDGES)
def test_edges(tmp_path: Path, text: str, facts: Facts) -> None:
    condition = compile_condition(text, ENVIRONMENT, {})
    [[answer]] = asked(tmp_path, [condition], [facts])
    assert answer == expected(condition, facts)


@pytest.mark.parametrize(
    ("text", "facts", "value", "missing"),
    [
        ("'a' in tags", {"tags": ["a", None]}, True, ()),
        ("'b' in tags", {"tags": ["a", None]}, None, ("tags",)),
        ("tags.all(t, t in ['a'])", {"tags": ["a", None]}, None, ("tags",)),
        ("tags.exists(t, t == 'a')", {"tags": [None, "a"]}, True, ()),
        ("tags.exists(t, t in ['a', 'b'])", {"tags": ["c", None]}, None, ("tags",)),
        ("tags.exists(t, !(t != 'a'))", {"tags": ["c", None]}, None, ("tags",)),
        ("tags.all(t, t != 'a')", {"tags": [None, "a"]}, False, ()),
        ("tags.all(t, !(t in ['a', 'b']))", {"tags": ["c", None]}, None, ("tags",)),
        (
            "(urgent ? tags : data.countries).exists(t, t == 'a')",
            {"urgent": True, "tags": [None]},
            None,
            ("tags",),
        ),
        ("evidence.all(e, e.valid)", {"evidence": [None]}, None, ("evidence[0].valid",)),
    ],
)
def test_an_empty_entry_of_a_list_is_never_passed_over(
    tmp_path: Path, text: str, facts: Facts, value: bool | None, missing: tuple[str, ...]
) -> None:
    [[answer]] = asked(tmp_path, [compile_condition(text, ENVIRONMENT, {})], [facts])
    assert answer == Answer(value, frozenset(missing))


def test_a_fact_without_a_column_is_unknown_everywhere() -> None:
    kinds: dict[str, Type] = {"tags": ListOf(STRING), "title": STRING}
    condition = compile_condition("title in tags", kinds, {})
    with duckdb.connect() as connection:
        source = "(SELECT 0 AS row, ['a'] AS tags)"

        def run(query: str) -> list[Any]:
            return connection.execute(query).fetchall()

        shapes = {"tags": shape_of(kinds["tags"])}
        answers = ask_engine([condition], DuckDbDialect(), shapes, source, run)
        assert list(answers) == [[Answer(None, frozenset({"title"}))]]
