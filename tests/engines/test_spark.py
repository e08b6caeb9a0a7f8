"""The same rules as Spark SQL: the evaluator's answers, and the embedded engine's."""

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from guard.condition.checker import compile_condition
from guard.condition.types import Struct, Type
from guard.lowering.dialects.spark import SparkDialect
from guard.lowering.findings import RowOutcome
from guard.lowering.plan import environment_of
from tests.condition.random_conditions import Writer
from tests.condition.random_facts import random_facts
from tests.condition.schema import ENVIRONMENT
from tests.lowering.answers import ask_engine, expected
from tests.lowering.packs import all_said, answers_of, mutations, said, shipped_rules
from tests.lowering.tables import shape_of, spark_type, write_rows
from tests.making import TODAY, faults, policies, rule

pytest.importorskip("pyspark", reason="pyspark (the extra [spark]) is not installed")
pytestmark = pytest.mark.filterwarnings("ignore")  # pyspark's own


def loaded(session: Any, file: Path, environment: dict[str, Type]) -> Any:
    columns = [
        f"`{name}` {spark_type(kind)}"
        for name, kind in environment.items()
        if kind != Struct(name, {})
    ]
    schema = ", ".join(["`row` BIGINT", *columns])
    reader = session.read.schema(schema)
    reader = reader.option("timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS")
    return reader.json(str(file))


def test_values_and_missing_facts_are_the_evaluators(spark: Any, tmp_path: Path) -> None:
    random = Random(21)
    rows = [random_facts(random, ENVIRONMENT, random.choice((0.0, 0.1, 0.4))) for _ in range(60)]
    write_rows(tmp_path / "facts.json", rows)
    loaded(spark, tmp_path / "facts.json", ENVIRONMENT).createOrReplaceTempView("facts")
    texts = [Writer(random).condition(2).ours for _ in range(25)]
    conditions = [compile_condition(text, ENVIRONMENT, {}) for text in texts]
    shapes = {name: shape_of(kind) for name, kind in ENVIRONMENT.items()}

    def run(query: str) -> Any:
        return spark.sql(query).collect()

    answers = ask_engine(conditions, SparkDialect(), shapes, "facts", run)
    for facts, row in zip(rows, answers, strict=True):
        for condition, answer in zip(conditions, row, strict=True):
            assert answer == expected(condition, facts), (condition.source, facts)


@pytest.mark.usefixtures("spark")
def test_shipped_rules_agree_with_check_and_with_the_embedded_engine() -> None:
    """Every third rule of the packs, over one table of generated requests, by all three."""
    from guard.engines import duckdb, spark

    everything = shipped_rules()
    shipped = replace(everything, rules=everything.rules[::3])
    rows = list(mutations(Random(22), everything, 40))
    one = all_said(shipped, rows, TODAY)
    assert {outcome for outcome, _ in one.values()} > {"pass", "fail", "unknown"}
    for engine in (duckdb, spark):
        with engine.asked(shipped, rows, TODAY) as answered:
            assert answers_of(answered) == one


def test_counts_and_findings_agree_with_check(spark: Any, tmp_path: Path) -> None:
    from guard.engines.spark import Engine

    shipped = shipped_rules()
    random = Random(22)
    some = replace(shipped, rules=tuple(random.sample(shipped.rules, 3)))
    rows = list(mutations(random, shipped, 12))
    write_rows(tmp_path / "facts.json", rows)
    table = loaded(spark, tmp_path / "facts.json", dict(environment_of(shipped)))
    applied = Engine(spark).apply(some, table, TODAY, keys=["row"])
    found = {
        (f.row[0], f.rule.text.id): (f.outcome.value, frozenset(f.missing))
        for f in applied.findings()
    }
    assert found == said(some, rows, TODAY)
    failed = sum(count.rows[RowOutcome.FAIL] for count in applied.counts())
    assert failed == sum(outcome == "fail" for outcome, _ in found.values())


def test_findings_are_written_as_parquet(spark: Any, tmp_path: Path) -> None:
    from guard.engines.spark import Engine

    table = spark.sql("SELECT 7 AS line, named_struct('personal', false) AS data")
    applied = Engine(spark).apply(policies(rule()), table, TODAY, keys=["line"])
    assert applied.write(tmp_path / "findings") == 1
    (row,) = spark.read.parquet(str(tmp_path / "findings")).collect()
    assert tuple(row) == (7, "AA-01", "fail", False, [])
    (fault,) = faults(lambda: applied.write(tmp_path / "findings"))
    assert "findings" in fault.what


@pytest.mark.parametrize("text", ["it's", "a\\b", "line\nbreak", "é日", "\\'", "", "x'; --"])
def test_any_text_stays_a_text(spark: Any, text: str) -> None:
    (row,) = spark.sql(f"SELECT {SparkDialect().text(text)} AS said").collect()
    assert row.said == text
