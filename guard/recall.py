"""Rules answered once for each distinct combination of the facts that they read.

In a list, thousands of applications differ in name and spend, and most rules read neither: what
was found of one holds for all that are alike in what the rule reads.
"""

import datetime as dt
from collections.abc import Hashable, Mapping

from guard.condition.reads import reads
from guard.finding import Finding, apply_rule
from guard.policy.compile import PolicySet, Rule

_GIVEN = frozenset({"today", "parameters", "lists"})
"""What conditions read that is the same for all requests of one run."""


class Recall:
    """Applies the rules of ``policies`` on one date, and remembers what they answered."""

    def __init__(self, policies: PolicySet, today: dt.date) -> None:
        """Remember nothing yet."""
        self._policies = policies
        self._today = today
        self._rules = [(rule, _paths(rule)) for rule in policies.rules]
        self._answers: dict[Hashable, Finding] = {}

    def apply(self, facts: Mapping[str, object]) -> tuple[Finding, ...]:
        """One finding for each rule, the same as :func:`guard.finding.apply_rules` gives."""
        return tuple(
            self._answer(index, rule, paths, facts)
            for index, (rule, paths) in enumerate(self._rules)
        )

    def _answer(
        self,
        index: int,
        rule: Rule,
        paths: tuple[tuple[str, ...], ...],
        facts: Mapping[str, object],
    ) -> Finding:
        alike = (index, *(_frozen(_at(facts, path)) for path in paths))
        found = self._answers.get(alike)
        if found is None:
            found = apply_rule(rule, self._policies, facts, self._today)
            self._answers[alike] = found
        return found


def _paths(rule: Rule) -> tuple[tuple[str, ...], ...]:
    both = reads(rule.when.tree) | reads(rule.require.tree)
    return tuple(sorted(path for path in both if path[0] not in _GIVEN))


def _at(facts: object, path: tuple[str, ...]) -> object:
    for name in path:
        facts = facts.get(name) if isinstance(facts, Mapping) else None
    return facts


def _frozen(value: object) -> Hashable:
    """``value`` as a key: equal for equal values of the same type, and for nothing else."""
    match value:
        case Mapping():
            return tuple((name, _frozen(item)) for name, item in sorted(value.items()))
        case list():
            return (list, *(_frozen(item) for item in value))
        case _:
            return (type(value), value)
