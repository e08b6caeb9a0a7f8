import datetime as dt
from typing import Any

import pytest

from guard.bypass import Bands
from guard.gather import Known, State
from guard.judgement import Judged, judge, signed_roles
from guard.waiver import Waiver
from tests.making import TODAY, policies, rule
from tests.test_waiver import waiver


def approval(role: str = "ciso", **changes: Any) -> dict[str, object]:
    standing = {"decision": "approve", "state": "in-force", "for_this_request": True}
    return {"role": role} | standing | changes


def known(*approvals: dict[str, object], **facts: object) -> Known:
    return Known(facts | {"approvals": list(approvals)}, {}, State.UNKNOWN, "", (), ())


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, True),
        ({"decision": "approve-with-conditions"}, True),
        ({"decision": "refuse"}, False),
        ({"state": "expired"}, False),
        ({"state": "revoked"}, False),
        ({"for_this_request": False}, False),
    ],
)
def test_only_an_approval_in_force_of_this_request_signs(
    changes: dict[str, Any], *, counts: bool
) -> None:
    assert signed_roles(known(approval(**changes))) == ({"ciso"} if counts else set())


def test_the_last_word_of_a_role_counts() -> None:
    yes, no = approval(), approval(decision="refuse")
    assert signed_roles(known(yes, no)) == set()
    assert signed_roles(known(no, yes)) == {"ciso"}
    assert signed_roles(known(yes, approval("siro", decision="refuse"))) == {"ciso"}
    assert signed_roles(known(yes, approval(decision="refuse", for_this_request=False))) == {"ciso"}


def test_without_approvals_nobody_has_signed() -> None:
    assert signed_roles(Known({}, {}, State.UNKNOWN, "", (), ())) == set()


def test_a_request_is_judged_by_rules_signatures_and_signals() -> None:
    compiled = policies(
        rule("AA-01", level="sign-off", sign_off=["ciso"]),
        rule("AA-02", level="info", points=70, sign="it is so"),
    )
    facts = known(approval(), data={"personal": False})
    judged = judge(facts, compiled, Bands(), TODAY)
    assert [finding.outcome for finding in judged.findings] == ["fail", "fail"]
    assert judged.decision.verdict == "permit"
    assert judged.bypass.band == "bypass"
    assert judge(facts, compiled, Bands(), TODAY) == judged


def waived(facts: Known, *waivers: Waiver) -> Judged:
    compiled = policies(
        rule("AA-01"),
        rule("AA-02", level="info", points=70, sign="it is so"),
        rule("AA-03", require="data.records > 5"),
    )
    return judge(facts, compiled, Bands(), TODAY, waivers=waivers)


def test_what_is_waived_is_marked_and_does_not_count() -> None:
    facts = known(application={"name": "Forms"}, data={"personal": False})
    without = waived(facts)
    assert (without.decision.verdict, without.bypass.points) == ("deny", 70)
    judged = waived(facts, waiver(), waiver(rule="AA-02"), waiver(rule="AA-03"))
    assert judged.decision.verdict == "permit"
    assert [f.outcome for f in judged.findings] == [f.outcome for f in without.findings]
    assert [f.rule.text.id for f in judged.waived] == ["AA-01", "AA-02", "AA-03"]
    assert (judged.bypass.points, judged.bypass.band) == (0, "not-checked")


def test_what_stands_is_not_waived() -> None:
    facts = known(application={"name": "Forms"}, data={"personal": True, "records": 9})
    judged = waived(facts, waiver())
    assert judged.waived == ()
    assert judged.waivers == (waiver(),)


@pytest.mark.parametrize(
    "changes",
    [
        {"application": "Sheets"},
        {"rule": "AA-09"},
        {"expires": TODAY - dt.timedelta(days=1)},
        {"approver": "Alex Doe <alex.doe@council.example>"},
    ],
)
def test_a_waiver_of_another_thing_or_over_or_ones_own_does_nothing(
    changes: dict[str, Any],
) -> None:
    facts = known(
        application={"name": "Forms"},
        requester={"email": "alex.doe@council.example"},
        data={"personal": False, "records": 9},
    )
    assert waived(facts, waiver(**changes)).decision.verdict == "deny"
    assert waived(facts, waiver(), waiver(rule="AA-02")).decision.verdict == "permit"
