import datetime as dt
import tomllib
from typing import Any

import pytest

from guard.policy.choices import Choices, written
from guard.policy.model import Level
from tests.making import faults, pack, policies, rule, told

POLICY = pack(
    '[parameters]\ndays = 5\nopen = true\nuntil = 2026-01-01\nkinds = ["a"]\nshare = 0.5',
    rule(),
    name="core",
)


def said(**choices: Any) -> str:
    return told(lambda: policies(POLICY, **choices))


@pytest.mark.parametrize(
    ("name", "value", "like"),
    [
        ("days", True, "5"),
        ("days", "5", "5"),
        ("open", 1, "true"),
        ("until", "2026-01-01", "2026-01-01"),
        ("kinds", "a", '["a"]'),
        ("share", 1, "0.5"),
    ],
)
def test_a_parameter_of_another_type_is_told_how_to_be_written(
    name: str, value: object, like: str
) -> None:
    text = said(parameters={"core": {name: value}})
    assert f"guard.toml: parameters.core.{name}: " in text
    assert f"-> write a value like the policy's own, {like}" in text


def test_names_that_are_not_there_are_met_with_the_nearest() -> None:
    text = said(parameters={"core": {"day": 1}, "coree": {"x": 1}}, levels={"AA-02": Level.INFO})
    assert '"day" is not a parameter of core\n    -> did you mean days?' in text
    assert '"coree" is not a policy in use\n    -> did you mean core?' in text
    assert '"AA-02" is not a rule of the policies in use\n    -> did you mean AA-01?' in text


def test_where_nothing_is_alike_all_is_listed() -> None:
    assert "use one of days, open, until, kinds, share" in said(parameters={"core": {"zzz": 1}})
    (fault,) = faults(lambda: policies(pack(name="none"), parameters={"none": {"zzz": 1}}))
    assert fault.remedy == "take it out"


def test_no_rule_becomes_one_that_nobody_can_sign() -> None:
    """Else a body that softens a block would have turned it into a pass."""
    text = said(levels={"AA-01": Level.SIGN_OFF})
    assert "rule AA-01 names nobody who could sign" in text
    assert "its own is block" in text
    signed = policies(rule(sign_off=["ciso"]), levels={"AA-01": Level.SIGN_OFF})
    assert signed.rules[0].level is Level.SIGN_OFF


def test_choices_about_other_policies_are_left_aside() -> None:
    choices = Choices({"core": {"days": 9}, "other": {"x": 1}}, {"ZZ-01": Level.INFO})
    assert choices.about([POLICY]) == Choices({"core": {"days": 9}}, {})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        ([1, "a"], '[1, "a"]'),
        ({"kind": "x", "on": dt.date(2026, 1, 2)}, '{ kind = "x", on = 2026-01-02 }'),
        ([], "[]"),
        ('say "é" \\ \n\x7f', '"say \\"é\\" \\\\ \\n\\u007f"'),
    ],
)
def test_values_are_written_as_toml_has_them(value: object, text: str) -> None:
    assert written(value) == text
    assert tomllib.loads(f"v = {text}") == {"v": value}
