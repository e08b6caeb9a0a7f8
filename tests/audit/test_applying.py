"""The same audit, whatever applies the rules: identical reports, and nothing hidden if not."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from guard.assessment import Bench
from guard.audit.applying import Facts, OnEngine, applier
from guard.audit.reporting import make_audit_report
from guard.audit.run import audit, audit_bench
from guard.engines import duckdb
from guard.finding import Finding
from guard.lowering.answers import Answer, RowAnswers
from guard.lowering.findings import RowOutcome
from guard.outputs import json
from guard.policy.compile import PolicySet
from guard.recall import Recall
from guard.screen import Screen
from tests.audit.test_run import Past, approval, entry, ready
from tests.auditing import RECOGNISER, listed, row
from tests.making import TODAY, faults, policies, register, rule, settings
from tests.making import listed as listed_until

ENGINES = ("duckdb", pytest.param("spark", marks=pytest.mark.filterwarnings("ignore")))
NAMES = [f"Oak {word}" for word in ("Forms", "Notes", "Maps", "Rota", "Bins", "Trees", "Tax")]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The name of an engine, which works here."""
    if request.param == "spark":
        request.getfixturevalue("spark")
    return str(request.param)


def office(use: str = "") -> Bench:
    """A register with every status, and a ledger with approvals that hold and that do not."""
    statuses = cycle(("approved", "restricted", "proposed", "retired", "prohibited"))
    known = [
        entry(name, status=status, supplier=f"{name} Ltd", capability="maps")
        for name, status in zip(NAMES, statuses, strict=False)
    ]
    past = (
        approval("Oak Forms"),
        approval("Oak Notes", "refuse"),
        approval("Oak Maps", until="2026-02-01"),
        approval("Sketchbook Pro", "approve-with-conditions", "2027-01-01"),
    )
    chosen = settings(f'{use}\n[audit]\nit_areas = ["IT"]')
    made = replace(ready(register(*known)), history=Past(given=past), settings=chosen)
    return audit_bench(made) if use else made


def spending(folder: Path) -> str:
    """Payments of every sort for what is known and what is not."""
    random = Random(6)
    names = [*NAMES, "Sketchbook", "PAYPAL *PIKTOCHART", "Atlas Maps", "Elm Ltd", "Softcat plc"]
    rows = (
        row(
            random.choice(names),
            random.choice(("", "2026-01-31", "2026-02-28", "2026-04-01", "2026-06-05")),
            random.choice(("9.99", "-9.99", "1,250.00", "45000", "0.005", "30000.000000000001")),
            random.choice(("", "IT", "Parks", "Schools")),
            random.choice(("", "IT Software", "Piktochart licences")),
        )
        for _ in range(150)
    )
    return listed(folder, *rows)


def report(path: str, bench: Bench, engine: str) -> str:
    found = audit([path], bench, RECOGNISER, engine=engine)
    assert sum(each.judged is not None for each in found.found) >= len(NAMES)
    return json.render(make_audit_report(found, "register.csv"), Screen())


def test_the_whole_report_is_the_same_on_duckdb(tmp_path: Path) -> None:
    bench, path = office(), spending(tmp_path)
    assert report(path, bench, "duckdb") == report(path, bench, "")


@pytest.mark.filterwarnings("ignore")  # pyspark's own
def test_the_whole_report_is_the_same_on_spark(tmp_path: Path, spark: object) -> None:
    bench, path = office('[policies]\nuse = ["shadow-it"]'), spending(tmp_path)
    one = report(path, bench, "")
    assert report(path, bench, "spark") == one
    assert report(path, bench, "duckdb") == one


RULES = policies(
    rule("AA-01", require='approvals.exists(a, a.role == "dpo" && a.for_this_request)'),
    rule("AA-02", when="data.personal", require="contract.trial_end > today"),
    rule("AA-03", require='evidence.all(e, e.kind == "iso-27001" && e.scope_covers_service)'),
    rule("AA-04", require="spend.total.amount < 100.5", effective_from=dt.date(2030, 1, 1)),
    rule("AA-05", require='application.name.contains("é")'),
    rule("AA-06", effective_until=dt.date(2020, 1, 1)),
    rule("AA-07", require="lists.eea.countries.exists(c, c == supplier.country)"),
    lists=(listed_until("eea", dt.date(2026, 1, 1), countries=["FR"]),),
)
ROWS: list[Facts] = [
    {"approvals": [], "application": {"name": "Café"}},
    {"approvals": [], "evidence": [], "data": {}},
    {
        "approvals": [{"role": "dpo"}, {"role": "ciso", "for_this_request": True}],
        "application": {"name": 'it\'s "quoted" \\ \x00 日本\n'},
        "spend": {"total": {"amount": Decimal("100.499999999999"), "currency": "GBP"}},
        "data": {"personal": True, "subjects": []},
        "contract": {"trial_end": dt.datetime(2026, 11, 23, tzinfo=dt.UTC)},
        "evidence": [{"kind": "iso-27001"}, {"scope_covers_service": False}],
    },
    {
        "approvals": [{"role": "dpo", "for_this_request": True}],
        "spend": {"total": {"amount": Decimal("100.5")}},
        "data": {"personal": False},
        "supplier": {"country": "FR"},
    },
]


