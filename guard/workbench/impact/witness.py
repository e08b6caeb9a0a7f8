"""With no data at all: a request that two versions of a rule answer differently, or that none is.

A search gives facts, which the evaluator then decides again by both versions; a proof is the
solver's, within its limits (:mod:`guard.solver.search`).
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from guard.condition.checker import compile_condition
from guard.condition.types import Timestamp
from guard.condition.unparse import unparse
from guard.decision import Verdict, decide
from guard.finding import Finding, apply_rules
from guard.policy.asking import asked, moment, outcome
from guard.policy.compile import PolicySet, Rule
from guard.policy.model import Level
from guard.solver.question import Question
from guard.solver.search import Answers, Beyond, Nothing, Witness, find
from guard.workbench.impact.meaning import NOT_THERE, Kind, RuleChange

_UPCOMING: Final = "upcoming"


class Answer(StrEnum):
    """What is known of the requests that there could be."""

    DECIDED_OTHERWISE = "decided-otherwise"
    SAID_OTHERWISE = "said-otherwise"
    """Another answer of a rule, and the same decision: a pass instead of not applicable."""
    THE_SAME = "the-same"
    """Proved: no request is decided otherwise."""
    NOT_PROVED = "not-proved"


@dataclass(frozen=True, slots=True)
class Example:
    """A request that the versions answer otherwise: nested facts, on a day, and what is said.

    ``before`` and ``after``: what the rule says; ``verdict_before``, ``verdict_after``: what all
    policies together say of these facts alone.
    """

    facts: Mapping[str, Any]
    on: dt.date
    before: str
    after: str
    verdict_before: Verdict
    verdict_after: Verdict


@dataclass(frozen=True, slots=True)
class Searched:
    """What was found for one rule; ``why`` says which limit of the search was met, if one was."""

    rule: str
    answer: Answer
    example: Example | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Side:
    """One version of a rule as questions: when, require, and whether it is in force."""

    rule: Rule | None
    policies: PolicySet

    def questions(self, on: dt.date) -> list[Question]:
        """Four questions, and none where the rule is not there; dates before ``on`` are past."""
        if self.rule is None:
            return []
        text = self.rule.text
        begun = _since(text.effective_from or on)
        over = _since(text.effective_until + dt.timedelta(days=1) if text.effective_until else None)
        both = [
            asked(each, self.rule, self.policies) for each in (self.rule.when, self.rule.require)
        ]
        return [*both, begun, over]

    def says(self, answers: Answers) -> str:
        """What the rule says, by the answers to its questions."""
        if self.rule is None:
            return NOT_THERE
        when, require, begun, over = answers
        if begun is not True:
            return _UPCOMING
        return "not-applicable" if over is True else outcome(when, require)

    @property
    def decides(self) -> tuple[object, ...]:
        """What each answer that counts does to a decision."""
        return (self.weight("fail"), self.weight("unknown"))

    def weight(self, said: str) -> tuple[object, ...]:
        """What that does to a decision: nothing, or all that it depends on."""
        if self.rule is None or said not in ("fail", "unknown"):
            return ()
        text = self.rule.text
        if self.rule.level in (Level.BLOCK, Level.SIGN_OFF):
            signs = text.sign_off if self.rule.level is Level.SIGN_OFF and said == "fail" else []
            return (said, self.rule.level, tuple(signs), text.points)
        return (said, text.points) if text.points else ()


def search(
    changes: Iterable[RuleChange], old: PolicySet, new: PolicySet, on: dt.date
) -> tuple[Searched, ...]:
    """What is known of each rule that does not mean the same in both versions.

    Requests of ``on`` are tried first, then those of any later day.
    """
    before = {rule.text.id: rule for rule in old.rules}
    after = {rule.text.id: rule for rule in new.rules}
    return tuple(
        _searched(
            change.rule,
            _Side(before.get(change.rule), old),
            _Side(after.get(change.rule), new),
            on,
        )
        for change in changes
        if change.kind is not Kind.SAME
    )


def _searched(name: str, old: _Side, new: _Side, on: dt.date) -> Searched:
    doubts: dict[Answer, str] = {}
    for answer, differ in _wanted(old, new):
        found = _find(old, new, on, differ)
        doubts.pop(answer, None)
        match found:
            case Witness():
                example = _example(found.facts, found.today.date(), old, new, name)
                if differ(example.before, example.after):
                    return Searched(name, answer, _lean(example, old, new, name))
                doubts[answer] = "what was found is not so: please report this"
            case Beyond(why):
                doubts[answer] = why
            case Nothing():
                pass
    if Answer.DECIDED_OTHERWISE in doubts and _alike(old, new, on):
        return Searched(name, Answer.THE_SAME)
    proved = Answer.DECIDED_OTHERWISE not in doubts
    answer = Answer.THE_SAME if proved else Answer.NOT_PROVED
    return Searched(name, answer, None, "; ".join(dict.fromkeys(doubts.values())))


def _alike(old: _Side, new: _Side, on: dt.date) -> bool:
    """Whether each condition by itself is proved to answer the same, where both were too much."""
    ours, theirs = old.questions(on), new.questions(on)
    if not ours or not theirs or old.decides != new.decides:
        return False
    return all(_equal(*both, on) for both in zip(ours, theirs, strict=True))


def _equal(one: Question, other: Question, on: dt.date) -> bool:
    same_words = unparse(one.condition.tree) == unparse(other.condition.tree)
    if same_words and (one.constants, one.spans) == (other.constants, other.spans):
        return True

    def wanted(answers: Answers) -> bool:
        before, after, later = answers
        return later is True and before is not after

    return isinstance(find([one, other, _since(on)], wanted, moment(on)), Nothing)


def _wanted(old: _Side, new: _Side) -> Iterator[tuple[Answer, Callable[[str, str], bool]]]:
    """What to look for, the most telling first: clear answers, any decision, any words."""

    def decided(before: str, after: str) -> bool:
        return old.weight(before) != new.weight(after)

    def clearly(before: str, after: str) -> bool:
        return decided(before, after) and "unknown" not in (before, after)

    def said(before: str, after: str) -> bool:
        return before != after and NOT_THERE not in (before, after)

    yield Answer.DECIDED_OTHERWISE, clearly
    yield Answer.DECIDED_OTHERWISE, decided
    yield Answer.SAID_OTHERWISE, said


def _find(
    old: _Side, new: _Side, on: dt.date, differ: Callable[[str, str], bool]
) -> Witness | Nothing | Beyond:
    ours, theirs = old.questions(on), new.questions(on)

    def wanted(answers: Answers) -> bool:
        said, later = answers[:-1], answers[-1]
        before, after = old.says(said[: len(ours)]), new.says(said[len(ours) :])
        return later is True and differ(before, after)

    return find([*ours, *theirs, _since(on)], wanted, moment(on))


def _since(day: dt.date | None) -> Question:
    """Whether it is ``day`` or later; never, without one."""
    source = f'today >= timestamp("{day.isoformat()}T00:00:00Z")' if day else "false"
    return Question(compile_condition(source, {"today": Timestamp()}, {}))


def _example(facts: Mapping[str, Any], on: dt.date, old: _Side, new: _Side, name: str) -> Example:
    """The request decided by the evaluator, which alone has the say."""
    before, after = (apply_rules(side.policies, facts, on) for side in (old, new))
    verdicts = decide(before, ()).verdict, decide(after, ()).verdict
    return Example(facts, on, _says(before, name), _says(after, name), *verdicts)


def _lean(example: Example, old: _Side, new: _Side, name: str) -> Example:
    """``example`` without the facts that both versions can do without and say the same."""
    for path in list(_leaves(example.facts)):
        tried = _example(_without(example.facts, path), example.on, old, new, name)
        if replace(tried, facts=example.facts) == example:
            example = tried
    return example


def _leaves(facts: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in facts.items():
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, (*above, key))
        else:
            yield (*above, key)


def _without(facts: Mapping[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    first, *rest = path
    left = {key: value for key, value in facts.items() if key != first}
    inner = _without(facts[first], tuple(rest)) if rest else {}
    return {**left, first: inner} if inner else left


def _says(findings: Iterable[Finding], name: str) -> str:
    for finding in findings:
        if finding.rule.text.id == name:
            return _UPCOMING if finding.upcoming else finding.outcome.value
    return NOT_THERE
