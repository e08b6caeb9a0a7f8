import re
from pathlib import Path

import pytest

from guard.policy import departures as module
from guard.policy.compile import PolicySet
from guard.policy.departures import departures
from guard.policy.library import parse_list, parse_pack, shipped
from guard.policy.model import Level
from tests.making import pack, policies, rule


def test_policies_as_they_are_say_nothing() -> None:
    assert list(departures(policies(pack(rule(), name="core-of-ours")))) == []


def test_a_changed_level_is_told() -> None:
    changed = policies(rule("AA-01"), rule("AA-02"), levels={"AA-02": Level.INFO})
    assert list(departures(changed)) == ["AA-02 counts as info here; its policy ours says block."]


def test_a_level_set_to_what_it_is_changes_nothing() -> None:
    assert list(departures(policies(rule("AA-01"), levels={"AA-01": Level.BLOCK}))) == []


def using(text: str) -> PolicySet:
    """A set in which the policy of that text is used."""
    return PolicySet((), (parse_pack(text, "core.toml"),), {}, ())


def test_a_pack_of_guard_with_other_words_and_the_same_version_is_told() -> None:
    text = (shipped() / "core.toml").read_text("utf-8")
    assert list(departures(using(text))) == []
    (said,) = departures(using(text + "# changed\n"))
    assert "is not the core" in said
    version = parse_pack(text, "core.toml").text.version
    renamed = text.replace(f'version = "{version}"', f'version = "{version}-ours"', 1)
    assert list(departures(using(renamed))) == []


def test_a_list_of_guard_that_was_made_to_hold_longer_is_told() -> None:
    text = (shipped() / "lists" / "eea.toml").read_text("utf-8")
    longer = re.sub(r"(?m)^valid_to = .*", "valid_to = 2099-12-31", text)
    for given, told in ((text, 0), (longer, 1)):
        held = PolicySet((), (), {"eea": parse_list(given, "eea.toml")}, ())
        assert len(list(departures(held))) == told


def test_a_damaged_copy_of_guards_own_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ours.toml").write_text("= broken")
    monkeypatch.setattr(module, "shipped", lambda: tmp_path)
    assert list(departures(policies(pack(rule())))) == []
