from pathlib import Path

import pytest

from guard.policy.compile import PolicySet
from guard.settings import Settings, load
from guard.workbench.impact.version import Version, compiled, read_version
from tests.making import rule, told, toml
from tests.workbench.impact.making import LONE


def policy(name: str, *rules: str, **top: object) -> str:
    """The text of a policy."""
    keys = {"id": name, "title": "Ours", "version": "2", "owner": "IT"} | top
    return "\n".join([*(f"{key} = {toml(value)}" for key, value in keys.items()), *rules])


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A folder with two policies in use, one of which extends the other."""
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / "ours.toml").write_text(policy("ours", rule("OUR-01"), rule("OUR-02")))
    (folder / "more.toml").write_text(policy("more", rule("MOR-01"), extends=["ours"]))
    (tmp_path / "guard.toml").write_text('[policies]\nuse = ["ours", "more"]\n')
    monkeypatch.chdir(tmp_path)
    return load(None, tmp_path)


def ids(policies: PolicySet) -> list[str]:
    return [each.text.id for each in policies.rules]


def both(old: str, new: str, settings: Settings) -> tuple[PolicySet, PolicySet]:
    before, after = read_version(old, settings), read_version(new, settings)
    return compiled(before, after, settings), compiled(after, before, settings)


def test_a_file_takes_the_place_of_the_policy_that_it_is_a_version_of(chosen: Settings) -> None:
    Path("next.toml").write_text(policy("ours", rule("OUR-03"), version="3"))
    old, new = both("ours", "next.toml", chosen)
    assert ids(old) == ["OUR-01", "OUR-02", "MOR-01"]
    assert ids(new) == ["OUR-03", "MOR-01"]


def test_a_folder_brings_its_policies_and_dated_lists(chosen: Settings) -> None:
    (Path("next") / "lists").mkdir(parents=True)
    Path("next/lists/near.toml").write_text(
        'id = "near"\ntitle = "Near"\nvalid_from = 2020-01-01\nvalid_to = 2028-01-01\n'
        'source = { title = "A source", verified = "primary", on = 2026-01-01 }\n'
        'values = { places = ["FR"] }\n'
    )
    listed = rule("OUR-04", require="supplier.country in lists.near.places")
    Path("next/ours.toml").write_text(policy("ours", listed))
    old, new = both("ours", "next", chosen)
    assert ids(new) == ["OUR-04", "MOR-01"]
    assert list(new.lists) == ["near"]
    assert not old.lists


def test_a_policy_of_one_side_only_applies_on_that_side_only(chosen: Settings) -> None:
    Path("policies/extra.toml").write_text(policy("extra", rule("EXT-01")))
    old, new = both("more", "extra", chosen)
    assert ids(old) == ["OUR-01", "OUR-02", "MOR-01"]
    assert ids(new) == ["OUR-01", "OUR-02", "EXT-01"]


def test_without_a_guard_toml_nothing_else_is_in_use() -> None:
    old, new = both("core", "spend-signals", LONE)
    assert {each.policy for each in old.rules} == {"core"}
    assert {each.policy for each in new.rules} == {"spend-signals"}


def test_more_policies_apply_where_lists_are_looked_through(chosen: Settings) -> None:
    version = read_version("ours", chosen)
    more = compiled(version, version, chosen, ["spend-signals"])
    assert ids(more)[:3] == ["OUR-01", "OUR-02", "MOR-01"]
    assert len(more.rules) > 3


def test_choices_about_a_rule_that_a_version_lacks_do_not_stand_in_its_way(
    tmp_path: Path, chosen: Settings
) -> None:
    with (tmp_path / "guard.toml").open("a") as file:
        file.write('[levels]\nOUR-02 = "warn"\n')
    Path("next.toml").write_text(policy("ours", rule("OUR-01")))
    old, new = both("ours", "next.toml", load(None, tmp_path))
    assert [each.level.value for each in old.rules] == ["block", "warn", "block"]
    assert ids(new) == ["OUR-01", "MOR-01"]


def test_a_version_is_called_by_where_it_comes_from(chosen: Settings) -> None:
    Path("next.toml").write_text(policy("ours", rule("OUR-01"), version="3"))
    assert read_version("ours", chosen).title == "ours 2"
    assert read_version("next.toml", chosen).title == "next.toml (ours 3)"
    assert Version("next", {}, {}).title == "next ()"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("our", "did you mean ours?"),
        ("nowhere.toml", "nowhere.toml"),
        ("empty", "no policy is in this folder"),
    ],
)
def test_what_is_no_version_is_told(chosen: Settings, name: str, says: str) -> None:
    Path("empty").mkdir()
    assert says in told(lambda: read_version(name, chosen))
