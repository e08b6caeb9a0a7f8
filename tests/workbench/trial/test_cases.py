import datetime as dt
from typing import Any

from guard.policy.compile import PolicySet
from guard.workbench.trial.cases import TriedCase, try_cases
from tests.making import pack, policies, rule, told, toml


def case(expect: str = "permit", **keys: Any) -> str:
    keys = {"given": {"data.personal": True}, "expect": expect, "title": "whole"} | keys
    return "\n".join(["[[case]]", *(f"{key} = {toml(value)}" for key, value in keys.items()), ""])


def made(*tables: str) -> PolicySet:
    return policies(pack(rule(), rule("AA-02", level="warn", require="data.records > 1"), *tables))


def tried(*tables: str) -> list[TriedCase]:
    ready = made(*tables)
    return list(try_cases(ready, ready.packs[0]))


def test_a_verdict_and_what_rules_say_can_be_expected() -> None:
    (one,) = tried(case(rules={"AA-01": "pass", "AA-02": "unknown"}))
    assert one.wrong == ()
    assert one.place.file == "ours.toml"


def test_what_comes_out_otherwise_is_told() -> None:
    (one,) = tried(case("deny", rules={"AA-02": "fail"}))
    assert one.wrong == (
        "the verdict is permit, expected deny",
        "AA-02 gave unknown, expected fail",
    )


def test_a_waiver_can_be_given() -> None:
    given = {"data.personal": False, "data.records": 2}
    until = {"AA-01": dt.date(2026, 12, 31)}
    waived = case(given=given, rules={"AA-01": "waived"}, waived_until=until)
    late = case("deny", given=given, on=dt.date(2027, 1, 1), waived_until=until)
    assert [one.wrong for one in tried(waived, late)] == [(), ()]


def test_a_rule_not_yet_in_force_is_upcoming() -> None:
    ours = pack(
        rule(effective_from=dt.date(2027, 1, 1)), case("permit", rules={"AA-01": "upcoming"})
    )
    assert [one.wrong for one in try_cases(policies(ours), ours)] == [()]


def test_a_case_is_decided_by_its_own_policy_and_what_that_extends() -> None:
    base = pack(rule(), name="base")
    ours = pack(case("deny", given={"data.personal": False}), name="ours", extends=["base"])
    other = pack(rule("BB-01"), case("permit", given={"data.records": 1}), name="other")
    ready = policies(base, ours, other)
    assert [one.wrong for one in try_cases(ready, ours)] == [()]
    assert [one.wrong for one in try_cases(ready, other)] == [
        ("the verdict is refer, expected permit",)
    ]


def test_faults_of_cases_have_their_place_and_next_step() -> None:
    assert "no rule here has the id ZZ-01" in told(lambda: tried(case(rules={"ZZ-01": "pass"})))
    assert "did you mean data.personal?" in told(lambda: tried(case(given={"data.persnal": True})))
    assert 'Write one of "permit"' in told(lambda: tried(case("yes")))
