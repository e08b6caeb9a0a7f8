"""Rules over tables say what ``guard check`` says of each row."""
# ruff: noqa: S608 (queries over files that the module itself makes)

import datetime as dt
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.engines.duckdb import Engine, asked
from guard.lowering.findings import RowOutcome
from guard.lowering.plan import environment_of
from guard.policy.compile import PolicySet
from tests.lowering.packs import all_said, answers_of, mutations, said, shipped_rules
from tests.lowering.packs import examples as examples_of
from tests.lowering.tables import duckdb_source, write_rows
from tests.making import TODAY, faults, listed, policies, rule

LISTS = (listed("eea", dt.date(2026, 12, 31), countries=["FR", "DE"]),)


def csv(folder: Path, *lines: str) -> Path:
    file = folder / "facts.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def findings(rules: PolicySet, facts: Path, **more: Any) -> list[tuple[object, ...]]:
    with Engine() as engine:
        found = engine.apply(rules, facts, more.pop("today", TODAY), **more).findings()
        return sorted((f.row[0], f.rule.text.id, f.outcome.value, *f.missing) for f in found)


@pytest.mark.parametrize("today", [TODAY, dt.date(2031, 1, 1)])
def test_shipped_packs_agree_with_check(tmp_path: Path, today: dt.date) -> None:
    shipped = shipped_rules()
    random = Random(today.year)
    rows = [*random.sample(list(examples_of(shipped)), 40), *mutations(random, shipped, 40)]
    write_rows(tmp_path / "facts.json", rows)
    with Engine() as engine:
        source = duckdb_source(tmp_path / "facts.json", environment_of(shipped))
        engine.connection.execute(f"CREATE TABLE facts AS SELECT * FROM {source}")
        applied = engine.apply(shipped, "facts", today, keys=["row"])
        found = {
            (f.row[0], f.rule.text.id): (f.outcome.value, frozenset(f.missing))
            for f in applied.findings()
        }
        counts = applied.counts()
    assert found == said(shipped, rows, today)
    assert all(sum(count.rows.values()) == len(rows) for count in counts)
    failed = sum(count.rows[RowOutcome.FAIL] for count in counts)
    assert failed == sum(outcome == "fail" for outcome, _ in found.values()) > 0


@given(st.integers(0, 2**32), st.sampled_from([TODAY, dt.date(2031, 1, 1)]))
@settings(max_examples=3)
def test_every_shipped_rule_says_of_facts_at_hand_what_check_says(
    seed: int, today: dt.date
) -> None:
    """Also what passes and what does not apply; sixty generated requests at a time."""
    shipped = shipped_rules()
    rows = list(mutations(Random(seed), shipped, 60))
    with asked(shipped, rows, today) as answered:
        assert answers_of(answered) == all_said(shipped, rows, today)


def test_a_csv_has_a_column_a_fact_and_lists_as_json(tmp_path: Path) -> None:
    rules = policies(
        rule("AA-01"),
        rule("AA-02", require='data.subjects.exists(s, s == "staff")'),
        rule("AA-03", require="contract.trial_end > today"),
    )
    file = csv(
        tmp_path,
        "data.personal,data.subjects,contract.trial_end,remark",
        'true,"[""staff""]",2027-01-01,x',
        'false,"[""children""]",2026-01-01,y',
        ",,,",
    )
    assert findings(rules, file) == [
        (1, "AA-01", "fail"),
        (1, "AA-02", "fail"),
        (1, "AA-03", "fail"),
        (2, "AA-01", "unknown", "data.personal"),
        (2, "AA-02", "unknown", "data.subjects"),
        (2, "AA-03", "unknown", "contract.trial_end"),
    ]
    with Engine() as engine:
        assert engine.apply(rules, file, TODAY).strangers == ("remark",)


def test_a_list_out_of_date_is_unknown_and_named(tmp_path: Path) -> None:
    rules = policies(rule(require="supplier.country in lists.eea.countries"), lists=LISTS)
    file = csv(tmp_path, "supplier.country", "FR")
    assert findings(rules, file) == []
    late = dt.date(2027, 1, 1)
    assert findings(rules, file, today=late) == [(0, "AA-01", "unknown", "lists.eea.countries")]


def test_what_is_not_yet_in_force_is_upcoming_and_what_lapsed_does_not_apply(
    tmp_path: Path,
) -> None:
    rules = policies(
        rule("AA-01", effective_from=dt.date(2030, 1, 1)),
        rule("AA-02", effective_until=dt.date(2020, 1, 1)),
    )
    with Engine() as engine:
        applied = engine.apply(rules, csv(tmp_path, "data.personal", "false"), TODAY)
        (found,) = applied.findings()
        assert (found.rule.text.id, found.upcoming) == ("AA-01", True)
        assert applied.counts()[1].rows[RowOutcome.NOT_APPLICABLE] == 1


def test_a_calculation_out_of_range_is_refused_and_never_passes(tmp_path: Path) -> None:
    rules = policies(rule(require="today + days(contract.notice_days) > today"))
    file = csv(tmp_path, "contract.notice_days", "30", "1000000000000")
    assert findings(rules, file) == [(1, "AA-01", "refused")]
    with Engine() as engine:
        (count,) = engine.apply(rules, file, TODAY).counts()
    assert (count.rows[RowOutcome.REFUSED], count.rows[RowOutcome.PASS]) == (1, 1)


