"""Live approvals assessed again: policies, waivers, registers and dates that changed since."""

import datetime as dt
import json
from pathlib import Path

import pytest
import rfc8785

from guard.assessment import Bench, prepare
from guard.decision import Verdict
from guard.history.standing import Standing
from guard.overview.recheck import Rechecked, recheck, worst
from guard.settings import load
from tests.making import TODAY, rule
from tests.office import BOSS, CISO, Office

REQUEST = """\
request = { id = "R-1" }
requester = { name = "Alex Doe", email = "alex.doe@council.example" }
application = { name = { value = "Example Sketches", source = "web site", by = "Kim" } }
supplier = { legal_name = "Example Sketches Ltd", country = "GB" }
data = { personal = { value = true, source = "form", on = 2026-11-01 } }
contract = { value = { amount = 480.50, currency = "GBP" }, period = { endDate = 2027-11-30 } }
evidence = [{ kind = "iso-27001", expires = { value = 2027-06-30, source = "the certificate" } }]
"""


@pytest.fixture
def approved(office: Office) -> Office:
    office.write("request.toml", REQUEST)
    office.approved()
    return office


def bench(office: Office, on: dt.date = TODAY) -> Bench:
    return prepare(load(office.folder / "guard.toml", Path.cwd()), on)


def found(office: Office, on: dt.date = TODAY) -> Rechecked:
    (one,) = recheck(bench(office, on))
    return one


def more(office: Office, **keys: object) -> None:
    """Add a rule to the policy in use."""
    policy = office.folder / "policies" / "small.toml"
    policy.write_text(policy.read_text() + rule("SML-03", **keys))


def test_what_has_not_changed_is_still_permitted(approved: Office) -> None:
    one = found(approved)
    assert (one.request, one.application, one.record) == ("R-1", "Example Sketches", 1)
    assert (one.standing, one.then, one.now) == (
        *(Standing.APPROVED, Verdict.PERMIT),
        Verdict.PERMIT,
    )
    assert (one.why, one.changed, one.older, one.next, one.exit_code) == ("", (), (), "", 0)


def test_a_new_question_refers_it(approved: Office) -> None:
    more(approved, require='identity.mfa_users == "enforced"', when="data.personal")
    one = found(approved)
    assert one.now is Verdict.REFER, "nobody has answered that yet"
    assert [(each.rule, each.then, each.now) for each in one.changed] == [
        ("SML-03", "", "unknown (block)")
    ]
    assert one.older == ("small 1: changed since",)


def test_a_new_requirement_denies_it(approved: Office) -> None:
    more(approved, require="false", remedy="Buy the plan with SSO.")
    one = found(approved)
    assert (one.now, one.exit_code) == (Verdict.DENY, 1)
    assert [(each.rule, each.now) for each in one.changed] == [("SML-03", "fail (block)")]
    assert one.next == "Buy the plan with SSO. (SML-03)"


def test_a_rule_that_is_stricter_now_says_what_it_was(approved: Office) -> None:
    approved.edit("policies/small.toml", '== \\"GB\\"', '== \\"FR\\"')
    approved.edit("policies/small.toml", '"pass"', '"fail"')
    approved.edit("policies/small.toml", 'version = "1"', 'version = "2"')
    one = found(approved)
    assert [(each.rule, each.then, each.now) for each in one.changed] == [
        ("SML-01", "pass (block)", "fail (block)")
    ]
    assert one.older == ("small 1: now 2",)
    assert one.next.startswith("Do it.")


def test_a_role_that_must_sign_now_is_asked(approved: Office) -> None:
    more(approved, level="sign-off", sign_off=["siro"], require="false")
    one = found(approved)
    assert (one.now, one.exit_code) == (Verdict.REFER, 3)
    assert [each.rule for each in one.changed] == ["SML-03"]
    assert "guard approve REQUEST --role siro" in one.next


def test_another_policy_is_new_and_the_old_one_no_longer_in_use(approved: Office) -> None:
    text = (approved.folder / "policies" / "small.toml").read_text()
    approved.write("policies/other.toml", text.replace('id = "small"', 'id = "other"'))
    approved.edit("guard.toml", 'use = ["small"]', 'use = ["other"]')
    assert found(approved).older == ("small 1: no longer in use", "other 1: new")


