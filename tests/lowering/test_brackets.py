"""Brackets that only group become calls, CASE WHEN does, and nothing else changes."""

import pytest

from guard.lowering.brackets import as_calls


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("(a OR (b AND c))", "coalesce(a OR coalesce(b AND c))"),
        ("NOT (a) | (b)", "NOT coalesce(a) | coalesce(b)"),
        ("f((a), (b))", "f(coalesce(a), coalesce(b))"),
    ],
)
def test_what_only_groups_is_a_call(written: str, called: str) -> None:
    assert as_calls(written) == called


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("CASE WHEN a THEN b END", "if(a, b, NULL)"),
        ("CASE WHEN (a) THEN (b) ELSE (c) END", "if(coalesce(a), coalesce(b), coalesce(c))"),
        ("CASE WHEN a THEN b WHEN NOT a THEN c END + d", "if(a, b, if(NOT a, c, NULL)) + d"),
        (
            "CASE WHEN CASE a WHEN 1 THEN b ELSE 'END' END THEN CASE WHEN c THEN d END ELSE e END",
            "if(CASE a WHEN 1 THEN b ELSE 'END' END, if(c, d, NULL), e)",
        ),
        ("CASE a WHEN CASE WHEN b THEN c END THEN d END", "CASE a WHEN if(b, c, NULL) THEN d END"),
    ],
)
def test_a_case_without_a_value_is_a_call(written: str, called: str) -> None:
    assert as_calls(written).replace(" ", "") == called.replace(" ", "")


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
