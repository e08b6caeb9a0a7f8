import os
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.errors import GuardError
from guard.record.keys import load_log_key
from guard.setting_up.kind import kind
from guard.setting_up.laying_down import _toml_text, lay_down
from guard.settings import PACKS, load
from tests.making import TODAY

ROLES = kind("council").roles


def names(paths: list[Path]) -> set[str]:
    return {path.name for path in paths}


def test_everything_is_made_once_and_then_kept(tmp_path: Path) -> None:
    made, kept = lay_down(tmp_path, "Our Council", TODAY)
    assert not kept
    assert {"guard.toml", "request.toml", "register.csv", "ledger.db", *ROLES} <= names(made)
    files = [path for path in made if path.is_file()]
    before = {path: path.read_bytes() for path in files}
    assert lay_down(tmp_path, "Another Council", TODAY) == ([], made)
    assert {path: path.read_bytes() for path in files} == before


def test_policies_of_guard_are_named_and_not_copied_so_that_they_do_not_age(tmp_path: Path) -> None:
    made, _ = lay_down(tmp_path, "Our Council", TODAY)
    assert tmp_path / "policies" in made
    assert list((tmp_path / "policies").iterdir()) == []
    assert load(None, tmp_path).text.policies.use == list(PACKS)


def test_what_was_changed_is_kept_and_what_is_missing_is_made(tmp_path: Path) -> None:
    lay_down(tmp_path, "Our Council", TODAY)
    (tmp_path / "guard.toml").write_text("# mine\n")
    (tmp_path / "register.csv").unlink()
    made, _ = lay_down(tmp_path, "Our Council", TODAY)
    assert names(made) == {"register.csv"}
    assert (tmp_path / "guard.toml").read_text() == "# mine\n"


def test_private_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        lay_down(tmp_path, "Our Council", TODAY)
    finally:
        os.umask(old)
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "keys").iterdir()}
    assert {modes[name] for name in (*ROLES, "log.key")} == {0o600}


def test_settings_name_the_key_of_the_log(tmp_path: Path) -> None:
    lay_down(tmp_path, "Our Council", TODAY)
    files = load(None, tmp_path).ledger()
    assert str(load_log_key(files.log_key).verifier) == files.log_public_key


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
def test_any_name_comes_back_as_it_was_given(name: str) -> None:
    assert tomllib.loads(f'name = "{_toml_text(name)}"') == {"name": name}


@pytest.mark.parametrize(
    "name",
    ['Say "hi"', "back\\slash \\", "two\nlines", '"\n[levels]\nCORE-01 = "info', "$year ${x}"],
)
def test_a_name_cannot_break_the_settings(tmp_path: Path, name: str) -> None:
    lay_down(tmp_path, name, TODAY)
    settings = load(None, tmp_path).text
    assert settings.organisation is not None
    assert settings.organisation.name == name
    assert not settings.levels


@pytest.mark.parametrize("name", ["\0", "\udcff", "x" * 30_000])
def test_a_name_that_no_file_can_hold_is_refused_before_anything_is_made(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(GuardError):
        lay_down(tmp_path / "new", name, TODAY)
    assert not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GuardError, match="cannot write here"):
        lay_down(tmp_path / "file" / "folder", "Our Council", TODAY)
    if os.geteuid():  # root may write anywhere
        tmp_path.chmod(0o500)
        with pytest.raises(GuardError, match="Permission denied"):
            lay_down(tmp_path, "Our Council", TODAY)


def test_a_half_made_pair_of_keys_is_told(tmp_path: Path) -> None:
    lay_down(tmp_path, "Our Council", TODAY)
    (tmp_path / "keys" / "ciso.pub").unlink()
    (tmp_path / "allowed_signers").unlink()
    with pytest.raises(GuardError, match="no such file"):
        lay_down(tmp_path, "Our Council", TODAY)