def test_facts_of_every_row_hold_where_there_is_no_column(tmp_path: Path) -> None:
    asked = 'approvals.exists(a, a.role == "dpo" && a.for_this_request)'
    rules = policies(rule(require=asked))
    file = csv(tmp_path, "data.personal", "true")
    assert findings(rules, file) == [(0, "AA-01", "unknown", "approvals")]
    assert findings(rules, file, shared={"approvals": []}) == [(0, "AA-01", "fail")]
    signed = {"approvals": [{"role": "dpo", "for_this_request": True}]}
    assert findings(rules, file, shared=signed) == []
    half = {"approvals": [{"role": "dpo"}]}
    missing = "approvals[0].for_this_request"
    assert findings(rules, file, shared=half) == [(0, "AA-01", "unknown", missing)]


def test_findings_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "findings.parquet"
    with Engine() as engine:
        good = csv(tmp_path, "line,data.personal", "7,false", "8,")
        assert engine.apply(policies(rule()), good, TODAY, keys=["line"]).write(target) == 2
        rows = engine.connection.execute(f"SELECT * FROM '{target}' ORDER BY line").fetchall()
        assert rows == [
            ("7", "AA-01", "fail", False, []),
            ("8", "AA-01", "unknown", False, ["data.personal"]),
        ]
        bad = csv(tmp_path, "line,data.personal", "7,perhaps")
        said = faults(
            lambda: engine.apply(policies(rule()), bad, TODAY, keys=["line"]).write(target)
        )
    assert "perhaps" in said[0].what
    assert sorted(file.name for file in tmp_path.iterdir()) == ["facts.csv", "findings.parquet"]


def test_a_column_that_cannot_be_the_fact_is_refused_by_name() -> None:
    with Engine() as engine:
        engine.connection.execute("CREATE TABLE facts AS SELECT {'personal': 'yes'} AS data")
        (fault,) = faults(lambda: engine.apply(policies(rule()), "facts", TODAY))
    assert "data.personal" in fault.what
    assert "text" in fault.what


@pytest.mark.parametrize("name", ['x"; DROP TABLE facts; --', "data'personal", "a b"])
def test_names_of_columns_are_only_names(name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    with Engine() as engine:
        engine.connection.execute(f"CREATE TABLE facts AS SELECT 1 AS {quoted}")
        applied = engine.apply(policies(rule()), "facts", TODAY, keys=[name])
        assert [found.row for found in applied.findings()] == [(1,)]


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with Engine() as engine:
        (fault,) = faults(lambda: engine.apply(policies(rule()), tmp_path / "no.csv", TODAY))
    assert "no.csv" in fault.what


def test_a_connection_of_ones_own_stays_open() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE facts AS SELECT {'personal': true} AS data")
        with Engine(connection=connection) as engine:
            assert list(engine.apply(policies(rule()), "facts", TODAY).findings()) == []
        assert connection.execute("SELECT 1").fetchall() == [(1,)]


def test_findings_name_facts_far_down_a_list(tmp_path: Path) -> None:
    """Beyond the positions that have bits, beside those that have, and in several queries."""
    asks = 'evidence.exists(e, e.kind == "iso-27001" && e.expires > today) || data.personal'
    rules = policies(*(rule(f"AA-{number:02d}", require=asks) for number in range(60)))
    items = [{"kind": "pen-test"}] * 2 + [{"kind": "iso-27001"}] + [{"kind": "pen-test"}] * 8
    write_rows(tmp_path / "facts.json", [{"evidence": [*items, {"kind": "iso-27001"}]}])
    with Engine() as engine:
        source = duckdb_source(tmp_path / "facts.json", environment_of(rules))
        engine.connection.execute(f"CREATE TABLE facts AS SELECT * FROM {source}")
        applied = engine.apply(rules, "facts", TODAY, keys=["row"])
        found = list(applied.findings())
        assert applied.write(tmp_path / "findings.parquet") == len(found)
    missing = ("data.personal", "evidence[11].expires", "evidence[2].expires")
    assert [one.missing for one in found] == [missing] * 60
    assert {one.rule.text.id for one in found} == {each.text.id for each in rules.rules}


def test_a_csv_that_many_queries_read_says_the_same(tmp_path: Path) -> None:
    """Sixty rules are three queries: the file is copied once, and only what the rules may read."""
    some = (
        rule("AA-00"),
        rule("AA-01", require='data.subjects.exists(s, s == "staff")'),
        rule("AA-02", require="contract.trial_end > today"),
        rule("AA-03", require="contract.estimated_total_value.amount < 10.5"),
    )
    file = csv(
        tmp_path,
        "data.personal,data.subjects,contract.trial_end,contract.estimated_total_value.amount,x",
        'true,"[""staff"", null]",2027-01-01,10.25,1',
        'false,"[""children""]",2026-01-01,20.5,2',
        ",,,,3",
    )
    few = findings(policies(*some), file)
    assert few
    many = policies(*some, *(rule(f"BB-{number:02d}", require="true") for number in range(60)))
    assert findings(many, file) == few
    assert findings(many, file, keys=["x"]) == [(str(row + 1), *rest) for row, *rest in few]  # type: ignore[operator]
    with Engine(spill=tmp_path) as engine:
        assert engine.apply(many, file, TODAY).strangers == ("x",)
    bad = csv(tmp_path, "data.personal", "perhaps")
    (fault,) = faults(lambda: findings(many, bad))
    assert "perhaps" in fault.what
