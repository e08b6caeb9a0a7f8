"""The commands that seal an event: their examples run, and nothing is sealed in vain."""

import datetime as dt

import pytest

from tests.office import BOSS, CISO, NOON, Office, codes, try_examples

PEOPLE = {
    "dpo": "ola@council.example",
    "requester": "alex.doe@council.example",
    "evaluator": "pipeline@council.example",
}


@pytest.fixture
def staffed(office: Office) -> Office:
    """The office, with a key for an adviser, for who asks, and for a pipeline."""
    lines = (office.folder / "allowed_signers").read_text()
    for role, person in PEOPLE.items():
        made = office.guard(
            *("key", "new", f"keys/{role}", "--person", person, "--role", role, "--no-passphrase")
        )
        (line,) = (line for line in made.out.splitlines() if line.startswith(person))
        lines += f"{line}\n"
    office.write("allowed_signers", lines)
    return office


def size(office: Office) -> int:
    """How many records are sealed, all of them good."""
    answer = office.guard("verify")
    assert answer.code in (0, 2), answer.out
    return answer.out.count("ok    record")


@pytest.mark.parametrize(
    ("command", "sealed"),
    [
        ("advise", 2),
        ("submit", 2),
        ("evaluate", 2),
        ("emergency", 2),
        ("activate", 1),
    ],
)
def test_the_examples_run(staffed: Office, command: str, sealed: int) -> None:
    answers = try_examples(staffed, command, typed="y\n")
    done = sum("Sealed as record" in answer.out for answer in answers)
    assert (done, size(staffed)) == (sealed, sealed), [answer.err for answer in answers]


def test_the_examples_of_renew_follow_an_approval_of_that_role(staffed: Office) -> None:
    staffed.approved()
    first, second = try_examples(staffed, "renew", typed="y\n")
    assert first.code == 0, first.err
    assert "record 0 is no approval by the chief information security officer" in second.err
    assert staffed.guard("renew", "request.toml", "--of", "1", *CISO).code == 0
    assert staffed.guard("check", "request.toml").code == 0
    assert size(staffed) == 4


def test_the_examples_of_waive_name_rules_of_policies_in_use(staffed: Office) -> None:
    first, second = try_examples(staffed, "waive", typed="y\n")
    assert codes([first, second]) == [2, 2]
    assert "no rule in use is called CORE-11" in first.err
    assert size(staffed) == 0


def waive(office: Office, rule: str, *who: str, until: str = "2027-03-31") -> str:
    """What is said to a wish to set a rule aside."""
    words = ("--measure", "Watched", "--reason", "Replaced soon", "--until", until)
    answer = office.guard("waive", "request.toml", "--rule", rule, *words, *who)
    return answer.out + answer.err


def test_only_who_a_rule_names_sets_it_aside(staffed: Office) -> None:
    staffed.edit("policies/small.toml", 'level = "block"', 'level = "block"\nsign_off = ["ciso"]')
    staffed.edit("request.toml", 'country = "GB"', 'country = "US"')
    assert staffed.guard("check", "request.toml").code == 1
    assert "may not set SML-01 aside" in waive(staffed, "SML-01", *BOSS)
    assert "too far off" in waive(staffed, "SML-01", *CISO, until="2028-01-01")
    assert "Sealed as record 0" in waive(staffed, "SML-01", *CISO)
    assert staffed.guard("check", "request.toml").code == 3
    assert "(record 0)" in staffed.guard("check", "request.toml", "--explain", "SML-01").out
    assert staffed.guard("revoke", "0", "--reason", "No", *BOSS).code == 0
    assert staffed.guard("check", "request.toml").code == 1


def test_where_several_must_sign_none_sets_the_rule_aside(staffed: Office) -> None:
    assert "nobody alone may" in waive(staffed, "SML-02", *CISO)
    assert size(staffed) == 0


