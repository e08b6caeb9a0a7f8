import pytest

from tests.office import BOSS, Office, codes, try_examples


def test_the_examples_run(office: Office) -> None:
    answers = try_examples(office, "approve", typed="y\n")
    assert codes(answers) == [0, 0]
    assert "Sealed as record 1" in answers[1].out
    assert "may be bought." in answers[1].out
    assert office.guard("verify").code == 0


def test_the_condition_of_the_help_is_understood(office: Office) -> None:
    text = office.guard("approve", "--help").out
    (line,) = (line for line in text.splitlines() if line.startswith("    --condition"))
    condition = line.partition('"')[2].rstrip('"')
    assert office.guard("approve", "request.toml", *BOSS, "--condition", condition).code == 0


@pytest.mark.parametrize(("personal", "code"), [("", 3), ("personal = true, x = 1", 2)])
def test_the_codes_of_the_help_hold(office: Office, personal: str, code: int) -> None:
    office.edit("request.toml", "personal = true", personal)
    assert office.guard("approve", "request.toml", *BOSS).code == code


def test_without_a_ledger_nothing_can_be_approved(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    request = str(office.folder / "request.toml")
    monkeypatch.chdir(tmp_path_factory.mktemp("bare"))
    key = str(office.folder / "keys" / "ciso")
    answer = office.guard("approve", request, "--role", "ciso", "--key", key)
    assert answer.code == 2
    assert "guard init" in answer.err
