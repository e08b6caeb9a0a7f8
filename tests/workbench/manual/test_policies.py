import pytest

from guard.policy.library import Library, shipped
from guard.seam import choices, choose
from guard.workbench.manual.policies import manual_of
from guard.workbench.manual.showing import shown
from tests.making import settings
from tests.workbench.manual.accounts import whole


def test_each_policy_has_its_rules_and_a_line_about_itself() -> None:
    below, above = manual_of(whole()).policies
    assert (len(below.rules), len(above.rules)) == (0, 1)
    assert below.line == "below 1, kept by IT."
    assert above.line == "above 1, kept by IT. It builds on below."
    assert above.verified == "1 rule: 1 verified, 0 secondary, 0 unverified."


def test_only_those_named_are_told() -> None:
    (only,) = manual_of(whole(), ["above"]).policies
    assert only.pack.text.id == "above"


@pytest.mark.parametrize("name", Library([shipped()]).names())
def test_every_policy_that_comes_with_guard_can_be_told_in_full(name: str) -> None:
    in_use = settings().compile((name,))
    manual = manual_of(in_use)
    told = [account for policy in manual.policies for account in policy.rules]
    assert [account.rule for account in told] == list(in_use.rules)
    assert all(shown(account).startswith(account.rule.text.id) for account in told)
    for form in choices("workbench/manual/pages"):
        pages = choose("workbench/manual/pages", form, "a form").render(manual)
        assert all(rule.text.id in "".join(pages.values()) for rule in in_use.rules)
