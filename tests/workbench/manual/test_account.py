import datetime as dt
from pathlib import Path

import pytest

from guard.workbench.manual.account import account_called, account_of
from tests.making import TODAY, pack, policies, rule, settings, told
from tests.workbench.manual.accounts import account, settings_with, whole


def test_conditions_are_as_written_on_one_line_with_all_they_are_built_from() -> None:
    said = account()
    assert said.when == "!(supplier.country in lists.away.countries)"
    assert said.require == "at(supplier.country) || data.personal"
    assert dict(said.definitions) == {
        "at(place)": "place in parameters.places || ours()",
        "ours()": "local.ours",
    }


def test_a_rule_that_always_applies_says_nothing_of_when() -> None:
    assert account(when="true").when == ""


def test_parameters_are_those_in_force_and_only_those_that_are_read() -> None:
    (places,) = account().parameters
    assert (places.name, places.value, places.policy) == ("places", '["GB", "IE"]', '["GB"]')


def test_an_unchanged_parameter_has_no_other_value() -> None:
    made = whole()
    same = policies(*made.packs, lists=tuple(made.lists.values()))
    assert account_of(same.rules[0], same).parameters[0].policy == ""


def test_lists_come_with_their_last_day() -> None:
    (away,) = account().lists
    assert (away.id, away.until) == ("away", dt.date(2027, 1, 31))


def test_each_fact_that_is_read_has_its_question() -> None:
    asked = dict(account().questions)
    assert list(asked) == ["data.personal", "local.ours", "supplier.country"]
    assert asked["local.ours"].text == "Is it ours?"
    assert asked["local.ours"].answerer == "it"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"level": "block"}, "block: it may not be bought until this is met"),
        (
            {"level": "sign-off", "sign_off": ["head-of-it", "ai-lead"]},
            "sign-off: if this is not met, the head of IT and the AI lead must sign",
        ),
        ({"level": "info"}, "info: told for information, and nothing waits for it"),
        (
            {"level": "warn", "points": 15, "sign": "it is far"},
            "warn: a warning, for which nothing waits; 15 points of bypassing IT if not",
        ),
    ],
)
def test_the_level_is_said_with_what_follows_from_it(keys: dict[str, object], said: str) -> None:
    assert account(**keys).consequence == said


def test_a_level_that_the_body_changed_is_said_beside_the_policys_own() -> None:
    made = policies(rule("AA-01", level="block"), levels={"AA-01": "warn"})
    said = account_of(made.rules[0], made).consequence
    assert said.endswith("(the policy itself says block)")


def test_authority_and_dates_are_in_words() -> None:
    said = account(basis="mandated-policy", binds=["nhs-trust"], effective_from=TODAY)
    assert said.authority == (
        "A source (policy that binds; checked in the source itself, 2026-01-01)"
    )
    assert (said.binds, said.in_force) == ("nhs trust", "from 2026-11-22")
    assert account(effective_until=TODAY).in_force == "until 2026-11-22"


def test_examples_are_as_toml_has_them() -> None:
    at_home, away, *_ = account().examples
    assert (at_home.expect, at_home.title) == ("pass", "at home")
    assert away.given == (("supplier.country", '"FR"'), ("local.ours", "false"))


def test_nothing_in_a_policy_acts_on_a_terminal() -> None:
    said = account(require="data.personal || supplier.country == '\u202e'")
    assert "\u202e" not in said.require


def test_a_rule_is_found_whatever_its_capitals_and_whether_it_is_in_use(tmp_path: Path) -> None:
    ours = pack(rule("AA-01"), name="ours")
    other = pack(rule("BB-01"), name="other")
    chosen = settings(settings_with(tmp_path, ours, other, use="ours"), tmp_path)
    assert account_called("aa-01", chosen).rule.policy == "ours"
    assert account_called("BB-01", chosen).rule.policy == "other"


def test_a_rule_that_is_nowhere_is_told_with_the_nearest(tmp_path: Path) -> None:
    ours = pack(rule("AA-01"), name="ours")
    chosen = settings(settings_with(tmp_path, ours, use="ours"), tmp_path)
    assert "did you mean AA-01?" in told(lambda: account_called("AA-10", chosen))
    assert "use one of AA-01" in told(lambda: account_called("?", chosen))
