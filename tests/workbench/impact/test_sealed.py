from collections import Counter
from pathlib import Path

import pytest

from guard.assessment import prepare
from guard.decision import Verdict
from guard.settings import load
from guard.workbench.impact.comparing import Case, Compared
from guard.workbench.impact.run import Question, impact
from guard.workbench.impact.sealed import ERASED, UNMEASURED, sealed_cases
from tests.making import TODAY
from tests.office import Office
from tests.workbench.impact.making import asked


@pytest.fixture
def approved(office: Office) -> Office:
    """The request of the office, signed by both who must."""
    office.approved()
    return office


def cases(office: Office) -> tuple[list[Case], Counter[str]]:
    settings = load(None, office.folder)
    unread: Counter[str] = Counter()
    policies = settings.compile()
    bench = prepare(settings, TODAY)
    return list(sealed_cases(bench, policies, policies, unread)), unread


def against(office: Office, old: str, new: str) -> Compared:
    """What the ledger makes of one place of the small policy changed."""
    text = (office.folder / "policies" / "small.toml").read_text("utf-8")
    assert text.count(old) >= 1
    office.write("next.toml", text.replace(old, new, 1))
    (found,) = asked("small", "next.toml", load(None, office.folder)).compared
    return found


def test_a_request_is_one_case_with_the_approvals_that_it_has_now(approved: Office) -> None:
    (case,), unread = cases(approved)
    assert (case.request, case.application) == ("R-1", "Example Sketches")
    assert case.supplier == "Example Sketches Ltd"
    approvals = case.known.values["approvals"]
    assert isinstance(approvals, list)
    assert {each["role"] for each in approvals} == {"head-of-it", "ciso"}
    assert all(each["for_this_request"] for each in approvals)
    assert not unread


def test_the_facts_are_those_that_were_sealed(approved: Office) -> None:
    approved.edit("request.toml", 'country = "GB"', 'country = "FR"')
    (case,), _ = cases(approved)
    assert case.known.values["supplier"] == {"country": "GB", "legal_name": "Example Sketches Ltd"}


def test_what_was_approved_and_would_now_be_denied_is_told(approved: Office) -> None:
    found = against(approved, 'supplier.country == \\"GB\\"', 'supplier.country == \\"FR\\"')
    (changed,) = found.changed
    assert (changed.request, changed.application) == ("R-1", "Example Sketches")
    assert (changed.before.verdict, changed.after.verdict) == (Verdict.PERMIT, Verdict.DENY)
    assert [(each.rule, each.before, each.after) for each in changed.rules] == [
        ("SML-01", "pass", "fail (block)")
    ]


def test_a_signature_that_is_no_longer_enough_is_told(approved: Office) -> None:
    found = against(approved, '"head-of-it", "ciso"', '"head-of-it", "siro"')
    (changed,) = found.changed
    assert (changed.after.verdict, changed.after.to_sign) == (Verdict.REFER, ("siro",))


def test_a_version_that_decides_the_same_changes_nothing(approved: Office) -> None:
    found = against(approved, 'supplier.country == \\"GB\\"', 'supplier.country in [\\"GB\\"]')
    assert (found.cases, found.changed) == (1, ())
    assert found.source == "ledger.db"


def test_an_empty_ledger_has_no_cases(office: Office) -> None:
    assert cases(office) == ([], Counter())


def test_a_fact_that_the_new_version_declares_is_unknown_in_old_records(approved: Office) -> None:
    text = (approved.folder / "policies" / "small.toml").read_text("utf-8")
    fact = '[[fact]]\nname = "plan"\ntype = "yes-no"\nquestion = "Is there?"\nask_of = "it"\n'
    changed = text.replace('supplier.country == \\"GB\\"', "local.plan")
    assert changed != text
    approved.write("next.toml", changed + fact)
    (found,) = asked("small", "next.toml", load(None, approved.folder)).compared
    assert found.changed[0].after.undecided == ("SML-01",)


def test_a_day_ahead_is_decided_as_it_will_be(approved: Office) -> None:
    settings = load(None, approved.folder)
    later = TODAY.replace(year=TODAY.year + 2)
    question = Question("small", "small", TODAY, later)
    (found,) = impact(question, settings, lambda: 0.0).compared
    assert found.verdicts == {(Verdict.REFER, Verdict.REFER): 1}  # the approvals have run out


def test_what_was_erased_or_never_assessed_is_counted(
    approved: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guard.ledgers.sqlite.Ledger.disclosure", lambda *_: None)
    assert cases(approved) == ([], Counter({ERASED: 1}))
    monkeypatch.setattr("guard.workbench.impact.sealed.Measured", Path)
    assert cases(approved) == ([], Counter({UNMEASURED: 1}))
