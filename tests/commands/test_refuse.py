from tests.office import CISO, Office, codes, try_examples


def test_the_examples_run(office: Office) -> None:
    first, second = try_examples(office, "refuse", typed="y\n")
    assert first.code == 0
    assert "refused as ciso" in first.out
    assert second.code == 2  # the same refusal again adds nothing
    assert "already" in second.err


def test_what_may_not_be_bought_can_be_refused_all_the_same(office: Office) -> None:
    office.edit("request.toml", 'country = "GB"', 'country = "US"')
    assert office.guard("refuse", "request.toml", *CISO, "--reason", "No").code == 0
    assert office.guard("check", "request.toml").code == 1
    assert codes([office.guard("verify")]) == [0]


def test_a_reason_is_asked_for(office: Office) -> None:
    answer = office.guard("refuse", "request.toml", *CISO)
    assert answer.code == 2
    assert "--reason" in answer.err