def said(findings: Iterator[tuple[Finding, ...]]) -> list[list[tuple[object, ...]]]:
    return [
        [(f.rule.text.id, f.outcome, f.missing, f.upcoming, f.counts) for f in row]
        for row in findings
    ]


def test_findings_are_the_same_whoever_applies_the_rules(engine: str) -> None:
    mine = said(Recall(RULES, TODAY).findings(ROWS))
    assert said(applier(engine, RULES, TODAY).findings(ROWS)) == mine
    outcomes = {outcome for row in mine for _, outcome, *_ in row}
    assert {str(outcome) for outcome in outcomes} == {"pass", "fail", "unknown", "not-applicable"}


def test_lists_that_are_empty_in_every_row_have_their_type(engine: str) -> None:
    rows: list[Facts] = [{"approvals": [], "evidence": [], "data": {"subjects": []}}]
    mine = said(Recall(RULES, TODAY).findings(rows))
    assert said(applier(engine, RULES, TODAY).findings(rows)) == mine


def test_no_rows_are_no_findings(engine: str) -> None:
    assert list(applier(engine, RULES, TODAY).findings([])) == []


def test_what_guard_refuses_is_refused_in_the_same_words(engine: str) -> None:
    rules = policies(rule(require="today + days(contract.notice_days) > today"))
    rows: list[Facts] = [{"contract": {"notice_days": days}} for days in (30, 10**12)]
    (mine,) = faults(lambda: list(Recall(rules, TODAY).findings(rows)))
    assert faults(lambda: list(applier(engine, rules, TODAY).findings(rows))) == (mine,)


def test_a_number_that_columns_do_not_hold_is_refused(engine: str) -> None:
    rows: list[Facts] = [{"spend": {"total": {"amount": Decimal("0.0000000000001")}}}]
    (fault,) = faults(lambda: list(applier(engine, RULES, TODAY).findings(rows)))
    assert "1E-13 cannot be held exactly" in fault.what


class Wrong:
    """DuckDB, but for one answer."""

    def __init__(self, row: int, number: int, answer: Answer | None) -> None:
        self.wrong = row, number, answer

    @contextmanager
    def asked(self, policies: PolicySet, rows: Sequence[Facts], today: dt.date) -> Iterator[Any]:
        with duckdb.asked(policies, rows, today) as asked:
            answers = [self._turned(each) for each in asked.answers()]
            yield SimpleNamespace(answers=lambda: iter(answers))

    def _turned(self, each: RowAnswers) -> RowAnswers:
        row, number, answer = self.wrong
        if each.row != (row,):
            return each
        new = () if answer is None else (answer,)
        return RowAnswers(each.row, each.answers[:number] + new + each.answers[number + 1 :])


@pytest.mark.parametrize(
    ("number", "answer", "what"),
    [
        (0, Answer(RowOutcome.UNKNOWN), "says unknown of rule AA-01, where one request gives fail"),
        (1, Answer(RowOutcome.UNKNOWN, frozenset({"data.personal"})), "contract.trial_end"),
        (1, Answer(RowOutcome.REFUSED), "says refused of rule AA-02"),
        (4, Answer(RowOutcome.FAIL), "says fail of rule AA-05, where one request gives pass"),
        (4, None, "answered 6 rules"),
    ],
)
def test_an_engine_that_differs_is_never_believed(
    number: int, answer: Answer | None, what: str
) -> None:
    wrong = OnEngine(Wrong(0, number, answer), "duckdb", RULES, TODAY)
    (fault,) = faults(lambda: list(wrong.findings(ROWS)))
    assert what in fault.what
    assert fault.what.startswith("row 0 (Café): the engine duckdb")
    assert "report it" in fault.remedy


def test_an_engine_that_there_is_not_is_told_before_a_list_is_read() -> None:
    (fault,) = faults(lambda: audit(["none.csv"], office(), RECOGNISER, engine="duckdbb"))
    assert "did you mean duckdb?" in fault.remedy
