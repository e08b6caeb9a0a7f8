"""The comparison runs, over few rows: no figure is tested, the answers are."""

from typing import Any

import pytest

from guard.finding import Outcome, apply_rule
from tests.benchmarks import peers
from tests.benchmarks.facts import facts_query, many_rules
from tests.benchmarks.readied import nested, readied
from tests.making import TODAY

HELD = {Outcome.PASS: True, Outcome.NOT_APPLICABLE: True, Outcome.FAIL: False}


def test_an_engine_is_compared_or_skipped_in_so_many_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    small = ["--rows", "1000", "--sample", "20", "--rounds", "1", "--budget", "0.01"]
    peers.main([*small, "--rules", "20"])
    said = capsys.readouterr().out
    assert all(name in said for name in peers.LANGUAGES.values())
    assert "guard, findings" in said


def test_readied_rules_and_facts_say_what_the_rules_say() -> None:
    import duckdb

    policies = many_rules(20)
    rules = [readied(rule) for rule in policies.rules]
    rows = peers.rows_of(f"({facts_query(40)})", 40)
    with duckdb.connect() as connection:
        answer = connection.execute(f"SELECT * EXCLUDE line FROM ({facts_query(40)})")  # noqa: S608
        names = [column[0] for column in answer.description or ()]
        given = [nested(dict(zip(names, row, strict=True))) for row in answer.fetchall()]
    for facts, raw in zip(rows, given, strict=True):
        expected = [
            HELD.get(apply_rule(rule, policies, _ready(raw), TODAY).outcome)
            for rule in policies.rules
        ]
        assert list(peers.right(rules, facts)) == expected


def _ready(value: Any) -> Any:
    """Facts as guard holds them: dates are midnight UTC, and what is absent is left out."""
    import datetime as dt

    match value:
        case dict():
            return {key: _ready(item) for key, item in value.items() if item is not None}
        case list():
            return [_ready(item) for item in value]
        case dt.date():
            return dt.datetime.combine(value, dt.time(tzinfo=dt.UTC))
        case _:
            return value
