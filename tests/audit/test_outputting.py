import os
from pathlib import Path
from types import ModuleType

import pytest

from guard.audit.outputting import chosen, replace, shown_here, write
from guard.errors import GuardError
from guard.outputs import json
from guard.screen import Screen
from tests.auditing import listed, reported, row
from tests.making import faults, told


class Interrupting(ModuleType):
    """A format whose writer is interrupted."""

    @staticmethod
    def render(_report: object, _screen: Screen) -> str:
        raise KeyboardInterrupt


def test_formats_and_paths_are_told_apart() -> None:
    ((form, path), (_, other)) = chosen(["json=a=b.json", "jsonl=c.jsonl"])
    assert (form, path, other) == (json, Path("a=b.json"), Path("c.jsonl"))
    assert chosen([]) == []


@pytest.mark.parametrize(
    ("outputs", "said"),
    [
        (["json"], "does not say where to"),
        (["json="], "write --output json=audit.json"),
        (["jsn=a.json"], "did you mean json?"),
        (["=a.json"], "use one of"),
        (["json=-"], "--format json"),
        (["json=a", "jsonl=./a"], "two outputs go to one file"),
        (["json=a", "jsonl=../{here}/a"], "two outputs go to one file"),
        (["json=read.csv"], "would replace what is read"),
    ],
)
def test_what_cannot_be_is_refused_before_any_work(
    outputs: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given = [each.format(here=tmp_path.name) for each in outputs]
    assert said in told(lambda: chosen(given, [tmp_path / "read.csv", "-"]))


def test_what_is_not_text_is_not_shown_here() -> None:
    assert shown_here("json") is json
    (fault,) = faults(lambda: shown_here("parquet"))
    assert fault.remedy == "write --output parquet=audit.parquet"
    assert "did you mean table?" in told(lambda: shown_here("tabel"))


def test_several_outputs_are_written_with_their_folders(tmp_path: Path) -> None:
    report = reported(listed(tmp_path, row("Sketchbook")))
    paths = [tmp_path / "new" / "deep" / "a.json", tmp_path / "a.jsonl"]
    write(report, chosen([f"json={paths[0]}", f"jsonl={paths[1]}"]))
    assert paths[0].read_text() == json.render(report, Screen())
    assert paths[1].read_text().count("\n") == 1


def test_a_writer_that_is_interrupted_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    report = reported(listed(tmp_path / "in", row("Sketchbook")))
    old = tmp_path / "a.json"
    old.write_text("old")
    with pytest.raises(KeyboardInterrupt):
        write(report, [(Interrupting("interrupting"), old)])
    assert old.read_text() == "old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.json", "in"]


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (OSError(28, "No space left on device"), GuardError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_a_disk_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    raised: type[BaseException],
) -> None:
    old = tmp_path / "a.json"
    old.write_text("old")

    def failing(_self: Path, _target: Path) -> Path:
        raise error

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(raised):
        replace(old, b"new")
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("a.json", "old")]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path, tmp_path / "file" / "a.json", Path("/proc/nowhere/a.json")):
        (fault,) = faults(lambda path=path: replace(path, b"new"))  # type: ignore[misc]
        assert "cannot be written" in fault.what
        assert fault.place.file == str(path)


def test_who_may_read_a_file_stays_as_it_was(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("old")
    old.chmod(0o640)
    mask = os.umask(0o027)
    try:
        replace(old, b"1")
        replace(new, b"2")
    finally:
        os.umask(mask)
    assert [path.stat().st_mode & 0o777 for path in (old, new)] == [0o640, 0o640]


def test_a_link_stays_a_link_and_a_device_a_device(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("old")
    link = tmp_path / "link"
    link.symlink_to("target")
    replace(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "target").read_text() == "new"
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        replace(tmp_path / "pipe", b"told")
        assert os.read(reader, 9) == b"told"
    finally:
        os.close(reader)
    assert (tmp_path / "pipe").is_fifo()
