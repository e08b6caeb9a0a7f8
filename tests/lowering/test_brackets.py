"""Brackets that only group become calls, and nothing else changes."""

import pytest

from guard.lowering.brackets import as_calls


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("(a OR (b AND c))", "coalesce(a OR coalesce(b AND c))"),
        (
            "CASE WHEN (a) THEN (b) ELSE (c) END",
            "CASE WHEN coalesce(a) THEN coalesce(b) ELSE coalesce(c) END",
        ),
        ("NOT (a) | (b)", "NOT coalesce(a) | coalesce(b)"),
        ("f((a), (b))", "f(coalesce(a), coalesce(b))"),
    ],
)
def test_what_only_groups_is_a_call(written: str, called: str) -> None:
    assert as_calls(written) == called


@pytest.mark.parametrize(
    "query",
    [
        "SELECT a FROM (SELECT b FROM c) d CROSS JOIN (SELECT 1) e",
        "CAST(a AS DECIMAL(38,12)) IN ('(', 'AND (')",
        "transform(a, (x, i) -> f(x))",
        "`AND `(1)",
        "WHEN 1 THEN '('",
    ],
)
def test_everything_else_stays(query: str) -> None:
    assert as_calls(query) == query
