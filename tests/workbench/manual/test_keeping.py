from pathlib import Path

import pytest

from guard.seam import choices, choose
from guard.workbench.manual.keeping import keep, stale
from guard.workbench.manual.policies import manual_of
from tests.making import pack, policies, rule, told

FORMS = choices("workbench/manual/pages")


def pages(form: str, *rules: str) -> dict[str, str]:
    made = policies(pack(*rules, name="ours"))
    rendered: dict[str, str] = choose("workbench/manual/pages", form, "a form").render(
        manual_of(made)
    )
    return rendered


@pytest.mark.parametrize("form", FORMS)
def test_what_was_kept_is_as_it_should_be(tmp_path: Path, form: str) -> None:
    made = pages(form, rule("AA-01"))
    (path,) = keep(made, tmp_path / "new" / "folder")
    assert path.read_text("utf-8") == made[path.name]
    assert stale(made, path.parent) == []


@pytest.mark.parametrize("form", FORMS)
def test_what_is_stale_is_named(tmp_path: Path, form: str) -> None:
    (path,) = keep(pages(form, rule("AA-01"), rule("AA-02"), rule("AA-03")), tmp_path)
    now = pages(form, rule("AA-02", why="Otherwise."), rule("AA-03"), rule("AA-04"))
    said = [line.removeprefix(f"{path}: ") for line in stale(now, tmp_path)]
    assert said == [
        "what stands outside the rules has changed",
        "AA-02 has changed",
        "AA-04 is missing",
        "AA-01 is there no longer",
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_page_edited_by_hand_is_stale(tmp_path: Path, form: str) -> None:
    made = pages(form, rule("AA-01", why="Because it is near."))
    (path,) = keep(made, tmp_path)
    path.write_text(made[path.name].replace("Because it is near.", "Never mind."), "utf-8")
    assert stale(made, tmp_path) == [f"{path}: AA-01 has changed"]


def test_a_page_that_was_never_kept_is_told(tmp_path: Path) -> None:
    assert stale({"ours.md": ""}, tmp_path) == [
        f"{tmp_path / 'ours.md'}: there is no such page yet"
    ]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "cannot be written" in told(lambda: keep({"a.md": ""}, tmp_path / "file"))
