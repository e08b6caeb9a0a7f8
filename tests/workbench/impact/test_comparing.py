from collections import Counter
from typing import Any

import pytest

from guard.bypass import Band, Bands
from guard.decision import Verdict
from guard.gather import Known, State
from guard.judgement import judge
from guard.policy.compile import PolicySet
from guard.workbench.impact.comparing import Case, Changed, Compared, Judges, Stand, Turned, compare
from guard.workbench.impact.meaning import compare_rules
from tests.making import TODAY, policies, rule

BANDS = Bands()


def case(name: str = "Sheets", department: str = "Parks", **facts: Any) -> Case:
    known = Known({"application": {"name": name}, **facts}, {}, State.UNKNOWN, "", (), ())
    return Case("R-1", name, "Acme Ltd", department, known)


def judges(old: PolicySet, new: PolicySet) -> Judges:
    return Judges(old, new, compare_rules(old, new), TODAY, BANDS)


def compared(old: PolicySet, new: PolicySet, *cases: Case) -> Compared:
    ticks = iter((1.0, 3.5))
    return compare("ledger.db", cases, judges(old, new), Counter(), lambda: next(ticks))


PERSONAL = case(data={"personal": True})
PUBLIC = case("Maps", "Roads", data={"personal": False})
OLD = policies(rule("AA-01"), rule("AA-02", require='application.name != ""'))
NEW = policies(rule("AA-02", require='application.name != ""'), rule("AA-01", level="warn"))


def test_both_versions_judge_as_each_would_by_itself() -> None:
    for each in (PERSONAL, PUBLIC):
        before, after = judges(OLD, NEW).judge(each)
        assert before == judge(each.known, OLD, BANDS, TODAY)
        assert after.decision == judge(each.known, NEW, BANDS, TODAY).decision
        assert [f.rule.text.id for f in after.findings] == ["AA-02", "AA-01"]


def test_a_decision_that_changes_is_told_with_whom_it_is_about_and_why() -> None:
    (changed,) = compared(OLD, NEW, PERSONAL, PUBLIC).changed
    assert changed == Changed(
        "R-1",
        "Maps",
        "Acme Ltd",
        "Roads",
        Stand(Verdict.DENY, ("AA-01",), (), (), Band.NOT_CHECKED),
        Stand(Verdict.PERMIT, (), (), (), Band.NOT_CHECKED),
        (Turned("AA-01", "fail (block)", "fail (warn)"),),
    )


def test_all_cases_are_counted_and_the_time_they_took() -> None:
    found = compared(OLD, NEW, PERSONAL, PUBLIC, PUBLIC)
    assert (found.source, found.cases, found.seconds) == ("ledger.db", 3, 2.5)
    assert found.verdicts == {
        (Verdict.PERMIT, Verdict.PERMIT): 1,
        (Verdict.DENY, Verdict.PERMIT): 2,
    }
    assert found.rules == {Turned("AA-01", "fail (block)", "fail (warn)"): 2}
    assert found.departments == {"Roads": 2}


@pytest.mark.parametrize(
    ("keys", "turned"),
    [
        (
            {"level": "sign-off", "sign_off": ["ciso", "siro"]},
            Turned("AA-01", "fail (block)", "fail (sign-off, ciso, siro)"),
        ),
        ({"require": "data.organisation_data"}, Turned("AA-01", "fail (block)", "unknown (block)")),
        ({"when": "data.personal"}, Turned("AA-01", "fail (block)", "not-applicable")),
        ({"effective_from": TODAY.replace(year=2027)}, Turned("AA-01", "fail (block)", "upcoming")),
    ],
)
def test_a_rule_is_told_with_what_it_counts_as(keys: dict[str, object], turned: Turned) -> None:
    found = compared(policies(rule("AA-01")), policies(rule("AA-01", **keys)), PUBLIC)
    assert [each.rules for each in found.changed] == [(turned,)]


def test_a_rule_that_came_and_one_that_went_are_told() -> None:
    found = compared(policies(rule("AA-01")), policies(rule("AA-02")), PUBLIC)
    assert found.changed[0].rules == (
        Turned("AA-01", "fail (block)", "not there"),
        Turned("AA-02", "not there", "fail (block)"),
    )


def test_the_same_verdict_with_another_signature_is_another_decision() -> None:
    old, new = (policies(rule(level="sign-off", sign_off=[role])) for role in ("ciso", "siro"))
    (changed,) = compared(old, new, PUBLIC).changed
    assert changed.before.verdict is changed.after.verdict is Verdict.REFER
    assert (changed.before.to_sign, changed.after.to_sign) == (("ciso",), ("siro",))


def test_points_that_reach_another_band_are_another_decision() -> None:
    old, new = (policies(rule(level="warn", points=points, sign="it is so")) for points in (20, 40))
    (changed,) = compared(old, new, PUBLIC).changed
    assert (changed.before.band, changed.after.band) == (Band.LOOK, Band.LIKELY)
    assert changed.rules == (Turned("AA-01", "fail (warn, 20 points)", "fail (warn, 40 points)"),)
