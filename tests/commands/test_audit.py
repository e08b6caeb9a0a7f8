import io
import json
from pathlib import Path

import pytest

from guard.audit.tally import Tally
from tests.auditing import HEADER, row
from tests.making import rule
from tests.office import Office, codes, try_examples

SIGNAL = rule(
    "SML-03", level="warn", require="spend.charges == 0", points=40, sign="it is paid for"
)
CASES = {"permit": "spend.charges > 0", "refer": "data.personal", "deny": "spend.charges == 0"}


@pytest.fixture
def lists(office: Office) -> Office:
    """A list of payments, and one that cannot be read."""
    office.write("spend.csv", HEADER + row("Mailchimp") + row("Oak Ltd"))
    office.write("other.csv", HEADER + row("Dropbox"))
    office.write("broken.csv", "Colour,Height\nred,7\n")
    for name, require in CASES.items():
        top = f'id = "{name}"\ntitle = "T"\nversion = "1"\nowner = "T"\n'
        office.write(f"policies/{name}.toml", top + rule(require=require))
    office.edit("guard.toml", 'use = ["small"]', 'use = ["permit"]')
    return office


def decide(office: Office, name: str) -> None:
    office.edit("guard.toml", 'use = ["permit"]', f'use = ["{name}"]')


def test_the_examples_run(new_office: Office) -> None:
    new_office.write("spend.csv", HEADER + row("Mailchimp"))
    answers = try_examples(new_office, "audit")
    assert codes(answers) == [1, 1]
    assert "1 application found" in answers[0].out
    assert json.loads((new_office.folder / "audit.json").read_text())["audit"]["applications"]
    assert "Mailchimp" in (new_office.folder / "audit.csv").read_text()


@pytest.mark.parametrize(("name", "code"), [("permit", 0), ("refer", 3), ("deny", 1)])
def test_each_verdict_has_its_code(lists: Office, name: str, code: int) -> None:
    decide(lists, name)
    assert lists.guard("audit", "spend.csv").code == code
    assert lists.guard("audit", "spend.csv", "--format", "json").code == code
    assert lists.guard("audit", "spend.csv", "--exit-zero").code == 0


@pytest.mark.parametrize("name", CASES)
def test_an_engine_changes_nothing_but_who_applies_the_rules(lists: Office, name: str) -> None:
    decide(lists, name)
    for engine in ([], ["--engine", "duckdb"]):
        lists.guard("audit", "*.csv", "--output", f"json={len(engine)}.json", *engine)
    here, there = ((lists.folder / f"{n}.json").read_bytes() for n in (0, 2))
    assert here == there
    assert name.encode() in here


def test_a_list_that_cannot_be_read_is_told_after_the_answer_of_the_others(lists: Office) -> None:
    answer = lists.guard("audit", "broken.csv", "spend.csv", "--exit-zero", "--output", "json=a")
    assert answer.code == 2
    assert "1 application found" in answer.out
    assert "NOT READ  broken.csv" in answer.out
    assert answer.err.startswith("error: broken.csv")
    assert json.loads((lists.folder / "a").read_text())["audit"]["unread"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["missing.csv"],
        ["broken.csv"],
        ["spend.csv", "--format", "nothing"],
        ["spend.csv", "--format", "parquet"],
        ["spend.csv", "--output", "json"],
        ["spend.csv", "--output", "json=spend.csv"],
        ["spend.csv", "--output", "json=a", "--output", "csv=a"],
        ["spend.csv", "--output", "json=keys"],
        ["spend.csv", "--register", "missing.csv"],
        ["spend.csv", "--on", "tomorrow"],
        ["spend.csv", "--engine", "duckdbb"],
        ["keys/nothing-here*"],
    ],
)
def test_exit_zero_never_hides_that_guard_could_not_run(
    lists: Office, arguments: list[str]
) -> None:
    before = (lists.folder / "spend.csv").read_text()
    assert lists.guard("audit", *arguments, "--exit-zero").code == 2
    assert (lists.folder / "spend.csv").read_text() == before


def test_what_cannot_be_written_is_shown_all_the_same(lists: Office) -> None:
    answer = lists.guard("audit", "spend.csv", "--output", "json=keys")
    assert answer.code == 2
    assert "1 application found" in answer.out
    assert "error: keys: cannot be written" in answer.err


def test_folders_patterns_and_standard_input_are_read(lists: Office) -> None:
    (lists.folder / "broken.csv").unlink()
    (lists.folder / "lists").mkdir()
    for name in ("spend.csv", "other.csv"):
        (lists.folder / name).rename(lists.folder / "lists" / name)
    for given in (["lists"], ["lists/*.csv"], ["lists/spend.csv", "lists/other.csv"]):
        assert "2 lists, 5 rows read, 3 used, 2 skipped" in lists.guard("audit", *given).out
    answer = lists.guard("audit", "-", typed=HEADER + row("Mailchimp"))
    assert "1 list, 2 rows read, 1 used" in answer.out


def test_another_register_is_used(lists: Office) -> None:
    entry = "\nAPP-8,Mailchimp,,,,prohibited,IT,,,,,2027-01-01\n"
    text = (lists.folder / "register.csv").read_text()
    lists.write("mine.csv", text.rstrip() + entry)
    shown = lists.guard("audit", "spend.csv", "--register", "mine.csv", "--format", "json")
    states = {a["name"]: a["state"] for a in json.loads(shown.out)["audit"]["applications"]}
    assert states["Mailchimp"] == "revoked"
    shown = lists.guard("audit", "spend.csv")
    assert "unmanaged" in shown.out


def test_signals_are_tuned_in_guard_toml(new_office: Office) -> None:
    places = [row("Mailchimp", area=area) for area in ("Parks", "Roads")]
    new_office.write("spend.csv", HEADER + "".join(places))
    assert "SPD-15" not in new_office.guard("audit", "spend.csv").out
    text = (new_office.folder / "guard.toml").read_text()
    new_office.write("guard.toml", text + "\n[parameters.spend-signals]\nseveral_departments = 2\n")
    answer = new_office.guard("audit", "spend.csv")
    assert answer.code == 1
    assert "SPD-15" in answer.out
    assert new_office.guard("check", "request.toml").code == 3


def test_an_audit_that_is_interrupted_writes_nothing(
    lists: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    lists.write("a.json", "old")
    before = sorted(lists.folder.iterdir())
    monkeypatch.setattr(Tally, "add", interrupted)
    answer = lists.guard("audit", "spend.csv", "--output", "json=a.json", "--output", "csv=b.csv")
    assert (answer.code, answer.out) == (130, "")
    assert sorted(lists.folder.iterdir()) == before
    assert (lists.folder / "a.json").read_text() == "old"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_told_to_a_terminal_and_to_nothing_else(
    lists: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guard.terminal.EVERY", 1)
    monkeypatch.setattr("guard.audit.tally.TOLD", 1)
    monkeypatch.setattr("guard.spend.tables.csv.BATCH", 1)
    assert lists.guard("audit", "spend.csv").err == ""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert lists.guard("audit", "spend.csv").err == ""
    assert terminal.getvalue().startswith("\r1 rows read\r2 rows read\r ")
    assert terminal.getvalue().endswith(" \r")


def test_the_report_does_not_tell_where_on_this_machine_the_lists_lie(lists: Office) -> None:
    shown = lists.guard("audit", "spend.csv", "--format", "json").out
    assert str(Path(lists.folder)) not in shown
