"""Judging a request: rules applied, bypass weighed, the decision made. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from guard.bypass import Bands, Bypass, weigh
from guard.decision import Decision, decide
from guard.duties import asked_for_it
from guard.finding import Finding, apply_rules
from guard.gather import Known, text_at
from guard.policy.compile import PolicySet
from guard.waiver import Waiver


@dataclass(frozen=True, slots=True)
class Judged:
    """Everything computed of one request, and what it was computed from.

    ``waivers``: all about this application, also those that no longer hold. ``as_activated``:
    whether the policies are those that were activated in the ledger, if any were.
    """

    known: Known
    policies: PolicySet
    findings: tuple[Finding, ...]
    decision: Decision
    bypass: Bypass
    on: dt.date
    waivers: tuple[Waiver, ...] = ()
    as_activated: bool = True

    @property
    def waived(self) -> tuple[Finding, ...]:
        """The findings that a waiver sets aside."""
        return tuple(finding for finding in self.findings if finding.waived)


def judge(
    known: Known,
    policies: PolicySet,
    bands: Bands,
    on: dt.date,
    *,
    found: tuple[Finding, ...] | None = None,
    waivers: Iterable[Waiver] = (),
    as_activated: bool = True,
) -> Judged:
    """Apply the rules and decide. Pure, so that ``guard verify`` can do it again.

    ``found``: what the same rules say of these facts on this date, where that is at hand.
    """
    found = apply_rules(policies, known.values, on) if found is None else found
    name = text_at(known.values, "application", "name")
    about = tuple(waiver for waiver in waivers if waiver.concerns(known.entry, name))
    holding = {w.rule: w for w in about if w.holds(on) and not waived_by_requester(w, known)}
    findings = tuple(_set_aside(finding, holding) for finding in found) if holding else found
    signed, refused = signed_roles(known), refused_roles(known)
    decision = decide(findings, signed, refused, as_activated=as_activated)
    weighed = weigh(findings, bands)
    return Judged(known, policies, findings, decision, weighed, on, about, as_activated)


def waived_by_requester(waiver: Waiver, known: Known) -> bool:
    """Whether who asks for the purchase approved the waiver: then it does not count."""
    return asked_for_it(known.values, waiver.approver)


def _set_aside(finding: Finding, holding: Mapping[str, Waiver]) -> Finding:
    """``finding``, marked where it stands against the request and its rule is waived."""
    waiver = holding.get(finding.rule.text.id) if finding.counts else None
    return replace(finding, waiver=waiver) if waiver else finding


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
