"""What two versions of a rule have in common: all that a decision can depend on, side by side."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from guard.condition.reads import reads
from guard.condition.unparse import unparse
from guard.policy.choices import written
from guard.policy.compile import PolicySet, Rule
from guard.policy.model import Level

NOT_THERE = "not there"
"""What a version says that does not have the rule."""


class Kind(StrEnum):
    """How a rule differs between the two versions."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing, such as ``level`` or ``parameters.log_days``, that the versions have otherwise.

    ``before`` and ``after`` are as TOML has them; empty where one version does not have it.
    """

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule in both versions. ``reworded``: its words for people differ, whatever else does."""

    rule: str
    title: str
    kind: Kind
    level: Level
    differences: tuple[Difference, ...] = ()
    reworded: bool = False


def compare_rules(old: PolicySet, new: PolicySet) -> tuple[RuleChange, ...]:
    """Every rule of either version, in the order of the new one, those removed last."""
    before = {rule.text.id: rule for rule in old.rules}
    after = {rule.text.id: rule for rule in new.rules}
    kept = tuple(_change(before.get(name), rule, old, new) for name, rule in after.items())
    gone = (rule for name, rule in before.items() if name not in after)
    return (*kept, *(_only(rule, Kind.REMOVED) for rule in gone))


def _only(rule: Rule, kind: Kind) -> RuleChange:
    return RuleChange(rule.text.id, rule.text.title, kind, rule.level)


def _change(before: Rule | None, after: Rule, old: PolicySet, new: PolicySet) -> RuleChange:
    if before is None:
        return _only(after, Kind.ADDED)
    then, now = dict(_meaning(before, old)), dict(_meaning(after, new))
    differences = tuple(
        Difference(what, then.get(what, ""), now.get(what, ""))
        for what in dict.fromkeys([*then, *now])
        if then.get(what) != now.get(what)
    )
    kind = Kind.CHANGED if differences else Kind.SAME
    reworded = _words(before) != _words(after)
    return RuleChange(after.text.id, after.text.title, kind, after.level, differences, reworded)


def _words(rule: Rule) -> tuple[object, ...]:
    text = rule.text
    return (text.title, text.why, text.remedy, text.sign, text.source, text.basis, text.binds)


def _meaning(rule: Rule, policies: PolicySet) -> Iterator[tuple[str, str]]:
    """All that what the rule says can depend on, besides the facts: conditions without defines."""
    text = rule.text
    yield "when", unparse(rule.when.tree)
    yield "require", unparse(rule.require.tree)
    yield "level", rule.level.value
    yield "sign_off", ", ".join(text.sign_off)
    yield "points", str(text.points)
    yield "effective_from", _day(text.effective_from)
    yield "effective_until", _day(text.effective_until)
    for path in sorted(reads(rule.when.tree) | reads(rule.require.tree)):
        match path:
            case ("parameters", name, *_):
                yield f"parameters.{name}", written(rule.parameters[name])
            case ("lists", name, key, *_):
                yield from _listed(name, key, policies)
            case _:
                pass


def _listed(name: str, key: str, policies: PolicySet) -> Iterator[tuple[str, str]]:
    listed = policies.lists[name].text
    yield f"lists.{name}", f"{listed.valid_from} to {listed.valid_to}"
    yield f"lists.{name}.{key}", written(listed.values[key])


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
