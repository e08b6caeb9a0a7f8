import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.decision import EXIT_CODE, Decision, Verdict, decide
from guard.finding import Finding, Outcome
from guard.policy.model import Level
from tests.making import finding

MADE = {
    (outcome, level, upcoming): finding(
        outcome, upcoming=upcoming, level=level.value, sign_off=["ciso", "siro"]
    )
    for outcome in Outcome
    for level in Level
    for upcoming in (False, True)
}


def verdict(*findings: Finding, signed: tuple[str, ...] = ()) -> str:
    return decide(findings, signed).verdict


@pytest.mark.parametrize(
    ("level", "failed", "unknown"),
    [
        (Level.BLOCK, "deny", "refer"),
        (Level.SIGN_OFF, "refer", "refer"),
        (Level.WARN, "permit", "permit"),
        (Level.INFO, "permit", "permit"),
    ],
)
def test_each_level_has_its_effect(level: Level, failed: str, unknown: str) -> None:
    assert verdict(MADE[Outcome.FAIL, level, False]) == failed
    assert verdict(MADE[Outcome.UNKNOWN, level, False]) == unknown
    assert verdict(MADE[Outcome.PASS, level, False]) == "permit"
    assert verdict(MADE[Outcome.NOT_APPLICABLE, level, False]) == "permit"


def test_a_block_that_fails_outweighs_all_else() -> None:
    decision = decide(MADE.values(), ["ciso", "siro"])
    assert decision.verdict is Verdict.DENY
    assert len(decision.blocking) == 1
    assert len(decision.undecided) == 2


@pytest.mark.parametrize(
    ("signed", "outstanding"),
    [((), ["ciso", "siro"]), (("ciso",), ["siro"]), (("siro", "ciso", "head-of-it"), [])],
)
def test_every_role_must_sign(signed: tuple[str, ...], outstanding: list[str]) -> None:
    decision = decide([MADE[Outcome.FAIL, Level.SIGN_OFF, False]], signed)
    assert [sign_off.role for sign_off in decision.outstanding] == outstanding
    assert decision.verdict == ("refer" if outstanding else "permit")


def test_no_signature_answers_what_is_unknown_or_lifts_a_block() -> None:
    signed = ("ciso", "siro")
    assert verdict(MADE[Outcome.UNKNOWN, Level.SIGN_OFF, False], signed=signed) == "refer"
    assert verdict(MADE[Outcome.FAIL, Level.BLOCK, False], signed=signed) == "deny"


def test_a_role_is_asked_once_for_all_its_rules() -> None:
    two = [finding(number=f"AA-0{n}", level="sign-off", sign_off=["ciso"]) for n in (1, 2)]
    (sign_off,) = decide(two, ()).sign_offs
    assert [each.rule.text.id for each in sign_off.findings] == ["AA-01", "AA-02"]


def test_exit_codes_are_those_promised_and_the_worst_comes_last() -> None:
    assert EXIT_CODE == {Verdict.PERMIT: 0, Verdict.REFER: 3, Verdict.DENY: 1}
    assert list(EXIT_CODE) == [Verdict.PERMIT, Verdict.REFER, Verdict.DENY]


FINDINGS = st.lists(st.sampled_from(list(MADE.values())), max_size=6)
SIGNED = st.sets(st.sampled_from(["ciso", "siro", "dpo"]))


@given(FINDINGS, SIGNED)
def test_upcoming_findings_never_count(findings: list[Finding], signed: set[str]) -> None:
    in_force = [each for each in findings if not each.upcoming]
    assert decide(findings, signed) == decide(in_force, signed)


@given(FINDINGS, SIGNED)
def test_a_permit_leaves_nothing_open(findings: list[Finding], signed: set[str]) -> None:
    decision: Decision = decide(findings, signed)
    serious = [
        each for each in findings if each.counts and each.rule.level in ("block", "sign-off")
    ]
    nothing_open = all(
        each.outcome is Outcome.FAIL
        and each.rule.level is Level.SIGN_OFF
        and signed.issuperset(each.rule.text.sign_off)
        for each in serious
    )
    assert (decision.verdict is Verdict.PERMIT) == nothing_open


def test_a_refusal_stands_even_where_nobody_asked() -> None:
    decision = decide([MADE[Outcome.PASS, Level.BLOCK, False]], (), ("siro",))
    assert decision.verdict == "refer"
    assert [(s.role, s.refused, s.given) for s in decision.outstanding] == [("siro", True, False)]


def test_rules_that_were_not_activated_permit_nothing_and_deny_as_ever() -> None:
    assert decide([], (), as_activated=False).verdict is Verdict.REFER
    assert decide([finding(level="block")], (), as_activated=False).verdict is Verdict.DENY
