import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest

from guard.audit.report import AuditReport
from guard.audit.reporting import make_audit_report
from guard.decision import Verdict
from tests.auditing import PLAIN, audited, listed, one, reported, row
from tests.making import bench, register, rule

HOSTILE = "Sketchbook\x1b[31m\u202e"


@pytest.fixture
def report(tmp_path: Path) -> AuditReport:
    """Two applications, and a supplier that may be anything."""
    return reported(
        listed(
            tmp_path,
            row("Sketchbook", "2026-01-05", "10.10", "Parks"),
            row("Sketchbook", "2026-02-05", "-0.10", "Roads"),
            row("Piktochart", "2026-02-06", "99", "parks"),
            row("Oak Ltd", "", "1000"),
        )
    )


def test_rows_lines_and_states_come_to_the_same(report: AuditReport) -> None:
    assert report.rows == (5, 4)
    assert sum(each.lines for each in report.states) == 4
    assert sum(each.applications for each in report.states) == len(report.applications) == 3
    assert report.lists[0].skipped[0].reason == "names the columns"


def test_what_was_paid_is_told_by_state_department_and_month(report: AuditReport) -> None:
    by_state = {each.state.value: each.spent[0].amount for each in report.states}
    assert by_state == {"unknown": Decimal(1109)}
    areas = {each.name: (each.applications, each.spent[0].amount) for each in report.areas}
    assert areas == {
        "Parks": (1, Decimal("10.10")),
        "parks": (1, Decimal(99)),
        "Roads": (1, Decimal("-0.10")),
    }
    months = [(each.name, each.applications, each.spent[0].amount) for each in report.months]
    assert months == [("2026-01", 1, Decimal("10.10")), ("2026-02", 2, Decimal("98.90"))]


def test_software_is_judged_and_the_rest_is_not(report: AuditReport) -> None:
    assert [each.name for each in report.findings] == ["Piktochart", "Sketchbook Pro"]
    sketch = report.findings[1]
    assert (sketch.points, sketch.band, sketch.verdict) == (40, "likely", "permit")
    assert [(s.rule, s.sign, s.points) for s in sketch.signals] == [("AA-01", "it is paid for", 40)]
    assert sketch.clear == ("Do it.",)
    assert (sketch.lines, sketch.months, str(sketch.first)) == (2, 1, "2026-01-05")
    assert [place.row for place in sketch.places] == [2, 3]
    oak = report.applications[0]
    assert (oak.name, oak.band, oak.verdict, oak.signals) == ("Oak Ltd", None, None, ())


def test_most_points_come_first_and_then_the_dearest(tmp_path: Path) -> None:
    path = listed(
        tmp_path, row("Sketchbook", amount=5), row("Piktochart", amount=7), row("Atlas Maps")
    )
    asked = rule(level="warn", require="!identity.sso_extra_cost", points=40, sign="it costs extra")
    found = reported(path, ready=bench(asked)).findings
    assert [each.name for each in found] == ["Piktochart", "Atlas Maps", "Sketchbook Pro"]
    assert found[1].not_checked == ("AA-01",)


@pytest.mark.parametrize(
    ("require", "verdict"),
    [("spend.charges == 0", "deny"), ("data.personal", "refer"), ("spend.charges > 0", "permit")],
)
def test_the_verdict_is_the_worst(tmp_path: Path, require: str, verdict: str) -> None:
    path = listed(tmp_path, row("Sketchbook"), row("Oak Ltd"))
    assert reported(path, ready=bench(rule(require=require))).verdict == verdict
    assert reported(listed(tmp_path, row("Oak Ltd"))).verdict is Verdict.PERMIT


def test_fingerprints_stay_and_tell_apart(tmp_path: Path) -> None:
    first = listed(tmp_path, row("Oak Ltd"), row("Sketchbook"), row("Elm"))
    other = listed(tmp_path, row("Elm"), row("Sketchbook Pro"), row("OAK LIMITED"), name="b.csv")
    prints = {each.name: each.fingerprint for each in reported(first).applications}
    again = {each.name: each.fingerprint for each in reported(other).applications}
    assert set(prints.values()) == set(again.values())
    assert len(set(prints.values())) == 3
    assert all(len(each) == 32 for each in prints.values())


def test_a_supplier_with_the_id_of_an_application_is_not_that_application(tmp_path: Path) -> None:
    header = "Supplier,Date,Amount,Account\n"
    paid = [f"{name},2026-01-05,5,{kind}\n" for name, kind in (("Oak", "IT Software"), ("Oak", ""))]
    found = reported(listed(tmp_path, *paid, header=header)).applications
    assert len(found) == len({each.fingerprint for each in found}) == 2


def test_an_application_is_known_again_in_another_state(tmp_path: Path) -> None:
    path = listed(tmp_path, row("Sketchbook"))
    entry = {"id": "A-1", "name": "Sketchbook Pro", "supplier": "Example Sketches"}
    known = dataclasses.replace(PLAIN, register=register(entry))
    (before,), (after,) = (reported(path, ready=r).applications for r in (PLAIN, known))
    assert before.fingerprint == after.fingerprint
    assert (before.state, after.state) == ("unknown", "managed")
    assert (after.state, after.register_entry) == ("managed", "A-1")


def test_no_noise_of_a_spreadsheet_is_told(tmp_path: Path) -> None:
    rows = [row("Sketchbook", amount="0.300000000000004")] * 3
    (answer,) = reported(listed(tmp_path, *rows)).applications
    assert str(answer.spent[0].amount) == "0.90"


def test_currencies_are_never_added_up(tmp_path: Path) -> None:
    header = "Supplier,Date,Amount,Currency\n"
    rows = [f"Sketchbook,2026-01-05,{n},{code}\n" for n, code in ((5, "GBP"), (7, "EUR"))]
    report = reported(listed(tmp_path, *rows, header=header))
    spent = [(each.currency, each.amount) for each in report.states[0].spent]
    assert spent == [("EUR", Decimal(7)), ("GBP", Decimal(5))]


def test_hostile_text_is_made_harmless_everywhere(tmp_path: Path) -> None:
    header = "Supplier,Date,Amount,Service,Account\n"
    line = f"{HOSTILE},2026-01-05,5,{HOSTILE},IT Software\n"
    (tmp_path / "none.csv").write_text("")
    report = reported(listed(tmp_path, line, header=header), str(tmp_path / "none.csv"))
    assert {char for char in repr(dataclasses.asdict(report)) if not char.isprintable()} == set()
    assert "\\u{1b}" in report.applications[0].name
    assert len(report.unread) == 1


def test_questions_and_notes_are_passed_on(tmp_path: Path) -> None:
    near = register({"id": "A-1", "name": "Sketchbook Prof"})
    path = listed(tmp_path, row("Sketchbook"))
    report = reported(path, ready=dataclasses.replace(PLAIN, register=near))
    (asked,) = report.applications[0].questions
    assert "Sketchbook Prof" in asked
    assert "give that entry this name" in asked
    assert "register_id" not in asked
    assert "no register was given" in reported(path).notes[0]


def test_policies_and_rules_are_those_applied(report: AuditReport, tmp_path: Path) -> None:
    assert [each.rule for each in report.rules] == ["AA-01"]
    assert (report.rules[0].remedy, report.rules[0].points) == ("Do it.", 40)
    assert [each.id for each in report.policies] == ["ours"]
    none = audited(listed(tmp_path, row("Oak")))
    assert one(none, "Oak").judged is None
    assert make_audit_report(none, "").register == ""
