import json

from tests.office import Office, codes, try_examples


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
