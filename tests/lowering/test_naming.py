"""Sets of missing facts: most paths are bits, and what has no bit is a text."""

from pathlib import Path
from typing import Any

import pytest

from guard.condition.checker import compile_condition
from guard.lowering.dialects.duckdb import DuckDbDialect
from guard.lowering.naming import BITS, POSITIONS, Naming
from tests.condition.schema import ENVIRONMENT
from tests.lowering.answers import expected
from tests.lowering.test_values import asked

CONDITIONS = (
    "evidence.exists(e, e.kind == 'soc-2' && e.valid)",
    "evidence.all(e, e.valid) || urgent",
    "evidence.exists_one(e, e.valid && e.kind == title)",
    "evidence.exists(e, tags.exists(t, t == e.kind))",
    "evidence.exists(e, e.labels.exists(l, l == e.kind))",
    "(urgent ? tags : data.countries).exists(t, t == title) && evidence.all(e, e.valid)",
)
LENGTHS = (0, 1, POSITIONS, POSITIONS + 1, POSITIONS + 4)


def gaps(length: int, known: int) -> list[dict[str, Any]]:
    """Items of which every third lacks a part, up to the position ``known``."""
    whole = {"kind": "iso-27001", "valid": False, "labels": ["c"]}
    parts: tuple[dict[str, Any], ...] = ({}, {"valid": False}, {"kind": "iso-27001"})
    return [dict(whole if n < known else parts[n % 3]) for n in range(length)]


@pytest.mark.parametrize("text", CONDITIONS)
def test_the_parts_of_long_lists_are_named_as_those_of_short_ones(
    tmp_path: Path, text: str
) -> None:
    condition = compile_condition(text, ENVIRONMENT, {})
    rows = [
        {"evidence": gaps(length, known), "tags": ["x"]} for length in LENGTHS for known in (0, 9)
    ]
    for facts, (answer,) in zip(rows, asked(tmp_path, [condition], rows), strict=True):
        assert answer == expected(condition, facts), facts


def test_paths_are_in_order_and_fit_in_one_number() -> None:
    tree = compile_condition(" && ".join(CONDITIONS), ENVIRONMENT, {}).tree
    naming = Naming(DuckDbDialect(), tree)
    assert list(naming.paths) == sorted(naming.paths)
    assert 0 < naming.positions <= POSITIONS
    assert len(naming.paths) <= BITS
    assert f"evidence[{naming.positions - 1}].valid" in naming.paths
