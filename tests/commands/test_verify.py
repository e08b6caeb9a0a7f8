from tests.office import BOSS, CISO, Office, codes, try_examples


def test_the_examples_run(office: Office) -> None:
    office.approved()
    office.write("checkpoint.txt", office.guard("ledger", "checkpoint").out)
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


def test_a_file_that_is_no_checkpoint_is_no_damage(office: Office) -> None:
    office.approved()
    office.write("empty.txt", "")
    for name in ("guard.toml", "empty.txt"):
        for command in (("verify",), ("ledger", "verify")):
            answer = office.guard(*command, "--against", name)
            assert (answer.code, answer.out) == (2, "")
            assert f"{name}: not a checkpoint" in answer.err


def test_a_signer_who_left_is_told_with_what_to_do(office: Office) -> None:
    office.approved()
    before = (office.folder / "allowed_signers").read_text()
    office.edit("allowed_signers", "head-of-it@council.example name", "# name")
    answer = office.guard("verify")
    assert answer.code == 1
    assert "next: if they left or have a new key, put the line back" in answer.out
    assert "next: see first to record 0, which does not count" in answer.out
    assert answer.out.endswith("Rely on nothing above that is WRONG until it is mended.\n")
    assert "checkpoint" not in answer.out
    ended = 'it@council.example valid-before="20261124",name'
    office.write("allowed_signers", before.replace("it@council.example name", ended, 1))
    assert office.guard("verify").code == 0
    assert office.guard("check", "request.toml").code == 0


def test_hostile_words_in_a_record_are_harmless(office: Office) -> None:
    office.edit("request.toml", '"R-1"', '"R-1\\u001b[2J\\u202e"')
    office.approved()
    answer = office.guard("verify")
    assert answer.code == 0
    assert "R-1\\u{1b}[2J\\u{202e}" in answer.out


def test_swapped_and_missing_evidence_is_damage(office: Office) -> None:
    condition = ("--condition", "Switch on MFA; it-desk; 2026-12-15")
    assert office.guard("approve", "request.toml", *BOSS, *condition).code == 0
    (office.folder / "evidence").mkdir()
    for name in ("mfa.pdf", "log.txt"):
        office.write(f"evidence/{name}", name)
    named = ("--evidence", "evidence/mfa.pdf", "--evidence", "evidence/log.txt")
    assert office.guard("condition", "0", "C1", *named, *BOSS).code == 0
    assert office.guard("verify", "--evidence", "evidence").code == 0
    office.write("evidence/mfa.pdf", "another")
    (office.folder / "evidence" / "log.txt").unlink()
    assert office.guard("verify").code == 0, "nobody said where evidence is kept"
    answer = office.guard("verify", "--evidence", "evidence")
    assert answer.code == 1
    what = "(closes-condition)"
    swapped = f"the evidence mfa.pdf {what} is another file now: evidence/mfa.pdf"
    assert f"DAMAGE entry 1: {swapped}\n  next: put the file that was sealed into" in answer.out
    assert "checkpoint" not in answer.out
    assert f"DAMAGE entry 1: the evidence log.txt {what} is missing" in answer.out


def test_a_folder_of_evidence_must_be_there(office: Office) -> None:
    office.approved()
    answer = office.guard("verify", "--evidence", "nowhere")
    assert answer.code == 2
    assert "nowhere" in answer.err
