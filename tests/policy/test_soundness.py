import datetime as dt
from typing import Any

import pytest

from guard.policy.soundness import unsound
from tests.making import pack, rule

FACT = '[[fact]]\nname = "sponsor"\nquestion = "Who?"\nask_of = "it"\n'


@pytest.mark.parametrize(
    ("keys", "what", "line"),
    [
        ({"level": "sign-off"}, "rule AA-01 names nobody who must sign", 5),
        ({"sign_off": ["dpo"]}, "rule AA-01 asks the DPO to sign, who only advises", 15),
        ({"points": 5}, "rule AA-01 has points and no sign", 5),
        (
            {"effective_from": dt.date(2026, 2, 1), "effective_until": dt.date(2026, 1, 1)},
            "rule AA-01 ends before it begins",
            16,
        ),
    ],
)
def test_keys_that_want_another(keys: dict[str, Any], what: str, line: int) -> None:
    (fault,) = unsound([pack(rule(**keys))])
    assert (fault.what, fault.place.line) == (what, line)
    assert fault.remedy


def test_a_rule_is_defined_once_in_all_policies() -> None:
    (fault,) = unsound([pack(rule(), name="one"), pack(rule("AA-02"), rule(), name="two")])
    assert fault.what == "rule AA-01 is already defined in one.toml"
    assert (fault.place.file, fault.place.path) == ("two.toml", "rule[1].id")


def test_a_fact_is_declared_once_in_all_policies() -> None:
    (fault,) = unsound([pack(f'{FACT}type = "text"'), pack(f'{FACT}type = "date"', name="two")])
    assert fault.what == "the fact local.sponsor is already declared in ours.toml"
    assert fault.place.file == "two.toml"


def test_only_texts_have_values_to_choose_from() -> None:
    (fault,) = unsound([pack(f'{FACT}type = "number"\nvalues = ["1"]')])
    assert fault.what == "the fact local.sponsor is a number and cannot have values to choose from"
    assert not list(unsound([pack(f'{FACT}type = "list-of-text"\nvalues = ["1"]')]))


def test_a_sound_policy_has_no_faults() -> None:
    keys: dict[str, Any] = {
        "level": "sign-off",
        "sign_off": ["ciso"],
        "points": 5,
        "sign": "it is so",
    }
    assert not list(unsound([pack(rule(**keys), f'{FACT}type = "text"')]))
