"""Judging a request: rules applied, bypass weighed, the decision made. Pure."""

import datetime as dt
from dataclasses import dataclass

from guard.bypass import Bands, Bypass, weigh
from guard.decision import Decision, decide
from guard.finding import Finding, apply_rules
from guard.gather import Known
from guard.policy.compile import PolicySet


@dataclass(frozen=True, slots=True)
class Judged:
    """Everything computed of one request, and what it was computed from."""

    known: Known
    policies: PolicySet
    findings: tuple[Finding, ...]
    decision: Decision
    bypass: Bypass
    on: dt.date


def judge(known: Known, policies: PolicySet, bands: Bands, on: dt.date) -> Judged:
    """Apply the rules and decide. Pure, so that ``guard verify`` can do it again."""
    findings = apply_rules(policies, known.values, on)
    decision = decide(findings, signed_roles(known), refused_roles(known))
    return Judged(known, policies, findings, decision, weigh(findings, bands), on)


def signed_roles(known: Known) -> frozenset[str]:
    """The roles whose approval of this very request is in force, and not refused since."""
    return frozenset(role for role, yes in _said_last(known).items() if yes)


def refused_roles(known: Known) -> tuple[str, ...]:
    """The roles that refused this very request, and did not approve it since."""
    return tuple(role for role, yes in _said_last(known).items() if not yes)


def _said_last(known: Known) -> dict[str, bool]:
    """Whether each role that answered this very request said yes when it last did."""
    approvals = known.values.get("approvals", [])
    said: dict[str, bool] = {}
    for approval in approvals if isinstance(approvals, list) else []:  # oldest first
        if approval["for_this_request"] and approval["state"] == "in-force":
            said[str(approval["role"])] = approval["decision"] != "refuse"
    return said
