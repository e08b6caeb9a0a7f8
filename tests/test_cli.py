import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from guard import __version__
from guard.cli import run
from guard.seam import choices
from tests.office import BOSS, Answer, Office, mannerly

ROOT = Path(__file__).parents[1]
MEMORY = 1_500_000_000  # bytes that a process may take: a bomb must not get so far


def process(folder: Path, *arguments: str, typed: bytes = b"", **environment: str) -> Answer:
    """Run guard as a process of its own, with bounded memory and nothing of this machine's."""
    found = subprocess.run(
        [sys.executable, "-m", "guard", *arguments],
        cwd=folder,
        input=typed,
        capture_output=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]} | environment,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    return mannerly(Answer(found.returncode, found.stdout.decode(), found.stderr.decode()))


def test_the_help_names_every_command_with_what_it_does(office: Office) -> None:
    answer = office.guard("--help")
    assert answer.code == 0
    for command in choices("commands"):
        (line,) = (said for said in answer.out.splitlines() if said.startswith(f"  {command} "))
        assert line.split(maxsplit=1)[1].endswith((".", "?"))
        assert not line.endswith("...")


def test_every_command_shows_two_examples(office: Office) -> None:
    waiting = [[name] for name in choices("commands")]
    while waiting:
        command = waiting.pop()
        answer = office.guard(*command, "--help")
        _, _, below = answer.out.partition("Commands:\n")
        waiting += [[*command, line.split()[0]] for line in below.splitlines() if line.strip()]
        examples = [line for line in answer.out.splitlines() if line.startswith("    guard ")]
        assert len(examples) == (0 if below else 2), command
        assert "completion" not in answer.out


def test_a_bare_guard_shows_its_help_and_is_not_green(office: Office) -> None:
    assert office.guard().code == 2


def test_the_version_is_told(office: Office) -> None:
    assert office.guard("--version").out == f"guard {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "next_step"),
    [
        (["chek", "request.toml"], "did you mean check?"),
        (["\x1b[2J"], "approve, "),
        (["check"], "guard check --help"),
        (["check", "request.toml", "--nope"], "guard check --help"),
        (["check", "request.toml", "--format", "tabel"], "did you mean table?"),
        (["check", "request.toml", "--format", "../cli"], "use one of json"),
        (["check", "request.toml", "--on", "tomorrow"], "--on 2026-11-22"),
        (["check", "request.toml", "--explain", "SML-99"], "did you mean SML-02"),
        (["check", "request.toml", "--policy", "smal"], "did you mean small?"),
        (["check", "request.toml", "--policy", "../../etc/passwd"], "The policies here are"),
        (["check", "request.toml", "--config", "no.toml"], ""),
        (["check", "request.toml", "--register", "guard.db"], ""),
        (["due", "--format", "csv"], "guard due --help"),
        (["policy", "lst"], "guard policy --help"),
        (["schema", "reqest"], "guard schema --help"),
        (["record", "export", "first", "--to", "x"], "guard record export --help"),
        (["verify", "--against", "nothing.txt"], ""),
        (["approve", "request.toml", "--role", "ciso"], "guard approve --help"),
    ],
)
def test_misuse_ends_with_2_and_the_next_step(
    office: Office, arguments: list[str], next_step: str
) -> None:
    answer = office.guard(*arguments)
    assert answer.code == 2
    assert not answer.out
    assert next_step in answer.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["due", "--format", "csv"], "'--format': 'csv' is not one of 'table', 'json'."),
        (["record", "export", "first", "--to", "x"], "write a whole number, such as 12"),
        (["policy", "test", "--min-coverage", "101"], "write at most 100"),
        (["policy", "test", "--min-coverage", "-1"], "write at least 0"),
    ],
)
def test_misuse_is_told_in_plain_words(office: Office, arguments: list[str], said: str) -> None:
    error, *_ = office.guard(*arguments).err.splitlines()
    assert error.endswith(said)


def test_formats_are_known_in_capitals_too(office: Office) -> None:
    for command in (["check", "request.toml", "--exit-zero"], ["due"]):
        assert json.loads(office.guard(*command, "--format", "JSON").out)


@pytest.mark.parametrize("command", [["check"], ["schema"], ["policy", "lint"], ["record", "show"]])
def test_the_help_names_what_is_given_and_no_types(office: Office, command: list[str]) -> None:
    told = office.guard(*command, "--help").out.partition("Examples:")[0]
    assert not set("<>{}") & set(told)
    for line in told.splitlines():
        if line.startswith("  --") and "  " in line.strip():
            shown = line.strip().partition("  ")[0].partition(" ")[2]
            assert shown == shown.upper()


