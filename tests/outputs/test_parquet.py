import dataclasses
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings

from guard.audit.report import ApplicationAnswer, AuditReport
from guard.outputs.parquet import columns_of, render
from guard.screen import Screen
from tests.outputs.audits import ALL, BYPASS, TEXTS, WAIVED, hostile, report


def query(folder: Path, of: AuditReport, sql: str) -> list[tuple[Any, ...]]:
    file = folder / "audit.parquet"
    file.write_bytes(render(of, Screen()))
    with duckdb.connect() as connection:
        return connection.execute(sql.replace("FILE", f"'{file}'")).fetchall()


def test_every_field_is_a_column_with_its_type() -> None:
    names = [field.name for field in dataclasses.fields(ApplicationAnswer)]
    assert list(columns_of()) == names
    assert columns_of()["areas"] == "VARCHAR[]"
    assert columns_of()["first"] == "DATE"
    assert columns_of()["places"] == 'STRUCT("file" VARCHAR, "row" BIGINT)[]'
    assert columns_of()["spent"] == 'STRUCT("currency" VARCHAR, "amount" DECIMAL(38, 2))[]'


def test_lists_stay_lists_and_values_keep_their_type(tmp_path: Path) -> None:
    sql = "select name, band, areas, signals[2].points, spent[1].amount, first, by_card from FILE"
    (row,) = query(tmp_path, report(BYPASS), sql)
    (spent,) = BYPASS.spent
    assert row == ("Forms", "bypass", ["Parks", "Roads"], 30, spent.amount, BYPASS.first, True)


def test_what_is_not_there_is_null(tmp_path: Path) -> None:
    sql = "select count(*), count(band), count(baseline_since) from FILE"
    judged = len(ALL.findings)
    assert query(tmp_path, ALL, sql) == [(len(ALL.applications), judged, 0)]


def test_a_waiver_is_a_struct(tmp_path: Path) -> None:
    sql = "select waived[1].approver, waived[1].expires from FILE"
    (waiver,) = WAIVED.waived
    assert query(tmp_path, report(WAIVED), sql) == [("Ann", waiver.expires)]


@pytest.mark.parametrize(("key", "value"), [("on", "2026-11-22"), ("guard", ALL.guard)])
def test_the_file_says_what_it_is(tmp_path: Path, key: str, value: str) -> None:
    sql = f"select value from parquet_kv_metadata(FILE) where key = '{key}'"  # noqa: S608
    assert query(tmp_path, report(), sql) == [(value.encode(),)]


def test_none_found_is_a_table_of_no_rows(tmp_path: Path) -> None:
    assert query(tmp_path, report(), "select name, places from FILE") == []


@settings(max_examples=25)
@given(TEXTS, TEXTS, TEXTS)
def test_no_name_does_harm(
    tmp_path_factory: pytest.TempPathFactory, name: str, supplier: str, area: str
) -> None:
    of = hostile(name, supplier, area)
    found = query(tmp_path_factory.mktemp("p"), of, "select name, areas, places[1].file from FILE")
    assert found == [(each.name, list(each.areas), each.places[0].file) for each in of.applications]
