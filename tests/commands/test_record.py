from tests.office import Office, codes, try_examples


def test_the_examples_run(office: Office) -> None:
    office.approved()
    assert codes(try_examples(office, "record", "export")) == [0, 0]
    printed, redirected = try_examples(office, "record", "checkpoint")
    assert codes([printed, redirected]) == [0, 0]
    assert (office.folder / "checkpoint.txt").read_text() == printed.out
    assert office.guard("verify", "--against", "checkpoint.txt").code == 0


def test_an_empty_ledger_has_nothing_to_hand_out(office: Office) -> None:
    for arguments in (["checkpoint"], ["export", "0", "--to", "out"]):
        answer = office.guard("record", *arguments)
        assert answer.code == 2
        assert not answer.out
