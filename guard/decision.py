"""The decision: computed from findings and from the approvals given, never by a person."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from guard.finding import Finding, Outcome
from guard.policy.model import Level


class Verdict(StrEnum):
    """What is computed of a request; a person's approval is another thing with other words."""

    PERMIT = "permit"
    REFER = "refer"
    DENY = "deny"


EXIT_CODE = {Verdict.PERMIT: 0, Verdict.REFER: 3, Verdict.DENY: 1}
"""The exit code of a command whose answer is this verdict; of several, the last in this order."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """A role that must sign, for which findings, and what it said.

    No finding at all: nobody asked the role, and it refused all the same.
    """

    role: str
    findings: tuple[Finding, ...]
    given: bool
    refused: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict and what led to it: what blocks, what is undecided, who must sign."""

    verdict: Verdict
    blocking: tuple[Finding, ...]
    undecided: tuple[Finding, ...]
    sign_offs: tuple[SignOff, ...]

    @property
    def outstanding(self) -> tuple[SignOff, ...]:
        """The sign-offs still to be given."""
        return tuple(sign_off for sign_off in self.sign_offs if not sign_off.given)


def decide(
    findings: Iterable[Finding],
    signed: Collection[str],
    refused: Collection[str] = (),
    *,
    as_activated: bool = True,
) -> Decision:
    """Compute the verdict.

    Args:
        findings: one for each rule.
        signed: the roles whose approval of this very request is in force.
        refused: the roles that refused it, asked or not; their "no" stands until they sign.
        as_activated: whether the rules are those that count; by others nothing is permitted.
    """
    counting = [finding for finding in findings if finding.counts]
    failed = [finding for finding in counting if finding.outcome is Outcome.FAIL]
    blocking = tuple(finding for finding in failed if finding.rule.level is Level.BLOCK)
    undecided = tuple(
        finding
        for finding in counting
        if finding.outcome is Outcome.UNKNOWN
        and finding.rule.level in (Level.BLOCK, Level.SIGN_OFF)
    )
    sign_offs = _sign_offs(failed, signed, refused)
    verdict = _verdict(blocking, undecided, sign_offs)
    if verdict is Verdict.PERMIT and not as_activated:
        verdict = Verdict.REFER
    return Decision(verdict, blocking, undecided, sign_offs)


def _sign_offs(
    failed: Iterable[Finding], signed: Collection[str], refused: Collection[str]
) -> tuple[SignOff, ...]:
    asked: dict[str, list[Finding]] = {}
    for finding in failed:
        if finding.rule.level is Level.SIGN_OFF:
            for role in finding.rule.text.sign_off:
                asked.setdefault(role, []).append(finding)
    for role in sorted(refused):
        asked.setdefault(role, [])
    return tuple(
        SignOff(role, tuple(found), role in signed, role in refused)
        for role, found in asked.items()
    )


def _verdict(
    blocking: tuple[Finding, ...],
    undecided: tuple[Finding, ...],
    sign_offs: tuple[SignOff, ...],
) -> Verdict:
    if blocking:
        return Verdict.DENY
    if undecided or not all(sign_off.given for sign_off in sign_offs):
        return Verdict.REFER
    return Verdict.PERMIT
