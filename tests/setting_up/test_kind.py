import tomllib
from pathlib import Path

import pytest

from guard.policy.model import Level
from guard.setting_up.kind import FOLDER, USUAL, kind, kinds
from guard.setting_up.laying_down import lay_down
from guard.settings import load
from tests.making import TODAY, told

CODES = {
    "council": ("GB", "GBP", "uk-gsc"),
    "eu": ("IE", "EUR", "local"),
    "nhs": ("GB", "GBP", "uk-gsc"),
    "nz": ("NZ", "NZD", "nz-iscs"),
    "us-state": ("US", "USD", "fips199"),
    "us-university": ("US", "USD", "fips199"),
}


def test_these_are_the_kinds_there_are() -> None:
    assert dict.fromkeys(kinds()) == dict.fromkeys(CODES)
    assert USUAL in kinds()
    assert [path.suffix for path in FOLDER.iterdir()] == [".toml"] * len(CODES)


@pytest.mark.parametrize("name", CODES)
def test_each_has_its_own_country_money_and_markings(name: str, tmp_path: Path) -> None:
    chosen = kind(name)
    assert (chosen.country, chosen.currency, chosen.scheme) == CODES[name]
    lay_down(tmp_path, "", TODAY, name)
    request = tomllib.loads((tmp_path / "request.toml").read_text("utf-8"))
    assert request["contract"]["estimated_total_value"]["currency"] == chosen.currency
    marking = {"scheme": chosen.scheme, "level": chosen.public}
    assert request["data"]["classification"] == marking
    register = (tmp_path / "register.csv").read_text("utf-8")
    assert f",{chosen.usual}," in register
    organisation = load(None, tmp_path).text.organisation
    assert organisation is not None
    assert (organisation.name, organisation.type) == (chosen.name, chosen.type)


@pytest.mark.parametrize("name", CODES)
def test_each_counts_in_its_own_currency(name: str, tmp_path: Path) -> None:
    lay_down(tmp_path, "", TODAY, name)
    rules = load(None, tmp_path).compile().rules
    currencies = {rule.parameters["currency"] for rule in rules if "currency" in rule.parameters}
    assert currencies == {kind(name).currency}


@pytest.mark.parametrize("name", CODES)
def test_keys_are_made_for_roles_that_its_rules_ask_to_sign(name: str, tmp_path: Path) -> None:
    made, _ = lay_down(tmp_path, "", TODAY, name)
    rules = load(None, tmp_path).compile().rules
    roles = kind(name).roles
    assert set(roles) <= {r for rule in rules for r in rule.text.sign_off}
    for rule in rules:  # nobody is told to ask for a signature that no key can give
        assert rule.level is not Level.SIGN_OFF or set(rule.text.sign_off) <= set(roles)
    assert {tmp_path / "keys" / each for each in roles} <= set(made)


def test_one_that_is_not_there_is_told_with_those_that_are() -> None:
    assert "did you mean council?" in told(lambda: kind("counsil"))
    assert "use one of council, eu, nhs" in told(lambda: kind("\u202e"))
