"""Applying rules to facts. Pure: facts, rules and a date go in, findings come out."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from guard.condition.evaluator import evaluate
from guard.condition.reasons import Seen, deciding
from guard.condition.step import UNKNOWN, Step
from guard.errors import Fault, GuardError
from guard.policy.compile import PolicySet, Rule
from guard.waiver import Waiver

MIDNIGHT = dt.time(tzinfo=dt.UTC)


class Outcome(StrEnum):
    """One rule's answer."""

    PASS = "pass"  # noqa: S105 (not a password)
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of one request.

    ``seen`` holds the facts that decided; ``missing`` the paths of absent facts that could still
    change the outcome (empty unless unknown). An ``upcoming`` finding, and one set aside by a
    ``waiver``, is shown and never counts.
    """

    rule: Rule
    outcome: Outcome
    seen: tuple[Seen, ...]
    missing: frozenset[str]
    upcoming: bool
    when: Step
    require: Step | None
    waiver: Waiver | None = None

    @property
    def ask_first(self) -> frozenset[str]:
        """The missing facts to ask for now: whether a rule applies comes before what it asks."""
        return self.when.missing & self.missing or self.missing

    @property
    def counts(self) -> bool:
        """Whether the finding stands against the request: failed or undecided, and in force."""
        open_ = self.outcome in (Outcome.FAIL, Outcome.UNKNOWN)
        return open_ and not self.upcoming and not self.waived

    @property
    def waived(self) -> bool:
        """Whether the rule is set aside for this application."""
        return self.waiver is not None


def apply_rules(
    policies: PolicySet, facts: Mapping[str, object], today: dt.date
) -> tuple[Finding, ...]:
    """One finding for each rule, in the rules' order.

    Args:
        policies: compiled rules with the dated lists they use.
        facts: nested facts, absent = unknown, dates as midnight UTC (``guard.gather``).
        today: the date of decision; lists out of date at it are unknown.
    """
    scope = dict(facts) | given(policies, today)
    return tuple(_apply(rule, scope, today) for rule in policies.rules)


def apply_rule(
    rule: Rule, policies: PolicySet, facts: Mapping[str, object], today: dt.date
) -> Finding:
    """What one rule of ``policies`` says; otherwise as :func:`apply_rules`."""
    return apply_given(rule, facts, given(policies, today), today)


def apply_given(
    rule: Rule, facts: Mapping[str, object], known: Mapping[str, object], today: dt.date
) -> Finding:
    """The same, where ``known`` is what :func:`given` gives, worked out once for many facts."""
    return _apply(rule, dict(facts) | dict(known), today)


def given(policies: PolicySet, today: dt.date) -> dict[str, object]:
    """The date and the dated lists as conditions read them; a list out of date is absent."""
    lists = {
        name: _ready(listed.text.values)
        for name, listed in policies.lists.items()
        if listed.text.live(today)
    }
    return {"today": dt.datetime.combine(today, MIDNIGHT), "lists": lists}


def _apply(rule: Rule, scope: Mapping[str, object], today: dt.date) -> Finding:
    try:
        return _answer(rule, scope, today)
    except GuardError as error:
        # A calculation left its range: the request is refused, never quietly passed.
        faults = (Fault(f"rule {rule.text.id}: {f.what}", f.remedy) for f in error.faults)
        raise GuardError(*faults) from None


def _answer(rule: Rule, scope: Mapping[str, object], today: dt.date) -> Finding:
    text = rule.text
    upcoming = is_upcoming(rule, today)
    facts = dict(scope) | {"parameters": _ready(rule.parameters)}
    when = evaluate(rule.when, facts)
    lapsed = text.effective_until is not None and today > text.effective_until
    if lapsed or when.value is False:
        seen = () if lapsed else deciding(when)
        return Finding(rule, Outcome.NOT_APPLICABLE, seen, frozenset(), upcoming, when, None)
    require = evaluate(rule.require, facts)
    return Finding(rule, *_outcome(when, require), upcoming, when, require)


def is_upcoming(rule: Rule, today: dt.date) -> bool:
    """Whether ``rule`` is not yet in force."""
    return rule.text.effective_from is not None and today < rule.text.effective_from


def settled(rule: Rule, outcome: Outcome, today: dt.date) -> Finding:
    """What was found elsewhere and stands against nothing: passed or not applicable, unreasoned."""
    applies = outcome is Outcome.PASS
    when = Step(rule.when.tree, applies)
    require = Step(rule.require.tree, value=True) if applies else None
    return Finding(rule, outcome, (), frozenset(), is_upcoming(rule, today), when, require)


def _outcome(when: Step, require: Step) -> tuple[Outcome, tuple[Seen, ...], frozenset[str]]:
    """The rule holds if it does not apply or is met: Kleene's ``!when || require``."""
    if require.value is True:
        return Outcome.PASS, deciding(require), frozenset()
    if when.value is UNKNOWN or require.value is UNKNOWN:
        return Outcome.UNKNOWN, (), when.missing | require.missing
    return Outcome.FAIL, deciding(require), frozenset()


def _ready(values: Mapping[str, object]) -> dict[str, object]:
    """Constants as conditions read them: dates become midnight UTC."""
    return {key: _instant(value) for key, value in values.items()}


def _instant(value: object) -> object:
    return dt.datetime.combine(value, MIDNIGHT) if isinstance(value, dt.date) else value


def missing_facts(findings: Iterable[Finding]) -> Mapping[str, tuple[Finding, ...]]:
    """The absent facts that matter, each with the findings that wait for it."""
    waiting: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.counts:
            for path in sorted(finding.missing):
                waiting.setdefault(path, []).append(finding)
    return {path: tuple(found) for path, found in waiting.items()}
