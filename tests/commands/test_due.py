import json

import pytest

from tests.office import BOSS, CISO, Office, codes, try_examples

CONDITION = ("--condition", "Switch on MFA; it-desk; 2026-12-15")


def test_the_examples_run(office: Office) -> None:
    office.approved()
    assert codes(try_examples(office, "due")) == [0, 0]


def test_nothing_is_due_in_an_empty_ledger(office: Office) -> None:
    answer = office.guard("due")
    assert answer.code == 0
    assert answer.out == "Nothing is due until 2027-01-21, and nothing is overdue.\n"


def test_an_overdue_condition_ends_with_one(office: Office) -> None:
    assert office.guard("approve", "request.toml", *BOSS, *CONDITION).code == 0
    soon = office.guard("due")
    assert soon.code == 0
    assert "condition: C1" in soon.out
    assert "it-desk" in soon.out
    late = office.guard("due", "--on", "2026-12-16")
    assert late.code == 1
    assert late.out.endswith("1 overdue, 1 due until 2027-02-14 or waiting.\n")
    office.write("mfa.pdf", "on")
    assert office.guard("condition", "0", "C1", "--evidence", "mfa.pdf", *BOSS).code == 0
    assert office.guard("due", "--on", "2026-12-16").code == 0


def test_programs_get_what_is_due(office: Office) -> None:
    office.approved()
    answer = office.guard("due", "--within", "2027-12-31", "--format", "json")
    found = json.loads(answer.out)
    assert (found["schema"], found["on"], found["until"]) == (
        *("urn:procurement-guard:due:v1", "2026-11-22"),
        "2027-12-31",
    )
    assert [(one["matter"], one["record"], one["when"]) for one in found["due"]] == [
        *[("approval", 0, "due"), ("approval", 1, "due")],
    ]


def test_a_lent_role_that_ends_is_due(office: Office) -> None:
    kim = ("--person", "kim@council.example", "--role", "ciso", "--no-passphrase")
    assert office.guard("key", "new", "kim", *kim).code == 0
    lent = ("kim@council.example", "--to-key", "kim.pub", "--until", "2026-12-24")
    assert office.guard("delegate", *lent, *CISO).code == 0
    answer = office.guard("due")
    assert answer.code == 0
    assert "delegation: the role of chief" in answer.out
    assert "guard delegate" in answer.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--within", "soon"], "60d, 8w, 3m"),
        (["--on", "today"], "2026-11-22"),
        (["--format", "xml"], "guard due --help"),
    ],
)
def test_what_it_cannot_read_it_refuses(office: Office, arguments: list[str], said: str) -> None:
    answer = office.guard("due", *arguments)
    assert answer.code == 2
    assert said in answer.err


def test_without_a_ledger_it_cannot_run(office: Office) -> None:
    office.write("guard.toml", "")
    answer = office.guard("due")
    assert answer.code == 2
    assert "guard init" in answer.err
