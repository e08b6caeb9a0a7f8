import base64
import json
from typing import Any

import pytest

from guard.record.merkle import leaf_hash
from tests.office import BOSS, CISO, Office


def why_not(office: Office, *arguments: str, act: str = "approve") -> str:
    """Why guard could not do the act; nothing more was sealed."""
    before = office.guard("ledger", "checkpoint").out
    answer = office.guard(act, "request.toml", *arguments)
    assert answer.code == 2
    assert "Sealed" not in answer.out
    assert office.guard("ledger", "checkpoint").out == before
    return answer.err


def sealed(office: Office, index: int) -> dict[str, Any]:
    """The predicate of a record."""
    assert office.guard("record", "export", str(index), "--to", f"out{index}").code == 0
    record = json.loads((office.folder / f"out{index}" / "record.dsse.json").read_bytes())
    predicate: dict[str, Any] = json.loads(base64.b64decode(record["payload"]))["predicate"]
    return predicate


def test_two_people_sign_and_it_may_be_bought(office: Office) -> None:
    first = office.guard("approve", "request.toml", *BOSS)
    assert first.code == 0
    assert "Sealed as record 0" in first.out
    assert office.guard("check", "request.toml").code == 3
    second = office.guard("approve", "request.toml", *CISO)
    assert second.code == 0
    assert second.out.count("may be bought.") == 1
    assert "guard approve" not in second.out.split("Sealed as record 1")[1]
    assert office.guard("check", "request.toml").code == 0


@pytest.mark.parametrize(
    "asker",
    [
        'email = "Head-Of-IT@Council.Example"',
        'email = "a@b.example", name = "HEAD-of-it@council.example"',
        'email = "a@b.example", name = "Sam  POE"',
        'email = "Sam@Council.example"',
    ],
)
def test_who_asks_cannot_approve(office: Office, asker: str) -> None:
    comment = "head-of-it@council.example\n"
    office.edit("allowed_signers", comment, "Sam Poe <sam@council.example>\n")
    office.edit("request.toml", 'name = "Alex Doe", email = "alex.doe@council.example"', asker)
    assert "asks for this purchase" in why_not(office, *BOSS)


def test_a_role_that_is_not_held_cannot_be_signed_in(office: Office) -> None:
    wrong = ("--role", "ciso", "--key", "keys/head-of-it", "--yes")
    assert "may not sign as chief information security officer" in why_not(office, *wrong)


def test_a_role_that_nobody_holds_may_be_meant_for_another(office: Office) -> None:
    key = ("--key", "keys/ciso", "--yes")
    asked = office.guard("approve", "request.toml", "--role", "headofit", *key)
    assert "did you mean --role head-of-it?" in asked.out
    words = ("--reason", "No", "--role", "cisoo", *key)
    assert "did you mean --role ciso?" in office.guard("refuse", "request.toml", *words).err


def test_a_key_that_several_share_names_nobody(office: Office) -> None:
    office.edit("allowed_signers", "head-of-it@council.example name", "*@council.example name")
    assert "names no single person" in why_not(office, *BOSS)


def test_a_role_that_nobody_asks_for_seals_nothing(office: Office) -> None:
    siro = ("--role", "siro", "--key", "keys/siro", "--yes")
    answer = office.guard("approve", "request.toml", *siro)
    assert answer.code == 3
    assert "nobody asks the senior information risk owner (SIRO) to sign; " in answer.out
    assert "still to sign: head of IT (--role head-of-it), chief" in answer.out
    assert office.guard("ledger", "checkpoint").code == 2


@pytest.mark.parametrize(
    ("country", "code", "why"),
    [('country = "US"', 1, "nobody can sign away"), ("", 3, "answers are missing")],
)
def test_what_may_not_be_bought_cannot_be_approved(
    office: Office, country: str, code: int, why: str
) -> None:
    office.edit("request.toml", 'Ltd", country = "GB"', f'Ltd", {country}'.rstrip(", "))
    answer = office.guard("approve", "request.toml", *BOSS)
    assert answer.code == code
    assert why in answer.out
    assert office.guard("ledger", "checkpoint").code == 2


def test_each_role_needs_another_person(office: Office) -> None:
    office.edit("allowed_signers", "head-of-it@procurement", "*@procurement")
    assert office.guard("approve", "request.toml", *BOSS).code == 0
    again = ("--role", "ciso", "--key", "keys/head-of-it", "--yes")
    assert "each role needs another person" in why_not(office, *again)


def test_nobody_signs_twice_in_one_role(office: Office) -> None:
    office.approved()
    assert "signed this request as head of IT already" in why_not(office, *BOSS)


@pytest.mark.parametrize("missing", ["request = { id", "requester = { name"])
def test_a_record_needs_an_id_and_who_asks(office: Office, missing: str) -> None:
    office.edit("request.toml", missing, f"# {missing}")
    assert "add " in why_not(office, *BOSS)


