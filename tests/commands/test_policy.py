import pytest

from tests.office import Office, codes, try_examples


@pytest.mark.parametrize("command", ["list", "test"])
def test_the_examples_run(new_office: Office, command: str) -> None:
    answers = try_examples(new_office, "policy", command)
    assert codes(answers) == [0, 0]
    assert all(answer.out for answer in answers)


def test_the_rules_and_how_far_they_were_verified_are_listed(office: Office) -> None:
    out = office.guard("policy", "list").out
    assert "SML-01" in out
    assert "SML-02" in out
    assert "2 rules" in out


def test_an_example_that_comes_out_otherwise_is_told_with_its_place(office: Office) -> None:
    office.edit("policies/small.toml", '"expect" = "pass"', '"expect" = "fail"')
    answer = office.guard("policy", "test")
    assert answer.code == 1
    assert "small.toml:" in answer.out
    assert "SML-01 gave pass, expected fail" in answer.out
    assert "2 examples of 2 rules: 1 not as expected" in answer.out


def test_a_rule_without_an_example_is_named(office: Office) -> None:
    text = (office.folder / "policies" / "small.toml").read_text()
    first, second = text.split('id = "SML-02"')
    kept = [line for line in second.splitlines() if not line.startswith("example")]
    office.write("policies/small.toml", first + 'id = "SML-02"' + "\n".join(kept))
    answer = office.guard("policy", "test")
    assert answer.code == 0
    assert "nothing shows that they work: SML-02\n" in answer.out


def test_no_example_is_not_green(office: Office) -> None:
    text = (office.folder / "policies" / "small.toml").read_text()
    kept = [line for line in text.splitlines() if not line.startswith("example")]
    office.write("policies/small.toml", "\n".join(kept))
    assert "no example was run" in office.guard("policy", "test").err


@pytest.mark.parametrize("command", ["list", "test"])
def test_a_policy_that_is_not_there_is_told(office: Office, command: str) -> None:
    answer = office.guard("policy", command, "smal")
    assert answer.code == 2
    assert "small" in answer.err
