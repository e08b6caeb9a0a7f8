"""Rules answered once for each distinct combination of the facts that they read.

In a list, thousands of applications differ in name and spend, and most rules read neither: what
was found of one holds for all that are alike in what the rule reads.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from operator import itemgetter

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
        read = [_paths(rule) for rule in policies.rules]
        self._paths = tuple(dict.fromkeys(path for paths in read for path in paths))
        at = {path: index for index, path in enumerate(self._paths)}
        self._rules = [
            (rule, _picks([at[path] for path in paths]), dict[Hashable, Finding]())
            for rule, paths in zip(policies.rules, read, strict=True)
        ]

    def findings(self, rows: Iterable[Mapping[str, object]]) -> Iterator[tuple[Finding, ...]]:
        """For the facts of each row, what :meth:`apply` gives."""
        return map(self.apply, rows)

    def apply(self, facts: Mapping[str, object]) -> tuple[Finding, ...]:
        """One finding for each rule, the same as :func:`guard.finding.apply_rules` gives."""
        seen = self._seen(facts)
        return tuple(self._answer(index, facts, seen) for index in range(len(self._rules)))

    def one(self, index: int, facts: Mapping[str, object]) -> Finding:
        """What the rule at ``index`` says."""
        return self._answer(index, facts, self._seen(facts))

    def _seen(self, facts: Mapping[str, object]) -> list[Hashable]:
        """Each fact that some rule reads, looked up once, however many read it."""
        return [_frozen(_at(facts, path)) for path in self._paths]

    def _answer(self, index: int, facts: Mapping[str, object], seen: list[Hashable]) -> Finding:
        rule, read, answers = self._rules[index]
        alike = read(seen)
        found = answers.get(alike)
        if found is None:
            found = answers[alike] = apply_rule(rule, self._policies, facts, self._today)
        return found


def _picks(indexes: list[int]) -> Callable[[list[Hashable]], Hashable]:
    """What gives the values at ``indexes``."""
    return itemgetter(*indexes) if indexes else lambda _values: ()


def _paths(rule: Rule) -> tuple[tuple[str, ...], ...]:
    both = reads(rule.when.tree) | reads(rule.require.tree)
    return tuple(sorted(path for path in both if path[0] not in _GIVEN))


def _at(facts: object, path: tuple[str, ...]) -> object:
    for name in path:
        if facts is None:
            return None
        facts = facts.get(name) if isinstance(facts, (dict, Mapping)) else None
    return facts


def _frozen(value: object) -> Hashable:
    """``value`` as a key: equal for equal values of the same type, and for nothing else."""
    match value:
        case None | str() | int():  # most by far, and quickly told
            return (type(value), value)
        case list():
            return (list, *(_frozen(item) for item in value))
        case Mapping():
            return tuple((name, _frozen(item)) for name, item in sorted(value.items()))
        case _:
            return (type(value), value)
