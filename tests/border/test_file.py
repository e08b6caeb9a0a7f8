from pathlib import Path

import pytest

from guard.border.file import decode, read_bytes, read_text
from guard.errors import GuardError


def test_a_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfx = 1")
    assert read_text(tmp_path / "a") == "x = 1"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"one\nt\xe9", r"f:2:2: is not UTF-8 text\n    -> Save it as UTF-8"),
        ("x".encode("utf-16"), r"f: is saved as UTF-16"),
        (b"a\0", r"f:1:2: a NUL character"),
    ],
)
def test_what_is_not_bounded_plain_text_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(GuardError, match=told):
        decode(data, "f")


def test_no_more_is_read_than_the_limit() -> None:
    with pytest.raises(GuardError, match="larger than 1,000 bytes"):
        read_text("/dev/zero", 1000)


def test_a_file_of_the_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert read_bytes(tmp_path / "a", 5) == b"12345"
    with pytest.raises(GuardError):
        read_bytes(tmp_path / "a", 4)


def test_a_missing_file_names_those_that_are_like_it(tmp_path: Path) -> None:
    (tmp_path / "request.toml").touch()
    with pytest.raises(GuardError, match=r"no such file\n    -> Did you mean request\.toml\?"):
        read_text(tmp_path / "requst.toml")


def test_a_missing_file_with_no_like_or_no_folder(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="Check the name and the folder"):
        read_text(tmp_path / "x")
    with pytest.raises(GuardError, match="no such folder"):
        read_text(tmp_path / "no" / "x")


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="this is a folder"):
        read_text(tmp_path)


@pytest.mark.parametrize("name", ["a\0b", "a" * 5000])
def test_a_name_that_is_no_path_is_a_fault_and_not_a_crash(tmp_path: Path, name: str) -> None:
    with pytest.raises(GuardError, match="cannot be read"):
        read_text(tmp_path / name)


def test_a_hostile_name_is_shown_and_does_not_act(tmp_path: Path) -> None:
    with pytest.raises(GuardError) as caught:
        read_text(tmp_path / "a\x1b[2J")
    assert "\x1b" not in str(caught.value)


def test_a_file_that_is_plainly_another_thing_is_not_suggested(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").touch()
    with pytest.raises(GuardError, match=r"-> Check the name and the folder"):
        read_text(tmp_path / "allowed_signers")
