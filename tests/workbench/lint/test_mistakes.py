"""Deliberate mistakes: each is seen on its line, with the words and the next step that help."""

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
import tomli

from guard.workbench.lint.remark import Linted
from guard.workbench.lint.run import lint

MISTAKES = Path(__file__).with_name("mistakes")
ON = dt.date(2026, 11, 22)
ALL: list[dict[str, Any]] = tomli.loads((MISTAKES / "mistakes.toml").read_text("utf-8"))["mistake"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of policies about which there is nothing to remark."""
    shutil.copytree(MISTAKES, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def linted(folder: Path, *asked: str) -> Linted:
    return lint(None, folder, asked, ON)


def test_without_a_mistake_there_is_nothing_to_remark(folder: Path) -> None:
    assert linted(folder).remarks == ()


def test_there_are_enough_of_them() -> None:
    assert len({mistake["title"] for mistake in ALL}) == len(ALL) >= 60


@pytest.mark.parametrize("mistake", ALL, ids=[mistake["title"] for mistake in ALL])
def test_the_mistake_is_seen(folder: Path, mistake: dict[str, Any]) -> None:
    name = mistake.get("file", "policies/own.toml")
    text = (folder / name).read_text("utf-8")
    assert text.count(mistake["was"]) == 1
    (folder / name).write_text(text.replace(mistake["was"], mistake["now"]), "utf-8")
    found = linted(folder)
    seen = mistake.get("file_seen", name)
    told = [
        remark
        for remark in found.remarks
        if remark.place.file.endswith(seen)
        and remark.place.line == mistake["line"]
        and mistake["says"] in remark.what
        and mistake["next"] in remark.remedy
    ]
    assert told, "\n".join(f"{r.place}: {r.what} -> {r.remedy}" for r in found.remarks)


def test_mistakes_of_several_files_come_at_once(folder: Path) -> None:
    for name in ("policies/own.toml", "guard.toml", "waivers.toml", "policies/lists/places.toml"):
        path = folder / name
        path.write_text(path.read_text("utf-8").replace("= ", "= [[", 1), "utf-8")
    (folder / "guard.toml").write_text('[policies]\nuse = ["own", "othr"]\n', "utf-8")
    files = {remark.place.file for remark in linted(folder).remarks}
    assert {"policies/own.toml", "policies/lists/places.toml"} < files | {""}
