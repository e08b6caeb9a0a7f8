"""Facts at hand as JSON lines, and the types of their columns."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from guard.condition.types import BOOL, DOUBLE, INT, STRING, TIMESTAMP, ListOf, Struct, Type
from guard.lowering.dialects.duckdb import DuckDbDialect
from guard.lowering.dialects.spark import SparkDialect
from guard.lowering.rows import column_types, lines
from tests.making import faults

KINDS: dict[str, Type] = {
    "tags": ListOf(STRING),
    "local": Struct("local", {}),
    "a b": Struct("x", {"n": INT, "on": TIMESTAMP, "yes": BOOL, "inner": Struct("y", {})}),
    "each": ListOf(Struct("z", {"share": DOUBLE})),
}


def test_every_column_has_a_type_and_a_group_without_facts_has_no_column() -> None:
    assert column_types(KINDS, DuckDbDialect()) == {
        "tags": "VARCHAR[]",
        "a b": 'STRUCT("n" BIGINT, "on" DATE, "yes" BOOLEAN)',
        "each": 'STRUCT("share" DECIMAL(38,12))[]',
    }
    assert column_types(KINDS, SparkDialect()) == {
        "tags": "ARRAY<STRING>",
        "a b": "STRUCT<`n`: BIGINT, `on`: DATE, `yes`: BOOLEAN>",
        "each": "ARRAY<STRUCT<`share`: DECIMAL(38,12)>>",
    }


def test_a_row_is_a_line_with_its_number() -> None:
    on = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    first, second = lines([{"x": {"on": on, "sum": [Decimal("1.50")]}}, {"said": "é\n"}])
    assert json.loads(first) == {"row": 0, "x": {"on": "2026-11-22", "sum": ["1.500000000000"]}}
    assert json.loads(second) == {"row": 1, "said": "é\n"}
    assert second.isascii()
    assert "\n" not in second


@pytest.mark.parametrize("number", ["1e-13", "1e27", "-0.1234567890123"])
def test_a_number_that_columns_do_not_hold_is_refused(number: str) -> None:
    (fault,) = faults(lambda: list(lines([{"x": [{"sum": Decimal(number)}]}])))
    assert "held exactly" in fault.what
