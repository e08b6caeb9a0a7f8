import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from guard.policy.library import shipped
from guard.workbench.lint.remark import Linted, Weight
from guard.workbench.lint.run import lint
from tests.making import faults

MISTAKES = Path(__file__).with_name("mistakes")
ON = dt.date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(MISTAKES, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def linted(folder: Path, *asked: str) -> Linted:
    return lint(None, folder, asked, ON)


def whats(found: Linted) -> str:
    return "\n".join(f"{remark.place.spot} {remark.what}" for remark in found.remarks)


def test_what_is_clean_has_no_remark_and_is_counted(folder: Path) -> None:
    found = linted(folder)
    assert (found.remarks, found.rules, found.policies) == ((), 2, 1)
    assert any(name.endswith("own.toml") for name in found.texts)


def test_a_file_can_be_named_wherever_it_is(folder: Path) -> None:
    text = (folder / "policies" / "own.toml").read_text("utf-8")
    (folder / "draft.toml").write_text(text.replace('id = "own"', 'id = "draft"'), "utf-8")
    found = linted(folder, "draft.toml")
    assert found.rules == 2
    assert linted(folder, "own").rules == 2
    (folder / "draft.toml").write_text("id =\n", "utf-8")
    assert "draft.toml:1:" in whats(linted(folder, "draft.toml"))


@pytest.mark.parametrize("name", ["nowhere.toml", "nowhere"])
def test_what_is_not_there_cannot_be_looked_at(folder: Path, name: str) -> None:
    (fault,) = faults(lambda: linted(folder, name))
    assert fault.what.startswith("there is no ")


def test_examples_that_cannot_be_read_are_told_and_nothing_that_follows(folder: Path) -> None:
    path = folder / "policies" / "own.toml"
    text = path.read_text("utf-8")
    assert text.count('expect = "pass"') > 1
    path.write_text(text.replace('expect = "pass"', 'expect = "ok"'), "utf-8")
    found = linted(folder)
    assert {remark.what for remark in found.remarks} == {'"ok" cannot be used here'}
    assert len(found.remarks) == text.count('expect = "pass"')


def test_of_a_list_that_cannot_be_read_only_its_own_faults_are_told(folder: Path) -> None:
    path = folder / "policies" / "lists" / "places.toml"
    text = path.read_text("utf-8").replace("valid_to = 2027-12-31\n", "")
    path.write_text(text.replace("[values]\nallowed = ", "[values]\n") + "x = {}\n", "utf-8")
    assert "there is no fact" not in whats(linted(folder))
    path.write_text(text, "utf-8")
    (remark,) = linted(folder).remarks
    assert (remark.what, remark.place.line) == ("valid_to is missing", 1)
    path.write_text(text.partition("[values]")[0] + "valid_to = 2027-12-31\n", "utf-8")


def test_values_that_are_no_table_are_shown_how(folder: Path) -> None:
    path = folder / "policies" / "lists" / "places.toml"
    head = path.read_text("utf-8").partition("[values]")[0]
    path.write_text('values = ["GB"]\n' + head, "utf-8")
    (remark,) = linted(folder).remarks
    assert "the heading [values]" in remark.remedy
    assert 'members = ["GB", "IE"]' in remark.remedy


def test_notes_on_what_comes_with_guard_are_only_counted(folder: Path) -> None:
    settings = folder / "guard.toml"
    use = re.compile(r"use = \[.*?\]")
    settings.write_text(use.sub('use = ["own", "core"]', settings.read_text("utf-8")), "utf-8")
    found = linted(folder)
    assert (found.remarks, found.of) == ((), ("core",))
    assert found.aside > 0
    named = linted(folder, "core")
    assert (named.aside, named.of, named.count(Weight.NOTE)) == (0, (), found.aside)
    copy = (shipped() / "core.toml").read_text("utf-8")
    (folder / "policies" / "core.toml").write_text(copy, "utf-8")
    assert linted(folder).remarks == ()
    (folder / "policies" / "core.toml").write_text(f"{copy}# ours now\n", "utf-8")
    assert linted(folder).count(Weight.NOTE) == found.aside


def test_no_rule_at_all_is_not_clean(folder: Path) -> None:
    (folder / "guard.toml").write_text("[policies]\nuse = []\n\n[audit]\nsignals = []\n", "utf-8")
    found = linted(folder)
    assert "no policy in use has a rule" in whats(found)
    assert not found.clean(strict=False)


def test_guard_toml_that_cannot_be_read_is_a_remark(folder: Path) -> None:
    (folder / "guard.toml").write_text("use = \n", "utf-8")
    assert linted(folder).count(Weight.ERROR) == 1


def test_remarks_come_in_the_order_of_the_files(folder: Path) -> None:
    path = folder / "policies" / "own.toml"
    text = path.read_text("utf-8").replace("data.personal &&", "data.persnal &&")
    path.write_text(text.replace("|| many()", "|| mny()"), "utf-8")
    lines = [remark.place.line for remark in linted(folder).remarks]
    assert lines == sorted(lines)
    assert len(lines) == 2


def test_the_shipped_packs_are_clean_on_the_day_they_were_made() -> None:
    names = ["core", "spend-signals", "shadow-it"]
    found = lint(None, Path("/"), names, ON)
    grave = [r for r in found.remarks if r.weight is not Weight.NOTE]
    assert grave == []
