from tests.office import CISO, Office, codes, try_examples


def test_the_examples_run(office: Office) -> None:
    office.approved()
    office.write("checkpoint.txt", office.guard("record", "checkpoint").out)
    assert codes(try_examples(office, "verify")) == [0, 0]


def test_one_record_is_one(office: Office) -> None:
    assert office.guard("refuse", "request.toml", *CISO, "--reason", "No").code == 0
    assert "1 record is as signed" in office.guard("verify").out


def test_the_policies_that_records_rest_on_are_named(office: Office) -> None:
    office.approved()
    office.edit("policies/small.toml", 'version = "1"', 'version = "2"')
    assert office.guard("refuse", "request.toml", *CISO, "--reason", "No").code == 0
    out = office.guard("verify").out
    assert "under small 1: records 0, 1\n" in out
    assert "under small 2: record 2\n" in out


def test_a_checkpoint_that_is_none_is_damage(office: Office) -> None:
    office.approved()
    answer = office.guard("verify", "--against", "guard.toml")
    assert answer.code == 1
    assert "DAMAGE witnessed checkpoint 1" in answer.out


def test_hostile_words_in_a_record_are_harmless(office: Office) -> None:
    office.edit("request.toml", '"R-1"', '"R-1\\u001b[2J\\u202e"')
    office.approved()
    answer = office.guard("verify")
    assert answer.code == 0
    assert "R-1\\u{1b}[2J\\u{202e}" in answer.out
