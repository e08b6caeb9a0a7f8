import re
import shlex
from pathlib import Path

import pytest

from guard.setting_up.kind import kinds
from tests.office import BOSS, Office, codes, try_examples


@pytest.fixture
def empty(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Office:
    """guard in an empty folder."""
    office.folder = tmp_path / "a new folder"
    office.folder.mkdir()
    monkeypatch.chdir(office.folder)
    return office


def test_the_examples_run(empty: Office) -> None:
    answers = try_examples(empty, "init")
    assert codes(answers) == [0, 0]
    settings = (empty.folder / "our-council" / "guard.toml").read_text()
    assert 'name = "Exampleshire Council"' in settings


@pytest.mark.parametrize("folder", [".", "new", "with spaces", "it's; rm -rf", "deep/er"])
def test_it_ends_with_the_next_command_and_that_runs(
    empty: Office, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    answer = empty.guard("init", folder)
    assert answer.code == 0
    *where, guard, command, request = shlex.split(answer.out.splitlines()[-1])
    assert (guard, command, where[2:]) == ("guard", "check", ["&&"] if where else [])
    monkeypatch.chdir(where[1] if where else ".")
    assert empty.guard(command, request).code == 3
    assert empty.guard("doctor").code == 0


@pytest.mark.parametrize("kind", kinds())
def test_each_kind_of_body_begins_with_a_request_that_one_person_has_to_sign(
    empty: Office, kind: str
) -> None:
    assert empty.guard("init", "--for", kind).code == 0
    answer = empty.guard("check", "request.toml")
    assert answer.code == 3
    assert "may not be bought yet: 1 person must sign." in answer.out
    assert empty.guard("doctor").code == 0
    approve = ("approve", "request.toml", "--reason", "Small.", *BOSS)
    assert empty.guard(*approve).code == 0
    assert empty.guard("check", "request.toml").code == 0


def test_a_kind_that_is_not_known_is_told_with_the_nearest(empty: Office) -> None:
    answer = empty.guard("init", "new", "--for", "us-univercity")
    assert answer.code == 2
    assert "did you mean us-university?" in answer.err
    assert not (empty.folder / "new").exists()


def test_a_second_time_says_that_all_was_kept(empty: Office) -> None:
    made = re.findall(r"^made  (.*)$", empty.guard("init").out, re.MULTILINE)
    again = empty.guard("init").out
    assert re.findall(r"^kept  (.*) \(it was there already\)$", again, re.MULTILINE) == made
    assert "made  " not in again


def test_hostile_names_are_told_harmlessly(empty: Office) -> None:
    assert empty.guard("init", "a\x1b[2Jb", "--name", "c\x1b[2Jd").code == 0
    answer = empty.guard("init", "guard.toml/x")
    assert answer.code == 0
    assert empty.guard("init", "guard.toml/x/guard.toml/y").code == 2