def test_a_bug_is_no_answer(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("\x1b[31mhostile")

    monkeypatch.setattr("guard.commands.check.prepare", broken)
    assert run(["check", "request.toml", "--exit-zero"]) == 70
    said = capsys.readouterr()
    assert not said.out
    assert "This is a bug in guard" in said.err
    assert "next: report it" in said.err
    assert "ZeroDivisionError" in said.err
    assert "\x1b" not in said.err


def test_an_interruption_ends_with_130(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("guard.commands.check.prepare", interrupted)
    answer = office.guard("check", "request.toml", "--exit-zero")
    assert answer.code == 130
    assert not answer.out


def test_what_the_machine_refuses_is_no_bug(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("guard.commands.check.show", full)
    answer = office.guard("check", "request.toml")
    assert answer.code == 2
    assert "No space left" in answer.err


def test_a_reader_who_goes_away_gets_no_stack_trace(office: Office) -> None:
    pipe = subprocess.Popen(
        [sys.executable, "-m", "guard", "schema", "request"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert pipe.stdout is not None
    pipe.stdout.close()
    _, err = pipe.communicate()
    assert pipe.returncode == 2
    assert not err


def test_a_process_answers_like_the_function(office: Office) -> None:
    alone = process(office.folder, "check", "request.toml", "--on", "2026-11-22")
    assert alone == office.guard("check", "request.toml")
    assert alone.code == 3


def test_from_an_empty_folder_to_a_verified_record(tmp_path: Path) -> None:
    folder = tmp_path / "our council"
    folder.mkdir()
    assert process(folder, "init").code == 0
    assert process(folder, "check", "request.toml").code == 3
    signed = process(folder, "approve", "request.toml", *BOSS[:-1], typed=b"y\n")
    assert signed.code == 0
    assert process(folder, "check", "request.toml").code == 0
    assert process(folder, "verify").code == 0
    assert process(folder, "doctor").code == 0
    assert not list(folder.glob("ledger.db-*"))  # the ledger is one file, which can be copied


def test_an_output_that_cannot_show_a_letter_still_gets_an_answer(office: Office) -> None:
    answer = process(office.folder, "check", "request.toml", PYTHONIOENCODING="ascii")
    assert answer.code == 3
    assert "Example Sketches" in answer.out


TEXTS: dict[str, Callable[[str], str]] = {
    "escapes": lambda text: text.replace("Example", "\\u001b[2J\\u0007\\u009b31m"),
    "markup": lambda text: text.replace("Example", "[/] [red]{x} %s <script>"),
    "bidi": lambda text: text.replace("Example", "\\u202egnp.exe\\u2066"),
    "raw bidi": lambda text: text.replace("Example", "\u202e\u200b\u2066"),
    "long": lambda text: text.replace("Example", "x" * 200_000),
    "longer": lambda text: text.replace("Example", "x" * 1_000_000),
    "dotted": lambda _: ".".join("a" * 20_000) + " = 1",
    "dotted table": lambda _: f"[{'.'.join('a' * 20_000)}]",
    "brackets": lambda _: "a = " + "[" * 100_000,
    "nothing": lambda _: "",
    "binary": lambda _: "\x00\x01\x02",
    "twice": lambda text: text + text,
    "unknown": lambda text: text + '"\\u001b[2J" = 1\n"__class__" = 1',
    "large number": lambda text: text.replace("true", "9" * 5000),
}


JSON = (
    ("[" * 200_000, "deep"),
    ('{"a":' * 50_000, "deep"),
    ('{"a":' * 200_000, "larger than"),
    ('{"data": {}, "data": {}}', "twice"),
    ('{"data": {}, "Data": {}}', "twice, perhaps with other capitals"),
    ('{"data": {"personal": NaN}}', "error"),
    ('{"data": {"personal": 1e999999999}}', "error"),
    ('"just text"', "not a JSON object"),
    ("", "error"),
    ('{"supplier": {"legal_name": "\\ud800"}}', "error"),
)


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_request_gets_a_harmless_answer(office: Office, name: str) -> None:
    office.write("hostile.toml", TEXTS[name]((office.folder / "request.toml").read_text()))
    answers = {
        office.guard("check", "hostile.toml", "--format", form).code
        for form in ("table", "json", "markdown")
    }
    assert answers in ({2}, {3})


@pytest.mark.parametrize(("text", "why"), JSON)
def test_hostile_json_is_refused(office: Office, text: str, why: str) -> None:
    answer = office.guard("check", office.write("hostile.json", text))
    assert answer.code == 2
    assert why in answer.err


def test_hostile_requests_do_not_fill_the_memory(office: Office) -> None:
    text = (office.folder / "request.toml").read_text()
    files = [office.write(f"{name}.toml", make(text)) for name, make in TEXTS.items()]
    files += [office.write(f"{n}.json", content) for n, (content, _) in enumerate(JSON)]
    answer = process(office.folder, "check", *files)
    assert answer.code == 2
    assert all(file in answer.out + answer.err for file in files)


@pytest.mark.parametrize(
    "given", [".", "keys/ciso.pub", "nothing.toml", "a\x1b[2J.toml", "x" * 300]
)
def test_what_is_no_request_is_refused(office: Office, given: str) -> None:
    answer = office.guard("check", given)
    assert answer.code == 2
    assert not answer.out


def test_a_binary_file_is_refused(office: Office) -> None:
    (office.folder / "hostile.toml").write_bytes(bytes(range(256)) * 100)
    assert office.guard("check", "hostile.toml").code == 2


@pytest.mark.parametrize("base", ["../../../etc/passwd", "/etc/passwd", "..", "small/../small"])
def test_a_policy_cannot_extend_what_is_outside(office: Office, base: str) -> None:
    office.edit("policies/small.toml", 'owner = "Tests"', f'owner = "Tests"\nextends = ["{base}"]')
    answer = office.guard("check", "request.toml")
    assert answer.code == 2
    assert "root:" not in answer.err


def test_a_damaged_ledger_is_told_and_not_a_bug(office: Office) -> None:
    office.approved()
    path = office.folder / "ledger.db"
    good = path.read_bytes()
    for old, new in ((b'"payload":', b'"tayload":'), (b'"eyJ', b'"!!!'), (b"SQLite", b"Squeak")):
        assert old in good
        path.write_bytes(good.replace(old, new))
        for arguments in ("check request.toml", "verify", "record export 0 --to x", "doctor"):
            answer = office.guard(*arguments.split())
            assert answer.code in {0, 1, 2} if arguments == "doctor" else {1, 2}
            assert "ledger" in answer.out + answer.err


def test_json_holds_no_raw_controls_and_can_be_read(office: Office) -> None:
    office.edit("request.toml", "Example", "\\u001b[2J\\u202e")
    answer = office.guard("check", "request.toml", "--format", "json")
    assert json.loads(answer.out)["reports"][0]["verdict"] == "refer"
