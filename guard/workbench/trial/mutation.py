"""Which small changes to policies their examples would notice, and which not."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from guard.errors import GuardError
from guard.examples import DEFAULT_DATE, ReadyExample, read_examples
from guard.finding import apply_rule
from guard.policy.asking import asked, moment, outcome
from guard.policy.compile import PolicySet, Rule
from guard.solver.search import Beyond, Found, Nothing, Witness, find
from guard.workbench.trial.nearest import anew, varied
from guard.workbench.trial.units import Mutant, mutants


class Fate(StrEnum):
    """What became of a change."""

    NOTICED = "noticed"
    MISSED = "missed"
    EQUIVALENT = "equivalent"


@dataclass(frozen=True, slots=True)
class Trial:
    """One change on trial; of a missed one, the example that would notice, or why none is known."""

    mutant: Mutant
    fate: Fate
    remedy: str = ""


def try_changes(policies: PolicySet) -> Iterator[Trial]:
    """Make every small change, one at a time, and see whether an example notices.

    A change that no request can tell from the original, as far as the solver proves it, is
    equivalent: nobody could notice it, and it does not count.
    """
    examples: dict[str, list[ReadyExample]] = {}
    for pack in policies.packs:
        for example in read_examples(policies, pack):
            examples.setdefault(example.rule.text.id, []).append(example)
    last = Counter[str]()
    for mutant in mutants(policies):
        yield _try(mutant, policies, examples, last)


def _try(
    mutant: Mutant,
    policies: PolicySet,
    examples: dict[str, list[ReadyExample]],
    last: Counter[str],
) -> Trial:
    for old, new in sorted(mutant.rules, key=lambda pair: -last[pair[0].text.id]):
        if _noticed(new, mutant.policies, examples.get(old.text.id, ())):
            last[old.text.id] += 1  # who notices much is asked first
            return Trial(mutant, Fate.NOTICED)
    remedy = ""
    for old, new in mutant.rules:
        found = difference(old, policies, new, mutant.policies)
        if isinstance(found, Nothing):
            continue
        sides = (old, policies), (new, mutant.policies)
        best = varied(*sides, examples.get(old.text.id, ()))
        if best is None and isinstance(found, Witness):
            best = anew(sides[0], found)
        if best is not None:
            return Trial(mutant, Fate.MISSED, f"{best} ({old.text.id})")
        if isinstance(found, Beyond):
            remedy = f"whether it makes a difference was not found out: {found.why}"
    return Trial(mutant, Fate.MISSED, remedy) if remedy else Trial(mutant, Fate.EQUIVALENT)


def _noticed(rule: Rule, policies: PolicySet, examples: Iterable[ReadyExample]) -> bool:
    try:
        return any(
            example.noticed(apply_rule(rule, policies, example.facts, example.text.on))
            for example in examples
        )
    except GuardError:
        return True  # a calculation that leaves its range is noticed by everybody


def difference(old: Rule, before: PolicySet, new: Rule, after: PolicySet) -> Found:
    """A request of which the two rules say different things, or the proof that there is none."""
    if (apart := _first_apart(old, new)) is not None:
        return Witness({}, moment(apart), ())
    questions = [
        asked(condition, rule, policies)
        for rule, policies in ((old, before), (new, after))
        for condition in (rule.when, rule.require)
    ]
    return find(
        questions,
        lambda answers: outcome(*answers[:2]) != outcome(*answers[2:]),
        moment(DEFAULT_DATE),
    )


def _first_apart(old: Rule, new: Rule) -> dt.date | None:
    """The day on which one of two rules is in force and the other is not, if there is one."""
    first, other = old.text.effective_from, new.text.effective_from
    if first and other and first != other:
        return min(first, other)
    last, other = old.text.effective_until, new.text.effective_until
    return max(last, other) if last and other and last != other else None
