from guard.manual.policies import manual_of
from tests.manual.accounts import whole


def test_each_policy_has_its_rules_and_a_line_about_itself() -> None:
    below, above = manual_of(whole()).policies
    assert (len(below.rules), len(above.rules)) == (0, 1)
    assert below.line == "below 1, kept by IT."
    assert above.line == "above 1, kept by IT. It builds on below."
    assert above.verified == "1 rule: 1 verified, 0 secondary, 0 unverified."


def test_only_those_named_are_told() -> None:
    (only,) = manual_of(whole(), ["above"]).policies
    assert only.pack.text.id == "above"
