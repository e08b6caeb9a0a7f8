import datetime as dt
from typing import Any

import pytest

from guard.finding import Finding, Outcome, apply_rule, apply_rules, missing_facts, settled
from guard.policy.model import Level
from tests.making import TODAY, faults, finding, listed, pack, policies, rule

DAY = dt.timedelta(days=1)
VALUE = {"yes": True, "no": False}


def apply(facts: dict[str, Any], on: dt.date = TODAY, **keys: Any) -> Finding:
    compiled = policies(rule(**keys))
    (found,) = apply_rules(compiled, facts, on)
    assert apply_rule(compiled.rules[0], compiled, facts, on) == found
    return found


@pytest.mark.parametrize(
    ("when", "require", "outcome"),
    [
        ("yes", "yes", "pass"),
        ("yes", "no", "fail"),
        ("yes", "?", "unknown"),
        ("no", "yes", "not-applicable"),
        ("no", "no", "not-applicable"),
        ("no", "?", "not-applicable"),
        ("?", "yes", "pass"),
        ("?", "no", "unknown"),
        ("?", "?", "unknown"),
    ],
)
def test_a_rule_holds_if_it_does_not_apply_or_is_met(when: str, require: str, outcome: str) -> None:
    said = {"personal": VALUE.get(when), "organisation_data": VALUE.get(require)}
    facts = {"data": {key: value for key, value in said.items() if value is not None}}
    found = apply(facts, when="data.personal", require="data.organisation_data")
    assert found.outcome == outcome
    undecided = {"data.personal": when, "data.organisation_data": require}
    asked = {path for path, answer in undecided.items() if answer == "?"}
    assert found.missing == (asked if outcome == "unknown" else set())


def test_whether_a_rule_applies_is_asked_first() -> None:
    keys: dict[str, Any] = {"when": "data.personal", "require": "data.organisation_data"}
    assert apply({}, **keys).ask_first == {"data.personal"}
    assert apply({"data": {"personal": True}}, **keys).ask_first == {"data.organisation_data"}


def test_the_facts_that_decided_are_seen() -> None:
    data = {"data": {"personal": False, "records": 3}}
    failed = apply(data, require="data.personal && data.records > 1")
    assert [(seen.path, seen.value) for seen in failed.seen] == [("data.personal", False)]
    idle = apply(data, when="data.records > 5")
    assert [(seen.path, seen.value) for seen in idle.seen] == [("data.records", 3)]


@pytest.mark.parametrize(("days", "upcoming"), [(-1, False), (0, False), (1, True)])
def test_a_rule_is_in_force_from_its_first_day(days: int, *, upcoming: bool) -> None:
    found = apply({"data": {"personal": False}}, effective_from=TODAY + days * DAY)
    assert (found.outcome, found.upcoming, found.counts) == ("fail", upcoming, not upcoming)


@pytest.mark.parametrize(("days", "outcome"), [(-1, "not-applicable"), (0, "fail"), (1, "fail")])
def test_a_rule_is_in_force_to_the_end_of_its_last_day(days: int, outcome: str) -> None:
    found = apply({"data": {"personal": False}}, effective_until=TODAY + days * DAY)
    assert found.outcome == outcome


@pytest.mark.parametrize(("days", "outcome"), [(0, "pass"), (1, "unknown")])
def test_a_list_that_has_run_out_makes_the_rule_unknown_and_is_named(
    days: int, outcome: str
) -> None:
    lists = (listed("eea", TODAY, countries=["FR"], agreed=TODAY),)
    require = '"FR" in lists.eea.countries && lists.eea.agreed <= today'
    (found,) = apply_rules(policies(rule(require=require), lists=lists), {}, TODAY + days * DAY)
    assert found.outcome == outcome
    assert found.missing == ({"lists.eea.countries", "lists.eea.agreed"} if days else set())


def test_parameters_are_those_of_the_rules_own_policy() -> None:
    def limited(name: str, limit: int, number: str) -> Any:
        asks = rule(number, require="data.records < parameters.limit")
        return pack(f"[parameters]\nlimit = {limit}\nfrom = 2026-01-01", asks, name=name)

    compiled = policies(limited("low", 5, "AA-01"), limited("high", 50, "AA-02"))
    found = apply_rules(compiled, {"data": {"records": 10}}, TODAY)
    assert [each.outcome for each in found] == [Outcome.FAIL, Outcome.PASS]


def test_a_date_of_a_parameter_is_compared_with_today() -> None:
    compiled = policies(
        "[parameters]\nstart = 2026-11-22", rule(require="parameters.start < today")
    )
    outcomes = [apply_rules(compiled, {}, TODAY + n * DAY)[0].outcome for n in (0, 1)]
    assert outcomes == ["fail", "pass"]


def test_a_calculation_out_of_range_is_a_fault_that_names_the_rule() -> None:
    end = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
    facts = {"contract": {"period": {"endDate": end}}}
    require = "contract.period.endDate + days(400) > today"
    (fault,) = faults(lambda: apply(facts, require=require))
    assert fault.what.startswith("rule AA-01: a calculation leaves its range")


@pytest.mark.parametrize("outcome", Outcome)
def test_only_what_fails_or_is_undecided_counts(outcome: Outcome) -> None:
    assert finding(outcome).counts == (outcome in ("fail", "unknown"))
    assert not finding(outcome, upcoming=True).counts


def test_missing_facts_are_told_with_all_that_wait_for_them() -> None:
    tomorrow = TODAY + DAY
    compiled = policies(
        rule("AA-01"),
        rule("AA-02", level="warn", require="data.personal && data.records > 1"),
        rule("AA-03", effective_from=tomorrow, require="data.large_scale"),
    )
    waiting = missing_facts(apply_rules(compiled, {}, TODAY))
    assert {path: [f.rule.text.id for f in found] for path, found in waiting.items()} == {
        "data.personal": ["AA-01", "AA-02"],
        "data.records": ["AA-02"],
    }
    assert compiled.rules[1].level is Level.WARN


@pytest.mark.parametrize(("when", "outcome"), [("yes", "pass"), ("no", "not-applicable")])
@pytest.mark.parametrize("starts", [TODAY, TODAY + DAY])
def test_what_stands_against_nothing_is_settled_without_reasons(
    when: str, outcome: str, starts: dt.date
) -> None:
    (made,) = policies(
        rule(when="data.personal", require="data.personal", effective_from=starts)
    ).rules
    facts = {"data": {"personal": VALUE[when]}}
    told = apply(facts, when="data.personal", require="data.personal", effective_from=starts)
    found = settled(made, Outcome(outcome), TODAY)
    assert (found.outcome, found.missing, found.upcoming, found.counts) == (
        told.outcome,
        told.missing,
        told.upcoming,
        told.counts,
    )
    assert (found.when.value, found.require is None) == (told.when.value, told.require is None)
