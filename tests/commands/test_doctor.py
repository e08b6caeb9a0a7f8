from tests.office import Office, codes, try_examples


def test_the_examples_run(office: Office) -> None:
    assert codes(try_examples(office, "doctor")) == [0, 0]


def test_what_is_wrong_ends_with_1_and_what_cannot_be_read_with_2(office: Office) -> None:
    (office.folder / "register.csv").unlink()
    assert office.guard("doctor").code == 1
    office.write("guard.toml", "not toml")
    answer = office.guard("doctor")
    assert answer.code == 2
    assert "guard.toml:1" in answer.err