def test_the_examples_of_condition_close_what_was_set(staffed: Office) -> None:
    condition = ("--condition", "Switch on MFA; head-of-it; 2027-01-31")
    assert staffed.guard("approve", "request.toml", *BOSS, *condition).code == 0
    staffed.write("mfa.pdf", "on")
    staffed.write("log.txt", "on")
    first, second = try_examples(staffed, "condition", typed="y\n")
    assert first.code == 0, first.err
    assert "set by the head of IT" in second.err
    missing = staffed.guard("condition", "0", "C1", "--evidence", "none.pdf", *BOSS)
    assert "none.pdf" in missing.err


def test_the_examples_of_revoke_and_supersede_run(staffed: Office) -> None:
    staffed.approved()
    revoked = try_examples(staffed, "revoke", typed="y\n")
    assert codes(revoked) == [0, 2]
    assert "revoked already" in revoked[1].err
    for who in (BOSS, CISO):
        assert staffed.guard("approve", "request.toml", *who).code in (0, 2)
    assert codes(try_examples(staffed, "supersede", typed="y\n")) == [2, 2]
    done = staffed.guard("supersede", "1", "--by", "3", *BOSS)
    assert done.code == 0, done.err
    assert staffed.guard("check", "request.toml").code == 3


def test_what_is_done_already_is_not_sealed_again(staffed: Office) -> None:
    condition = ("--condition", "Switch on MFA; head-of-it; 2027-01-31")
    assert staffed.guard("approve", "request.toml", *BOSS, *condition).code == 0
    met = ("condition", "0", "C1", "--evidence", "request.toml", *BOSS)
    assert staffed.guard(*met).code == 0
    again = staffed.guard(*met)
    assert "condition C1 of record 0 is met already (record 1)" in again.err
    assert staffed.guard("approve", "request.toml", *CISO).code == 0
    urgent = ("emergency", "request.toml", "--review-by", "2026-12-01", "--reason", "Flood")
    refused = staffed.guard(*urgent, *CISO)
    assert "R-1 is approved already (record 0, 2), and may be used" in refused.err
    assert size(staffed) == 3
    assert staffed.guard("revoke", "2", "--reason", "Breach", *CISO).code == 0
    assert staffed.guard(*urgent, *CISO).code == 0


def test_a_waiver_of_what_asks_nothing_is_told_before_it_is_signed(staffed: Office) -> None:
    staffed.edit("policies/small.toml", 'level = "block"', 'level = "block"\nsign_off = ["ciso"]')
    said = waive(staffed, "SML-01", *CISO)
    note = said.index("SML-01 is met already: to set it aside changes nothing as things are")
    assert note < said.index("Sealed as record 0")


def test_a_role_is_lent_and_taken_back(staffed: Office) -> None:
    other = ("key", "new", "kim", "--person", "kim@council.example", "--role", "none")
    assert staffed.guard(*other, "--no-passphrase").code == 0
    assert codes(try_examples(staffed, "delegate", typed="y\n")) == [0, 0]
    lent = ("--role", "ciso", "--key", "kim", "--yes")
    staffed.guard("approve", "request.toml", *BOSS)
    assert staffed.guard("approve", "request.toml", *lent).code == 0
    assert staffed.guard("check", "request.toml").code == 0
    assert staffed.guard("revoke", "0", "--reason", "Back", *CISO).code == 0
    staffed.edit("request.toml", "personal = true", "personal = true, bulk_volume = true")
    assert staffed.guard("verify").code == 0


def test_the_examples_of_record_correct_run(staffed: Office) -> None:
    staffed.approved()
    assert codes(try_examples(staffed, "record", "correct", typed="y\n")) == [0, 0]
    assert "The supplier is Treeline Ltd" in staffed.guard("record", "show", "0").out


def test_records_are_erased_only_after_their_time(staffed: Office) -> None:
    staffed.approved()
    assert "must be kept for three years" in try_examples(staffed, "record", "erase")[1].err
    checkpoint = staffed.write("head.txt", staffed.guard("ledger", "checkpoint").out)
    staffed.at = NOON + dt.timedelta(days=5 * 366)
    erased = try_examples(staffed, "record", "erase", typed="y\n")
    assert codes(erased) == [0, 2]
    assert "there is no record 0" in erased[1].err
    verified = staffed.guard("verify", "--against", checkpoint)
    assert verified.code == 0, verified.out
    assert "record 0:" not in verified.out
    stored = (staffed.folder / "ledger.db").read_bytes()
    assert b"alex.doe@council.example" in stored
    assert staffed.guard("record", "erase", "1", "--reason", "Over", *CISO).code == 0
    assert (
        "what other records rest on"
        in staffed.guard("record", "erase", "2", "--reason", "Over", *CISO).err
    )
    stored = (staffed.folder / "ledger.db").read_bytes()
    assert b"alex.doe@council.example" not in stored
    assert staffed.guard("verify", "--against", checkpoint).code == 0


