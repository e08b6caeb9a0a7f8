from pathlib import Path

import pytest

from guard.policy.lock import FILE, LockedPack, digests, folders, intact, read_lock, write_lock
from tests.making import told


def locked(name: str = "ours", **more: object) -> LockedPack:
    given: dict[str, object] = {
        "id": name,
        "version": "1",
        "source": "../ours.zip",
        "sha256": "a" * 64,
        "files": digests({f"{name}.toml": b"x", "lists/a.toml": b"y"}),
    }
    return LockedPack.model_validate(given | more)


def laid_down(policies: Path, pack: LockedPack) -> Path:
    folder = policies / "shared" / pack.folder
    (folder / "lists").mkdir(parents=True)
    (folder / f"{pack.id}.toml").write_bytes(b"x")
    (folder / "lists" / "a.toml").write_bytes(b"y")
    return folder


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    packs = (
        locked(source='odd "name"\\of.zip'),
        locked("other", signed_by="editor@policies.example"),
    )
    write_lock(tmp_path, packs)
    assert read_lock(tmp_path) == packs
    assert (tmp_path / FILE).read_text().startswith("# The packs of others that are used here.")
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_without_a_lock_file_nothing_is_locked(tmp_path: Path) -> None:
    assert read_lock(tmp_path) == ()


def test_other_bytes_lie_in_another_folder() -> None:
    assert locked().folder == f"ours-{'a' * 16}"
    assert locked(sha256="b" * 64).folder != locked().folder


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("version", "versions", "versions"),
        ("a" * 64, "a" * 63, "SHA-256"),
        ('id = "ours"', 'id = "../ours"', "small letters"),
        ("[[pack]]", "[pack]", "pack"),
    ],
)
def test_a_lock_with_a_fault_is_told(tmp_path: Path, old: str, new: str, word: str) -> None:
    write_lock(tmp_path, [locked()])
    text = (tmp_path / FILE).read_text()
    assert old in text
    (tmp_path / FILE).write_text(text.replace(old, new, 1))
    said = told(lambda: read_lock(tmp_path))
    assert word in said
    assert f"{FILE}:" in said


def test_a_pack_locked_twice_is_told(tmp_path: Path) -> None:
    write_lock(tmp_path, [locked(), locked()])
    assert "ours is locked twice" in told(lambda: read_lock(tmp_path))


def test_folders_are_given_only_when_every_file_is_as_it_was_taken(tmp_path: Path) -> None:
    pack = locked()
    folder = laid_down(tmp_path, pack)
    assert list(folders(tmp_path, [pack])) == [folder]
    assert intact(tmp_path, pack)


@pytest.mark.parametrize("harm", ["changed", "missing", "added", "gone"])
def test_what_is_not_as_it_was_taken_is_told(tmp_path: Path, harm: str) -> None:
    pack = locked()
    folder = laid_down(tmp_path, pack)
    match harm:
        case "changed":
            (folder / "ours.toml").write_bytes(b"z")
        case "missing":
            (folder / "lists" / "a.toml").unlink()
        case "added":
            (folder / "lists" / "b.toml").write_bytes(b"")
        case _:
            folder.rename(tmp_path / "elsewhere")
    assert not intact(tmp_path, pack)
    said = told(lambda: list(folders(tmp_path, [pack])))
    assert "is not as it was taken from ../ours.zip" in said
    assert "guard policy sync" in said
