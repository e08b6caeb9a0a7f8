"""Rules answered once for each distinct combination of the facts that they read.

In a list, thousands of applications differ in name and spend, and most rules read neither: what
was found of one holds for all that are alike in what the rule reads.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from operator import itemgetter

from guard.condition.reads import reads
from guard.finding import Finding, apply_given, given
from guard.policy.compile import PolicySet, Rule

_GIVEN = frozenset({"today", "parameters", "lists"})
"""What conditions read that is the same for all requests of one run."""


class Recall:
    """Applies the rules of ``policies`` on one date, and remembers what they answered."""

    def __init__(self, policies: PolicySet, today: dt.date) -> None:
        """Remember nothing yet."""
        self._today = today
        self._given = given(policies, today)
        read = [_paths(rule) for rule in policies.rules]
        paths = tuple(dict.fromkeys(path for paths in read for path in paths))
        at = {path: index for index, path in enumerate(paths)}
        self._none = [_frozen(None)] * len(paths)
        self._groups: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        for (group, *rest), index in at.items():
            self._groups.setdefault(group, []).append((index, tuple(rest)))
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
        return tuple(
            answers.get(read(seen)) or self._worked_out(index, facts, seen)
            for index, (_, read, answers) in enumerate(self._rules)
        )

    def one(self, index: int, facts: Mapping[str, object]) -> Finding:
        """What the rule at ``index`` says."""
        seen = self._seen(facts)
        _, read, answers = self._rules[index]
        return answers.get(read(seen)) or self._worked_out(index, facts, seen)

    def _seen(self, facts: Mapping[str, object]) -> list[Hashable]:
        """Each fact that some rule reads, looked up once, however many read it."""
        seen = self._none.copy()
        for group, paths in self._groups.items():
            inside = facts.get(group)
            if inside is not None:  # most groups are absent, and with them most facts
                for index, path in paths:
                    seen[index] = _frozen(_at(inside, path))
        return seen

    def _worked_out(self, index: int, facts: Mapping[str, object], seen: list[Hashable]) -> Finding:
        rule, read, answers = self._rules[index]
        found = answers[read(seen)] = apply_given(rule, facts, self._given, self._today)
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
