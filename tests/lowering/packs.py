"""The rules that come with guard, and facts for them: their examples, mixed and changed."""

import copy
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any, Protocol

from guard.condition.types import ListOf, Struct, Type
from guard.errors import GuardError
from guard.examples import read_examples
from guard.finding import Outcome, apply_rule
from guard.lowering.answers import Answer, RowAnswers
from guard.lowering.findings import RowOutcome
from guard.lowering.plan import Plan, environment_of
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
    for pack in policies.packs:
        for example in read_examples(policies, pack):
            yield dict(example.facts)


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


def all_said(policies: PolicySet, rows: Sequence[Facts], today: dt.date) -> Said:
    """What ``guard check`` says of every row and rule."""
    found: Said = {}
    for number, facts in enumerate(rows):
        for rule in policies.rules:
            try:
                finding = apply_rule(rule, policies, facts, today)
            except GuardError:
                found[number, rule.text.id] = (RowOutcome.REFUSED, frozenset())
            else:
                found[number, rule.text.id] = (finding.outcome.value, finding.missing)
    return found


def said(policies: PolicySet, rows: Sequence[Facts], today: dt.date) -> Said:
    """The same, but for what passed or does not apply."""
    quiet = (Outcome.PASS, Outcome.NOT_APPLICABLE)
    everything = all_said(policies, rows, today)
    return {place: answer for place, answer in everything.items() if answer[0] not in quiet}


class Asked(Protocol):
    """Rules that an engine applied to a table."""

    @property
    def plans(self) -> tuple[Plan, ...]: ...
    def answers(self) -> Iterator[RowAnswers]: ...


def answers_of(applied: Asked) -> Said:
    """What an engine says of every row and rule; a row's rules come in the order of the plans."""
    rules = [rule.rule.text.id for plan in applied.plans for rule in plan.rules]
    answers: dict[int, list[Answer]] = {}
    for (row,), some in applied.answers():
        assert isinstance(row, int)
        answers.setdefault(row, []).extend(some)
    return {
        (row, rule): (answer.outcome.value, answer.missing)
        for row, each in answers.items()
        for rule, answer in zip(rules, each, strict=True)
    }
