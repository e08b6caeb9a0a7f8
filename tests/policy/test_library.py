import hashlib
from pathlib import Path

import pytest

from guard.policy.library import Library, bases, shipped
from tests.making import faults, pack, told


def write(folder: Path, name: str, extra: str = "", title: str = "T") -> Path:
    file = folder / f"{name}.toml"
    head = f'id = "{name}"\ntitle = "{title}"\nversion = "1"\nowner = "IT"\n'
    file.write_text(head + extra, "utf-8")
    return file


def closure(folder: Path, *names: str) -> list[str]:
    return [pack.text.id for pack in Library([folder]).closure(names)]


def test_bases_come_first_and_each_once(tmp_path: Path) -> None:
    write(tmp_path, "base")
    write(tmp_path, "left", 'extends = ["base"]')
    write(tmp_path, "right", 'extends = ["base"]')
    write(tmp_path, "top", 'extends = ["right", "left"]')
    assert closure(tmp_path, "top", "left") == ["base", "right", "left", "top"]


def test_the_first_folder_wins(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder in (ours, theirs):
        folder.mkdir()
        write(folder, "core", title=folder.name)
    write(theirs, "more")
    library = Library([ours, theirs, tmp_path / "absent"])
    assert library.pack("core").text.title == "ours"
    assert library.names() == ("core", "more")


def test_a_missing_policy_is_met_with_the_nearest(tmp_path: Path) -> None:
    file = write(tmp_path, "core")
    write(tmp_path, "ours", 'extends = ["coree"]')
    said = told(lambda: closure(tmp_path, "ours"))
    assert "ours.toml:5:12: extends[0]: there is no policy called 'coree'" in said
    assert "did you mean core? The policies here are: core, ours." in said
    file.unlink()
    assert "The policies here are: none." in told(lambda: Library([]).pack("x"))


@pytest.mark.parametrize("name", ["../secret", "sub/secret", "/etc/passwd", "\x1b[2J", ""])
def test_nothing_outside_the_folders_can_be_reached(tmp_path: Path, name: str) -> None:
    write(tmp_path, "secret")
    (tmp_path / "policies" / "sub").mkdir(parents=True)
    write(tmp_path / "policies" / "sub", "secret")
    said = told(lambda: closure(tmp_path / "policies", name))
    assert "there is no policy called" in said
    assert "\x1b" not in said


def test_a_folder_with_the_name_of_a_policy_is_none(tmp_path: Path) -> None:
    (tmp_path / "core.toml").mkdir()
    assert "there is no policy" in told(lambda: Library([tmp_path]).pack("core"))


@pytest.mark.parametrize("chain", [["a"], ["a", "b"], ["a", "b", "c"]])
def test_a_circle_is_refused_and_shown(tmp_path: Path, chain: list[str]) -> None:
    for name, base in zip(chain, [*chain[1:], chain[0]], strict=True):
        write(tmp_path, name, f'extends = ["{base}"]')
    (fault,) = faults(lambda: closure(tmp_path, "a"))
    assert " -> ".join([*chain, "a"]) in fault.what
    assert fault.place.path == "extends[0]"


def test_a_file_is_named_after_its_id(tmp_path: Path) -> None:
    write(tmp_path, "core").rename(tmp_path / "kore.toml")
    said = told(lambda: closure(tmp_path, "kore"))
    assert 'write id = "kore", or rename the file to core.toml' in said


def test_a_digest_is_that_of_the_file(tmp_path: Path) -> None:
    file = write(tmp_path, "core", title="é")
    expected = hashlib.sha256(file.read_bytes()).hexdigest()
    assert Library([tmp_path]).pack("core").digest == expected


def test_lists_are_found_by_id_and_the_first_folder_wins(tmp_path: Path) -> None:
    text = 'id = "eea"\nvalid_from = 2020-01-01\nvalid_to = 2030-01-01\nvalues = {}\ntitle = '
    source = '\nsource = { title = "S", verified = "primary", on = 2026-01-01 }'
    for name in ("ours", "theirs"):
        (tmp_path / name / "lists").mkdir(parents=True)
        (tmp_path / name / "lists" / "eea.toml").write_text(f'{text}"{name}"{source}', "utf-8")
    lists = Library([tmp_path / "ours", tmp_path / "theirs"]).lists()
    assert [each.text.title for each in lists.values()] == ["ours"]
    assert len(lists["eea"].digest) == 64


def test_policies_that_were_read_already_come_before_the_folders(tmp_path: Path) -> None:
    for name in ("core", "more"):
        write(tmp_path, name)
    (tmp_path / "next").mkdir()
    write(tmp_path / "next", "core", title="Next")
    given = {"core": Library([tmp_path / "next"]).pack("core")}
    under = Library([tmp_path]).under(given)
    assert under.names() == ("core", "more")
    assert [pack.text.title for pack in under.closure(["core", "more"])] == ["Next", "T"]


def test_the_packs_that_come_with_guard_are_all_sound() -> None:
    library = Library([shipped()])
    assert "core" in library.names()
    assert len(library.closure(library.names())) == len(library.names())
    assert set(library.lists()) == {file.stem for file in (shipped() / "lists").glob("*.toml")}


def test_the_bases_of_a_policy_are_those_it_extends_however_far() -> None:
    first, second = pack(name="one"), pack(name="two", extends=["one"])
    third = pack(name="three", extends=["two"])
    assert bases(third, [first, second, third]) == {"one", "two", "three"}
    assert bases(first, [first, second, third]) == {"one"}


def test_the_files_of_policies_and_lists_are_found(tmp_path: Path) -> None:
    for name in ("one.toml", "lists/eea.toml"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("", "utf-8")
    library = Library([tmp_path])
    assert library.paths("one") == (tmp_path / "one.toml",)
    assert library.paths("two") == ()
    assert library.list_files() == (tmp_path / "lists" / "eea.toml",)
