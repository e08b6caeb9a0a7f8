"""The README is true: every session in it is run, and shows what it says."""

import shutil
from pathlib import Path

import pytest

from guard.seam import choices
from tests.readme import README, Terminal, blocks, lay, steady, steps

NEEDED = ("bash", "jq", "ssh-keygen", "sha256sum", "base64", "xxd")


@pytest.mark.skipif(
    any(shutil.which(tool) is None for tool in NEEDED),
    reason=f"the README's sessions need {', '.join(NEEDED)}",
)
def test_every_session_shows_what_the_readme_says(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    ran = 0
    for block in blocks(README.read_text("utf-8")):
        if block.file:
            lay(block, terminal.folder)
        elif block.kind == "console":
            for step in steps(block.text):
                assert steady(terminal.run(step.command)) == steady(step.shown), step.command
                ran += 1
    assert ran >= 10


def test_every_command_is_in_the_readme() -> None:
    text = README.read_text("utf-8")
    assert [name for name in choices("commands") if f"guard {name}" not in text] == []


def test_every_format_is_in_the_readme() -> None:
    text = README.read_text("utf-8")
    assert [name for name in choices("formats") if f"`{name}`" not in text] == []
