from typing import Any

import pytest

from guard.bypass import Bands
from guard.gather import Known, State
from guard.judgement import judge, signed_roles
from tests.making import TODAY, policies, rule


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