@pytest.mark.parametrize(
    ("facts", "until", "why"),
    [
        ("", "2027-11-23", "reviewed within a year on 2027-11-22"),
        ("", "2026-11-21", "in the past"),
        ("contract.period.endDate = 2027-01-31", "2027-02-01", "the contract ends on 2027-01-31"),
        ("contract.period.endDate = 2026-11-21", "", "nothing left to approve"),
        (
            'evidence = [{ kind = "iso-27001", expires = 2027-03-01 }]',
            "2027-03-02",
            "its iso-27001 expires on 2027-03-01",
        ),
    ],
)
def test_an_approval_cannot_run_too_long(office: Office, facts: str, until: str, why: str) -> None:
    office.edit("request.toml", "data = ", f"{facts}\ndata = ")
    assert why in why_not(office, *BOSS, *(("--until", until) if until else ()))


def test_an_approval_runs_as_long_as_it_can_or_as_was_said(office: Office) -> None:
    assert office.guard("approve", "request.toml", *BOSS).code == 0
    assert office.guard("approve", "request.toml", *CISO, "--until", "2026-12-24").code == 0
    assert sealed(office, 0)["validUntil"] == "2027-11-22"
    assert sealed(office, 1)["validUntil"] == "2026-12-24"
    assert office.guard("check", "request.toml", "--on", "2026-12-24").code == 0
    assert office.guard("check", "request.toml", "--on", "2026-12-25").code == 3


@pytest.mark.parametrize(
    "condition",
    ["Switch on MFA", "; ciso; 2027-01-31", "MFA; ; 2027-01-31", "MFA; ciso; 31.1.2027"],
)
def test_a_condition_says_what_who_and_by_when(office: Office, condition: str) -> None:
    assert "condition" in why_not(office, *BOSS, "--condition", condition)


def test_a_condition_is_due_in_the_future(office: Office) -> None:
    assert "in the past" in why_not(office, *BOSS, "--condition", "MFA; ciso; 2026-11-21")


def test_conditions_are_sealed_and_numbered(office: Office) -> None:
    two = ("--condition", "MFA; for all; ciso; 2027-01-31", "--condition", "Test; it; 2027-02-01")
    answer = office.guard("approve", "request.toml", *BOSS, *two)
    assert "MFA; for all (ciso, by 2027-01-31)" in answer.out
    record = sealed(office, 0)
    assert record["event"] == "approved-with-conditions"
    assert [condition["id"] for condition in record["conditions"]] == ["C1", "C2"]


def test_a_text_that_does_not_fit_is_told_and_not_a_bug(office: Office) -> None:
    assert "reason does not fit" in why_not(office, *BOSS, "--reason", "x" * 5000)
    office.edit("request.toml", '"R-1"', f'"{"R" * 600}"')
    assert "does not fit" in why_not(office, *BOSS)


def test_a_refusal_is_sealed_and_counts_against_an_earlier_approval(office: Office) -> None:
    office.approved()
    assert "needs a reason" in why_not(office, *CISO, "--reason", " ", act="refuse")
    assert office.guard("refuse", "request.toml", *CISO, "--reason", "No MFA").code == 0
    assert sealed(office, 2)["event"] == "refused"
    answer = office.guard("check", "request.toml")
    assert answer.code == 3
    assert "The chief information security officer (CISO) refused" in answer.out
    assert office.guard("verify").code == 0


def test_a_refused_request_can_still_be_approved_later(office: Office) -> None:
    assert office.guard("refuse", "request.toml", *CISO, "--reason", "No MFA").code == 0
    office.approved()
    answer = office.guard("check", "request.toml")
    assert answer.code == 0
    assert "refused" not in answer.out


def test_a_changed_request_is_another_request(office: Office) -> None:
    office.approved()
    office.edit("request.toml", "personal = true", "personal = true, organisation_data = true")
    answer = office.guard("check", "request.toml")
    assert answer.code == 3
    assert answer.out.count("has not signed yet") == 2


def test_each_record_names_the_one_before_it(office: Office) -> None:
    office.approved()
    assert sealed(office, 0)["previous"] is None
    leaf = leaf_hash((office.folder / "out0" / "record.dsse.json").read_bytes()).hex()
    assert sealed(office, 1)["previous"] == {"index": 0, "leaf": leaf}


def test_evidence_given_as_a_file_is_named_by_its_digest(office: Office) -> None:
    item = '{ kind = "iso-27001", sha256 = "' + "ab" * 32 + '", expires = 2027-03-01 }'
    office.edit("request.toml", "data = ", f"evidence = [{item}]\ndata = ")
    assert office.guard("approve", "request.toml", *BOSS).code == 0
    (evidence,) = sealed(office, 0)["evidence"]
    assert evidence["digest"] == {"sha256": "ab" * 32}
    assert evidence["annotations"] == {
        "kind": "iso-27001",
        "expires": "2027-03-01",
        "size": None,
    }
