"""The rules applied to all applications of the lists: in this process, or by an engine."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, cast

from guard.border.text import plain
from guard.errors import Fault, GuardError
from guard.finding import Finding, Outcome, settled
from guard.gather import text_at
from guard.policy.compile import PolicySet
from guard.recall import Recall
from guard.seam import choose

if TYPE_CHECKING:  # imported by engines, and not needed without one
    from guard.lowering.answers import Answer, RowAnswers

Facts = Mapping[str, object]


class Applier(Protocol):
    """Whatever says what the rules say of rows of facts, one finding a rule, in their order."""

    def findings(self, rows: Sequence[Facts], /) -> Iterator[tuple[Finding, ...]]:
        """The findings of each row, in the order of ``rows``."""


class _Asked(Protocol):
    """Rules that an engine applied to a table."""

    def answers(self) -> "Iterator[RowAnswers]": ...


class _EngineModule(Protocol):
    """A file of ``guard/engines``."""

    def asked(
        self, policies: PolicySet, rows: Sequence[Facts], today: dt.date
    ) -> AbstractContextManager[_Asked]: ...


def applier(engine: str, policies: PolicySet, today: dt.date) -> Applier:
    """Who applies ``policies``: the engine of this name, or this process where it is empty.

    Raises:
        GuardError: there is no such engine, or it is not installed.
    """
    recall = Recall(policies, today)
    if not engine:
        return recall
    module = cast("_EngineModule", choose("engines", engine, "an engine"))
    return OnEngine(module, engine, policies, today)


class OnEngine:
    """Rules applied by an engine, to all rows at once.

    Outcomes and missing facts are the engine's. What led to a finding that is shown is told by
    the evaluator of single requests; if its answer is another, neither is taken.
    """

    def __init__(
        self, module: _EngineModule, name: str, policies: PolicySet, today: dt.date
    ) -> None:
        """Ask nothing yet."""
        self._module, self._name = module, name
        self._policies, self._today = policies, today
        self._recall = Recall(policies, today)

    def findings(self, rows: Sequence[Facts]) -> Iterator[tuple[Finding, ...]]:
        """The findings of each row.

        Raises:
            GuardError: the facts cannot be put before the engine; a calculation left its range;
                the engine and the evaluator differ, which is a fault of guard.
        """
        for number, (facts, answers) in enumerate(zip(rows, self._answers(rows), strict=True)):
            if len(answers) != len(self._policies.rules):
                raise GuardError(self._bug(f"answered {len(answers)} rules", number, facts))
            yield tuple(
                self._finding(index, answer, number, facts) for index, answer in enumerate(answers)
            )

    def _answers(self, rows: Sequence[Facts]) -> "list[list[Answer]]":
        """What each rule says of each row; the rules come in several parts."""
        found: list[list[Answer]] = [[] for _ in rows]
        if not rows:
            return found
        with self._module.asked(self._policies, rows, self._today) as asked:
            for (row,), answers in asked.answers():
                found[cast("int", row)].extend(answers)
        return found

    def _finding(self, index: int, answer: "Answer", number: int, facts: Facts) -> Finding:
        rule = self._policies.rules[index]
        if answer.outcome.value in (Outcome.PASS, Outcome.NOT_APPLICABLE):
            return settled(rule, Outcome(answer.outcome.value), self._today)
        told = self._recall.one(index, facts)  # refuses what the engine refused
        if (told.outcome.value, told.missing) != (answer.outcome.value, answer.missing):
            said = f"says {_said(answer.outcome.value, answer.missing)} of rule {rule.text.id}"
            other = f"where one request gives {_said(told.outcome.value, told.missing)}"
            raise GuardError(self._bug(f"{said}, {other}", number, facts))
        return told

    def _bug(self, what: str, number: int, facts: Facts) -> Fault:
        name = plain(text_at(facts, "application", "name"), 80)
        remedy = "this is a fault of guard: please report it, and audit without --engine"
        return Fault(f"row {number} ({name}): the engine {self._name} {what}", remedy)


def _said(outcome: str, missing: frozenset[str]) -> str:
    return f"{outcome} ({', '.join(sorted(missing))})" if missing else outcome
