"""A folder in which guard works, and guard run in it as a person would."""

import datetime as dt
import io
import re
import shlex
import shutil
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from guard.cli import run
from guard.setting_up.laying_down import lay_down
from tests.making import TODAY, rule

NOON = dt.datetime.combine(TODAY, dt.time(12), dt.UTC)
BOSS = ("--role", "head-of-it", "--key", "keys/head-of-it", "--yes")
CISO = ("--role", "ciso", "--key", "keys/ciso", "--yes")

_GIVEN = {"supplier.country": "GB", "data.personal": True}
POLICY = "\n".join(
    (
        'id = "small"\ntitle = "A small policy"\nversion = "1"\nowner = "Tests"',
        rule(
            "SML-01",
            require='supplier.country == "GB"',
            example=[{"given": _GIVEN, "expect": "pass"}],
        ),
        rule(
            "SML-02",
            level="sign-off",
            sign_off=["head-of-it", "ciso"],
            when="data.personal",
            require="false",
            example=[{"given": _GIVEN, "expect": "fail"}],
        ),
    )
)
REQUEST = """\
request = { id = "R-1" }
requester = { name = "Alex Doe", email = "alex.doe@council.example" }
application = { name = "Example Sketches" }
supplier = { legal_name = "Example Sketches Ltd", country = "GB" }
data = { personal = true }
"""
"""To sign for the small policy: the head of IT and the CISO; nothing is missing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How guard ended, and what it said."""

    code: int
    out: str
    err: str


def mannerly(answer: Answer) -> Answer:
    """``answer``, after making sure of what holds for all: a next step, and harmless text."""
    lines = answer.err.splitlines()
    for line, following in pairwise([*lines, ""]):
        if line.startswith("error:"):
            assert following.startswith("  next: ")
            assert following.removeprefix("  next: ").strip()
    assert answer.code in {0, 1, 2, 3, 130}, answer.err
    assert ("error:" in answer.err) == (answer.code == 2) or "Usage:" in answer.err
    strange = {char for char in answer.out + answer.err if not char.isprintable()}
    assert strange <= {"\n"}
    return answer


class Office:
    """A folder set up by ``guard init``, and guard run in it in this process."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.folder = folder
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        monkeypatch.chdir(folder)
        self.at = NOON
        monkeypatch.setattr("guard.terminal.clock", lambda: self.at)

    def guard(self, *arguments: str, typed: str = "") -> Answer:
        """Run guard; ``typed`` is what the person types."""
        typing = io.TextIOWrapper(io.BytesIO(typed.encode()))
        self._monkeypatch.setattr("sys.stdin", typing)
        self._capsys.readouterr()
        code = run(list(arguments))
        said = self._capsys.readouterr()
        return mannerly(Answer(code, said.out, said.err))

    def write(self, name: str, text: str) -> str:
        """Write a file; its name."""
        (self.folder / name).write_text(text, "utf-8")
        return name

    def edit(self, name: str, old: str, new: str) -> None:
        """Change one place of a file."""
        text = (self.folder / name).read_text("utf-8")
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def approved(self) -> None:
        """Let the head of IT and the CISO sign the request: records 0 and 1."""
        assert self.guard("approve", "request.toml", *BOSS).code == 0
        assert self.guard("approve", "request.toml", *CISO).code == 0


def small(folder: Path) -> None:
    """Set up ``folder`` with the small policy and the request that goes with it."""
    lay_down(folder, "Our Council", TODAY)
    shutil.rmtree(folder / "policies")
    (folder / "policies").mkdir()
    (folder / "policies" / "small.toml").write_text(POLICY)
    (folder / "request.toml").write_text(REQUEST)
    settings = (folder / "guard.toml").read_text()
    packs = 'use = ["core", "uk-local-government", "supply-chain", "shadow-it"]'
    assert packs in settings
    (folder / "guard.toml").write_text(settings.replace(packs, 'use = ["small"]'))


def try_examples(office: Office, *command: str, typed: str = "") -> list[Answer]:
    """Run the examples of a command's help, as they stand there; there are always two."""
    text = office.guard(*command, "--help").out
    whole = re.sub(r"\\\n +", "", text)  # a long one goes on in the next line
    lines = [line.strip() for line in whole.splitlines() if line.startswith("    guard ")]
    assert len(lines) == 2
    answers = []
    for line in lines:
        assert line.startswith(" ".join(("guard", *command)))
        words, _, target = line.removeprefix("guard ").partition(" > ")
        answers.append(office.guard(*shlex.split(words), typed=typed))
        if target:
            office.write(target, answers[-1].out)
    return answers


def codes(answers: list[Answer]) -> list[int]:
    """How each of them ended."""
    return [answer.code for answer in answers]
