import datetime as dt
import shutil
from pathlib import Path

import pytest

from guard.workbench.lint.remark import Linted, Weight
from guard.workbench.lint.run import lint

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


def test_a_file_that_is_not_there_is_told(folder: Path) -> None:
    assert linted(folder, "nowhere.toml").count(Weight.ERROR) == 1


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
