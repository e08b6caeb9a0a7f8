"""The rules that come with guard, and facts for them: their examples, mixed and changed."""

import copy
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from guard.condition.types import ListOf, Struct, Type
from guard.errors import GuardError
from guard.examples import _facts
from guard.finding import Outcome, apply_rule
from guard.lowering.findings import RowOutcome
from guard.lowering.plan import environment_of
from guard.policy.choices import Choices
from guard.policy.compile import PolicySet, compile_policies
from guard.policy.library import Library, shipped
from tests.condition.random_facts import random_value

Facts = dict[str, Any]
Said = dict[tuple[int, str], tuple[str, frozenset[str]]]


def shipped_rules() -> PolicySet:
    """All packs that come with guard, together."""
    library = Library([shipped()])
    return compile_policies(library.closure(library.names()), library.lists(), Choices())


def examples(policies: PolicySet) -> Iterator[Facts]:
    """The facts of every example of every rule."""
    environment = environment_of(policies)
    for pack in policies.packs:
        for rule in pack.text.rule:
            for raw in rule.example:
                yield _facts(raw["given"], environment, pack.document, ())


def merged(one: Facts, other: Facts) -> Facts:
    """Both; where both have a fact, that of ``other``."""
    found = dict(one)
    for key, value in other.items():
        both = isinstance(value, dict) and isinstance(found.get(key), dict)
        found[key] = merged(found[key], value) if both else value
    return copy.deepcopy(found)


def changed(random: Random, facts: Facts, kinds: Mapping[str, Type], rate: float) -> Facts:
    """``facts`` with some left out, some put in, and some given another value."""
    found: Facts = {}
    for name, kind in kinds.items():
        roll = random.random()
        if name not in facts:
            if roll < rate / 8:
                found[name] = random_value(random, kind, 0.3)
        elif isinstance(kind, Struct):
            found[name] = changed(random, facts[name], kind.fields, rate)
        elif roll < rate / 2:
            continue
        elif roll < rate:
            found[name] = random_value(random, kind, 0.3)
        elif isinstance(kind, ListOf) and isinstance(inner := kind.element, Struct):
            found[name] = [changed(random, item, inner.fields, rate) for item in facts[name]]
        else:
            found[name] = facts[name]
    return found


def mutations(random: Random, policies: PolicySet, count: int) -> Iterator[Facts]:
    """Facts made of up to twelve examples each, then changed."""
    known = list(examples(policies))
    kinds = environment_of(policies)
    for _ in range(count):
        facts: Facts = {}
        for example in random.sample(known, random.randrange(1, 13)):
            facts = merged(facts, example)
        yield changed(random, facts, kinds, random.choice((0.0, 0.1, 0.3)))


def said(policies: PolicySet, rows: Sequence[Facts], today: dt.date) -> Said:
    """What ``guard check`` says of every row and rule; not what passed."""
    found: Said = {}
    for number, facts in enumerate(rows):
        for rule in policies.rules:
            place = (number, rule.text.id)
            try:
                finding = apply_rule(rule, policies, facts, today)
            except GuardError:
                found[place] = (RowOutcome.REFUSED, frozenset())
                continue
            if finding.outcome in (Outcome.FAIL, Outcome.UNKNOWN):
                found[place] = (finding.outcome.value, finding.missing)
    return found