def test_who_is_not_asked_seals_nothing(staffed: Office) -> None:
    answer = staffed.guard("submit", "request.toml", "--key", "keys/dpo", "--role", "dpo", "--yes")
    assert "asks for this in the request, but ola" in answer.err
    email = 'email = "alex.doe@council.example"'
    staffed.edit("request.toml", email, 'email = "ola@council.example"')
    advise = ("--counsel", "proceed", "--reason", "Mine", "--role", "dpo", "--key", "keys/dpo")
    assert "asks for this purchase" in staffed.guard("advise", "request.toml", *advise).err
    assert size(staffed) == 0


def test_a_check_tells_where_other_policies_were_activated(staffed: Office) -> None:
    unlike = "small is not what was activated"
    assert staffed.guard("activate", *CISO).code == 0
    assert unlike not in staffed.guard("check", "request.toml").out
    staffed.edit("policies/small.toml", 'level = "block"', 'level = "warn"')
    told = staffed.guard("check", "request.toml").out
    assert f"were activated in the ledger: {unlike}." in " ".join(told.split())
    assert unlike in staffed.guard("approve", "request.toml", *BOSS).err


def test_an_adviser_ends_nothing_that_others_approved(staffed: Office) -> None:
    staffed.approved()
    dpo = ("--role", "dpo", "--key", "keys/dpo", "--yes", "--reason", "Too risky")
    for command in (("revoke", "0"), ("supersede", "0", "--by", "1"), ("record", "erase", "0")):
        answer = staffed.guard(*command, *dpo)
        assert "the data protection officer (DPO) asks, measures or advises" in answer.err
    assert staffed.guard("check", "request.toml").code == 0
    assert size(staffed) == 2


def test_who_asks_puts_no_words_into_the_mouth_of_who_approves(staffed: Office) -> None:
    staffed.approved()
    asks = ("--role", "requester", "--key", "keys/requester", "--yes", "--reason", "It is free")
    answer = staffed.guard("record", "correct", "0", *asks)
    assert "record 0 was made by the head of IT, who alone puts it right" in answer.err
    assert "--role head-of-it" in answer.err
    assert "corrected" not in staffed.guard("record", "show", "0").out


def test_an_approval_gives_way_only_to_one_that_takes_its_place(staffed: Office) -> None:
    staffed.approved()
    text = (staffed.folder / "request.toml").read_text()
    staffed.write(
        "oak.toml", text.replace("R-1", "R-2").replace('"Example Sketches"', '"Oak Maps"')
    )
    assert staffed.guard("approve", "oak.toml", *BOSS).code == 0
    answer = staffed.guard("supersede", "0", "--by", "2", *BOSS)
    assert "record 2 is about Oak Maps" in answer.err
    assert "guard revoke 0" in answer.err
    assert staffed.guard("revoke", "1", "--reason", "Breach", *CISO).code == 0
    assert "record 1 is revoked already" in staffed.guard("supersede", "0", "--by", "1", *BOSS).err


def test_a_role_is_taken_back_once(staffed: Office) -> None:
    kim = ("kim", "--person", "kim@council.example", "--role", "none", "--no-passphrase")
    assert staffed.guard("key", "new", *kim).code == 0
    lent = ("kim@council.example", "--to-key", "kim.pub", "--until", "2026-12-31")
    assert staffed.guard("delegate", *lent, *CISO).code == 0
    back = ("revoke", "0", "--reason", "Back from leave", *CISO)
    assert staffed.guard(*back).code == 0
    said = "the role lent in record 0 is taken back already (record 1)"
    assert said in staffed.guard(*back).err
