"""Files and standard input: read as often as needed, refused with the next step."""

import io
import sys
import tempfile
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.spend import source as module
from guard.spend.source import open_source
from tests.spend.making import written


def test_two_readers_of_standard_input_do_not_disturb_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"abcdef")))
    source = open_source("-")
    with source.open() as one, source.open() as other:
        assert (one.read(3), other.read(), one.read()) == (b"abc", b"abcdef", b"def")


def test_what_was_laid_down_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"abc")))
    source = open_source("-")
    path = source.path
    assert path.exists()
    del source
    assert not path.exists()


def test_standard_input_has_a_limit_and_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(module, "LIMIT_INPUT", 10)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 11)))
    with pytest.raises(GuardError, match="gave more than 10 bytes"):
        open_source("-")
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    for path, message in (
        (tmp_path / "none.csv", "there is no such file"),
        (tmp_path, "this is a folder"),
        (Path("a\0b"), "the name is not a path"),
        (written(tmp_path, " \n"), "is empty"),
    ):
        with pytest.raises(GuardError, match=message):
            open_source(path)


def test_what_is_read_whole_has_a_limit(tmp_path: Path) -> None:
    source = open_source(written(tmp_path, "abc"))
    assert source.whole(3, "a text") == b"abc"
    with pytest.raises(GuardError, match="larger than 2 bytes, the most that is read of a text"):
        source.whole(2, "a text")
