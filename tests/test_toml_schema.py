"""Schemas as an editor uses them: what guard takes fits, and what it refuses is marked."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli
from jsonschema import Draft202012Validator, FormatChecker

from guard import toml_schema
from guard.policy.library import shipped
from tests.making import pack, rule
from tests.office import Office

TAPLO = shutil.which("taplo", path=str(Path(sys.executable).parent)) or shutil.which("taplo")
SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "policy": toml_schema.policy,
    "list": toml_schema.dated_list,
    "register": toml_schema.register,
    "settings": toml_schema.settings,
    "waivers": toml_schema.waivers,
}
WAIVER = """\
[[waiver]]
rule = "CORE-01"
application = "Example Notes"
reason = "It ends soon."
approver = "Head of IT"
compensating_measure = "Nobody new is let in."
expires = 2027-01-31
"""
REGISTER = """\
[[application]]
id = "APP-001"
name = "Example Forms"
status = "approved"
domains = ["forms.example"]
review_on = 2027-01-31
x-team = "Digital"
"""
POLICY = pack(rule(example=[{"given": {"data.personal": True}, "expect": "pass"}])).document.text


def marked(kind: str, text: str) -> list[str]:
    """What an editor's validator says of a file; TOML's dates are given to it as texts."""
    schema = SCHEMAS[kind]()
    Draft202012Validator.check_schema(schema)
    data = json.loads(json.dumps(tomli.loads(text), default=str))
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [error.message for error in validator.iter_errors(data)]


def files(pattern: str) -> list[Path]:
    return sorted(shipped().glob(pattern))


@pytest.mark.parametrize("path", files("*.toml"), ids=lambda path: path.stem)
def test_every_policy_that_comes_with_guard_fits(path: Path) -> None:
    assert marked("policy", path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", files("lists/*.toml"), ids=lambda path: path.stem)
def test_every_list_that_comes_with_guard_fits(path: Path) -> None:
    assert marked("list", path.read_text("utf-8")) == []


def test_the_settings_that_init_writes_fit(new_office: Office) -> None:
    assert marked("settings", (new_office.folder / "guard.toml").read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("kind", "text"), [("waivers", WAIVER), ("register", REGISTER), ("policy", POLICY)]
)
def test_what_guard_reads_fits(kind: str, text: str) -> None:
    assert marked(kind, text) == []


def test_a_register_and_waivers_that_fit_are_read(office: Office) -> None:
    office.write("r.toml", REGISTER)
    office.write("w.toml", WAIVER)
    office.edit("guard.toml", "[bands]", '[audit]\nwaivers = "w.toml"\n\n[bands]')
    assert office.guard("check", "request.toml", "--register", "r.toml").code == 3


@pytest.mark.parametrize(
    ("kind", "text", "old", "new", "word"),
    [
        ("policy", POLICY, "remedy", "remedi", "remedi"),
        ("policy", POLICY, "owner", "ovner", "ovner"),
        ("policy", POLICY, 'level = "block"', 'level = "blok"', "blok"),
        ("policy", POLICY, "AA-01", "AA01", "AA01"),
        ("policy", POLICY, "2026-01-01", "2026", "2026 is not"),
        ("policy", POLICY, '"expect" = "pass"', '"expect" = "passes"', "passes"),
        ("policy", POLICY, '"given"', '"giver"', "giver"),
        ("policy", POLICY, 'why = "Because."', "", "why"),
        ("register", REGISTER, "status", "statsu", "statsu"),
        ("register", REGISTER, '"approved"', '"aproved"', "aproved"),
        ("waivers", WAIVER, "expires", "expiry", "expiry"),
        ("settings", "[policies]\nuse = []\n", "use", "usee", "usee"),
        ("settings", "[bands]\nlook = 10\n", "10", "101", "101"),
        ("settings", "[parameters.core]\ncurrency = 'GBP'\n", "core", "Core", "Core"),
        ("settings", "[levels]\nCORE-01 = 'warn'\n", "CORE-01", "core-1", "core-1"),
    ],
)
def test_what_is_misspelt_is_marked(kind: str, text: str, old: str, new: str, word: str) -> None:
    assert marked(kind, text) == []
    assert old in text
    found = marked(kind, text.replace(old, new, 1))
    assert found
    assert any(word in each for each in found)


def described(part: Any, path: str = "") -> Iterator[str]:
    """The keys that an editor would have nothing to say about."""
    if isinstance(part, dict):
        for name, key in part.get("properties", {}).items():
            if "description" not in key and "$ref" not in key:
                yield f"{path}.{name}"
        for name, inner in part.items():
            yield from described(inner, f"{path}.{name}")


@pytest.mark.parametrize("kind", ["list", "register", "waivers"])
def test_an_editor_has_something_to_say_about_every_key(kind: str) -> None:
    assert list(described(SCHEMAS[kind]())) == []


@pytest.mark.skipif(TAPLO is None, reason="the TOML tool taplo is not installed")
@pytest.mark.parametrize(("old", "new", "code"), [("", "", 0), ("remedy", "remedi", 1)])
def test_the_hint_in_the_first_line_is_what_a_toml_editor_goes_by(
    office: Office, old: str, new: str, code: int
) -> None:
    """taplo is the engine of the TOML extensions of VS Code, Zed and others."""
    schema = office.guard("schema", "policy").out
    office.write("policy.schema.json", schema)
    hint = f"#:schema {(office.folder / 'policy.schema.json').as_uri()}\n"
    office.write("ours.toml", hint + POLICY.replace(old, new, 1))
    done = subprocess.run(
        [str(TAPLO), "lint", "--no-auto-config", "ours.toml"],
        cwd=office.folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert ("remedi" in done.stderr) == bool(code)
