"""``guard apply``: the rules over a table of facts, as ``guard check`` has them for one request."""

import json
import sys

import pytest

from tests.office import Office, codes, try_examples

FACTS = """\
id,data.personal,supplier.country,unheard_of
1,false,GB,x
2,true,GB,x
3,,US,x
4,false,,x
"""


def counted(text: str, rule: str) -> list[int]:
    """Pass, fail, unknown, not applicable, refused."""
    (line,) = (line for line in text.splitlines() if line.startswith(rule))
    return [int(cell.replace(",", "")) for cell in line.split()[2:7]]


def test_the_examples_run(office: Office) -> None:
    (office.folder / "facts.csv").write_text(FACTS)
    assert codes(try_examples(office, "apply")) == [1, 1]
    assert (office.folder / "findings.parquet").stat().st_size > 0


def test_every_row_is_counted_and_a_column_that_is_no_fact_is_told(office: Office) -> None:
    (office.folder / "facts.csv").write_text(FACTS)
    answer = office.guard("apply", "facts.csv", "--key", "id")
    assert "column unheard_of is no fact" in answer.out
    assert counted(answer.out, "SML-01") == [2, 1, 1, 0, 0]
    assert counted(answer.out, "SML-02") == [0, 1, 1, 2, 0]


@pytest.mark.parametrize(
    ("row", "code"), [("1,false,GB,x", 0), ("2,true,GB,x", 3), ("3,,US,x", 1), ("4,false,,x", 3)]
)
def test_one_row_ends_as_check_does(office: Office, row: str, code: int) -> None:
    (office.folder / "facts.csv").write_text(f"{FACTS.splitlines()[0]}\n{row}\n")
    assert office.guard("apply", "facts.csv", "--key", "id").code == code
    _, personal, country, _ = row.split(",")
    request = {
        "data": {"personal": json.loads(personal)} if personal else {},
        "supplier": {"country": country} if country else {},
    }
    (office.folder / "row.json").write_text(json.dumps(request))
    assert office.guard("check", "row.json").code == code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.csv"], "next:"),
        (["facts.csv", "--key", "none"], "no column none"),
        (["facts.csv", "--engine", "duckdbb"], "did you mean duckdb?"),
    ],
)
def test_what_cannot_be_done_is_told(office: Office, arguments: list[str], said: str) -> None:
    (office.folder / "facts.csv").write_text(FACTS)
    answer = office.guard("apply", *arguments)
    assert answer.code == 2
    assert said in answer.err


def test_an_engine_that_is_not_installed_is_named(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    (office.folder / "facts.csv").write_text(FACTS)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    monkeypatch.delitem(sys.modules, "guard.engines.spark", raising=False)
    answer = office.guard("apply", "facts.csv", "--engine", "spark")
    assert answer.code == 2
    assert "procurement-guard[spark]" in answer.err