def test_overdue_conditions_are_not_permitted(office: Office) -> None:
    office.write("request.toml", REQUEST)
    condition = ("--condition", "Switch on MFA; it-desk; 2026-12-15")
    assert office.guard("approve", "request.toml", *BOSS, *condition).code == 0
    assert office.guard("approve", "request.toml", *CISO).code == 0
    assert found(office).exit_code == 0
    one = found(office, dt.date(2026, 12, 16))
    assert (one.standing, one.now, one.exit_code) == (
        *(Standing.CONDITIONS_OVERDUE, Verdict.REFER),
        3,
    )
    assert one.next == "let it-desk do what was due on 2026-12-15: Switch on MFA"


def test_what_has_ended_is_renewed_or_revoked(approved: Office) -> None:
    one = found(approved, dt.date(2027, 7, 1))
    assert (one.standing, one.exit_code) == (Standing.EXPIRED, 3)
    assert "guard renew REQUEST --of 0" in one.next
    assert "guard revoke 0" in one.next
    assert approved.guard("revoke", "1", "--reason", "Not used", *CISO).code == 0
    assert list(recheck(bench(approved))) == []


def test_in_emergency_use_nobody_has_decided_yet(office: Office) -> None:
    until = ("--review-by", "2026-12-01", "--reason", "Flood")
    assert office.guard("emergency", "request.toml", *until, *BOSS).code == 0
    one = found(office)
    assert (one.then, one.now, one.record, one.exit_code) == (None, Verdict.REFER, 0, 3)
    assert "guard approve REQUEST --role head-of-it" in one.next
    assert [each.then for each in one.changed] == [""]
    over = found(office, dt.date(2026, 12, 2))
    assert over.standing is Standing.REVIEW_OVERDUE
    assert "guard revoke 0" in over.next


def test_a_waiver_given_since_counts(approved: Office) -> None:
    more(approved, sign_off=["ciso"], require="false")
    assert found(approved).now is Verdict.DENY
    said = ("--measure", "None", "--reason", "For now", "--until", "2026-12-31")
    assert approved.guard("waive", "request.toml", "--rule", "SML-03", *said, *CISO).code == 0
    assert found(approved).now is Verdict.PERMIT
    later = found(approved, dt.date(2027, 1, 1))
    assert (later.now, [each.rule for each in later.changed]) == (Verdict.DENY, ["SML-03"])


def test_what_is_no_longer_disclosed_is_not_known(
    approved: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = bench(approved)
    monkeypatch.setattr(ready.history.records, "disclosure", lambda _name: None)
    (one,) = recheck(ready)
    assert (one.now, one.exit_code) == (None, 3)
    assert one.why == "its private values are no longer disclosed"
    assert "guard check REQUEST" in one.next


def test_a_request_that_is_not_in_the_ledger_is_not_known(
    approved: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = bench(approved)
    monkeypatch.setattr(ready.history.records, "document", lambda _sha256: None)
    (one,) = recheck(ready)
    assert (one.now, one.why) == (None, "its request is no longer in the ledger")


def test_a_request_that_guard_would_not_read_today_is_not_known(
    approved: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = bench(approved)
    whole = ready.history.records.document  # type: ignore[union-attr]

    def changed(sha256: str) -> bytes:
        found = json.loads(whole(sha256) or b"{}")
        facts = found.get("facts", {})
        return rfc8785.dumps({"facts": facts | {"colour": {"name": "red"}}})

    monkeypatch.setattr(ready.history.records, "document", changed)
    monkeypatch.setattr("guard.overview.recheck._outcomes", lambda *_: {})
    (one,) = recheck(ready)
    assert one.now is None
    assert one.why.startswith("its request does not fit today's questions: ")


def test_the_worst_answer_is_that_of_all(approved: Office) -> None:
    good = found(approved)
    referred = found(approved, dt.date(2027, 7, 1))
    more(approved, require="false")
    denied = found(approved)
    assert worst(()) == 0
    assert worst((good, good)) == 0
    assert worst((good, referred)) == 3
    assert worst((referred, denied, good)) == 1
