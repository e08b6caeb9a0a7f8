import json

from tests.office import BOSS, CISO, Office, codes, try_examples


def test_the_examples_run(office: Office) -> None:
    office.approved()
    assert codes(try_examples(office, "recheck")) == [0, 0]


def test_an_empty_ledger_has_nothing_to_assess(office: Office) -> None:
    answer = office.guard("recheck")
    assert (answer.code, answer.out) == (
        *(0, "Nothing is in force, so nothing was assessed again.\n"),
    )


def test_what_holds_is_counted_and_shown_if_asked_for(office: Office) -> None:
    office.approved()
    told = "Of 1 live approval, 1 would still be permitted and 0 would not.\n"
    assert office.guard("recheck").out == told
    shown = office.guard("recheck", "--all").out
    assert shown.endswith(told)
    assert "Example Sketches" in shown


def test_a_policy_that_changed_is_named(office: Office) -> None:
    office.approved()
    office.edit("policies/small.toml", 'version = "1"', 'version = "2"')
    answer = office.guard("recheck")
    assert answer.code == 0
    assert "policy small 1: now 2" in answer.out
    assert answer.out.endswith("; 1 rests on policies that have changed.\n")


def test_a_denial_ends_with_one_and_says_what_changed(office: Office) -> None:
    office.approved()
    office.edit("policies/small.toml", '== \\"GB\\"', '== \\"FR\\"')
    office.edit("policies/small.toml", '"pass"', '"fail"')
    answer = office.guard("recheck")
    assert answer.code == 1
    assert "SML-01: pass (block), now fail (block)" in answer.out
    assert "permit" in answer.out
    assert "deny" in answer.out
    assert "next: Do it." in answer.out


def test_what_has_ended_ends_with_three(office: Office) -> None:
    office.approved()
    answer = office.guard("recheck", "--on", "2028-01-01", "--format", "json")
    assert answer.code == 3
    found = json.loads(answer.out)
    assert (found["schema"], found["on"]) == ("urn:procurement-guard:recheck:v1", "2028-01-01")
    (one,) = found["cases"]
    assert (one["request"], one["standing"], one["then"]) == ("R-1", "expired", "permit")


def test_what_has_expired_is_no_live_approval(office: Office) -> None:
    office.approved()
    out = office.guard("recheck", "--on", "2028-01-01").out
    assert out.endswith("Of 1 expired approval, 0 would still be permitted and 1 would not.\n")


def test_emergency_use_is_counted_apart(office: Office) -> None:
    urgent = ("emergency", "request.toml", "--review-by", "2026-12-01", "--reason", "Flood")
    assert office.guard(*urgent, *CISO).code == 0
    told = "0 would still be permitted and"
    for day, counted in (("2026-11-22", "1 emergency use, "), ("2026-12-02", "1 emergency use, ")):
        assert f"Of {counted}{told}" in office.guard("recheck", "--on", day).out
    other = (office.folder / "request.toml").read_text().replace("R-1", "R-2")
    office.write("other.toml", other)
    for who in (BOSS, CISO):
        assert office.guard("approve", "other.toml", *who).code == 0
    both = office.guard("recheck").out
    assert "Of 1 live approval and 1 emergency use, 1 would still be permitted" in both


def test_an_approval_that_no_longer_counts_is_told(office: Office) -> None:
    office.approved()
    office.edit("allowed_signers", "head-of-it@council.example name", "# name")
    answer = office.guard("recheck")
    assert answer.code == 3
    said = " ".join(answer.out.split())
    assert said.startswith(
        "Example Sketches (R-1): Record 0, approved as head of IT by head-of-it@"
    )
    assert "does not count: allowed_signers does not give them that role" in said
    (idle,) = json.loads(office.guard("recheck", "--format", "json").out)["uncounted"]
    assert (idle["index"], idle["request"]) == (0, "R-1")
    checked = office.guard("check", "request.toml").out
    assert "Record 0, approved as head of IT" in checked
    listed = office.guard("register").out
    assert listed.startswith("Nothing is in force; from 2 records of the ledger, on 2026-11-22; ")
    assert listed.endswith("1 of them does not count. See why: guard recheck\n")


def test_the_register_of_today_counts(office: Office) -> None:
    office.approved()
    office.write("out.csv", "id,name,status\nA-1,Example Sketches,prohibited\n")
    assert office.guard("recheck", "--register", "out.csv").code == 0
    assert office.guard("recheck", "--register", "gone.csv").code == 2


def test_without_a_ledger_it_cannot_run(office: Office) -> None:
    office.write("guard.toml", '[policies]\nuse = ["small"]\n')
    answer = office.guard("recheck")
    assert answer.code == 2
    assert "guard init" in answer.err
