"""The README as sessions: what is typed, what the terminal shows, which files are laid down.

``python -m tests.readme`` runs every session anew and writes what it shows into the README.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"

_BLOCK = re.compile(
    r"(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<kind>console|sh|toml|csv)\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
# What differs from run to run, longest first.
_CHANGING = (
    (re.compile(r"\b[0-9a-f]{64}\b"), "<sha256>"),
    (re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00"), "<moment>"),
    (re.compile(r"\b\d{4}-\d\d-\d\d\b"), "<date>"),
    (re.compile(r"ssh-ed25519 [A-Za-z0-9+/=]+"), "<key>"),
    (re.compile(r"SHA256:[A-Za-z0-9+/]{43}"), "<fingerprint>"),
    (re.compile(r"\b\d+\.\d s\b"), "<seconds>"),
)


@dataclass(frozen=True)
class Block:
    """One fenced block: a ``file`` to lay down (by name), or a session of commands."""

    file: str
    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Step:
    """One command of a session, and what is shown after it."""

    command: str
    shown: str


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of the README that mean something to a machine."""
    for match in _BLOCK.finditer(text):
        start, end = match.span("text")
        yield Block(match["file"] or "", match["kind"], match["text"], start, end)


def steps(session: str) -> Iterator[Step]:
    """The commands of a session, each with what is shown until the next."""
    for part in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        while command.endswith("\\"):
            more, _, shown = shown.partition("\n")
            command = f"{command}\n{more}"
        yield Step(command, shown)


def steady(text: str) -> str:
    """``text`` with all that changes from run to run named instead."""
    for pattern, name in _CHANGING:
        text = pattern.sub(name, text)
    return text


class Terminal:
    """A folder in which the sessions run, one after another, with `guard` on the path."""

    def __init__(self, folder: Path) -> None:
        bin_folder = folder / "bin"
        bin_folder.mkdir(parents=True)
        shim = bin_folder / "guard"
        shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m guard "$@"\n')
        shim.chmod(0o755)
        self.folder = folder / "work"
        self.folder.mkdir()
        self._where = folder / "where"
        self._environment = {
            "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "COLUMNS": "100",
        }

    def run(self, command: str) -> str:
        """What ``command`` shows; a ``cd`` holds for the commands after it."""
        done = subprocess.run(
            ["bash", "-c", f"{command}\npwd > '{self._where}'"],
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.folder = Path(self._where.read_text().strip())
        return done.stdout


def lay(block: Block, folder: Path) -> None:
    """Write the file that a block shows."""
    path = folder / block.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text, "utf-8")


def write_anew() -> None:
    """Run every session and put what it shows into the README."""
    text = README.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        terminal = Terminal(Path(folder))
        made = []
        for block in blocks(text):
            if block.file:
                lay(block, terminal.folder)
            elif block.kind == "console":
                shown = (f"$ {s.command}\n{terminal.run(s.command)}" for s in steps(block.text))
                made.append((block, "".join(shown)))
    for block, session in reversed(made):
        text = text[: block.start] + session + text[block.end :]
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    write_anew()
