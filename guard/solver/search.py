"""Looking for a request that answers conditions as wanted, or proving that there is none."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final, TypeAlias

from guard.condition.evaluator import OutOfRangeError
from guard.solver.compiling import Compiler, Facts, UnsupportedError
from guard.solver.diagram import Diagrams, TooManyStepsError, tupled
from guard.solver.domain import domain_of
from guard.solver.question import Key, Question
from guard.solver.terms import number
from guard.solver.uses import Collector
from guard.solver.writing import written

STEPS: Final = 200_000
"""Steps that one search may take: about half a second."""

LONGEST: Final = 20
"""The most items with which a list is tried."""

Answers: TypeAlias = tuple[object, ...]
"""What each question answers: ``True``, ``False`` or UNKNOWN."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A request that answers as wanted: nested ``facts``, unknown where absent, and the date.

    ``facts`` are as :func:`guard.condition.evaluator.evaluate` takes them, without ``today`` and
    without what was fixed. Facts that make no difference are left out.
    """

    facts: dict[str, Any]
    today: dt.datetime
    answers: Answers


@dataclass(frozen=True, slots=True)
class Nothing:
    """Proved: no request answers as wanted (calculations that leave their range set aside)."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """Not found, and not proved either; ``why`` says which limit was met."""

    why: str


Found: TypeAlias = Witness | Nothing | Beyond


def find(
    questions: Sequence[Question],
    wanted: Callable[[Answers], bool],
    today: dt.datetime,
    steps: int = STEPS,
) -> Found:
    """Find facts for which the answers of ``questions``, side by side, are ``wanted``.

    All questions are asked of the same facts, on the same day; each may have constants of its
    own, so that two versions of a policy can be held against each other. Dates are whole days.

    Args:
        questions: at least one.
        wanted: called with one answer for each question: True, False or UNKNOWN.
        today: the date tried first, where the questions do not fix one.
        steps: how much work may be done before giving up.

    Raises:
        ValueError: there is no question.
    """
    if not questions:
        raise ValueError("there is nothing to ask")
    # A request is most often found with short lists, and on the day that is given.
    on_the_day = [_on(question, today) for question in questions]
    found = _tried(on_the_day, wanted, today, steps, 1)
    if not isinstance(found, Witness):
        found = _tried(on_the_day, wanted, today, steps, LONGEST)
    if isinstance(found, Nothing):
        found = _tried(questions, wanted, today, steps, LONGEST)
    return found


def values(questions: Sequence[Question], today: dt.datetime) -> Mapping[Key, tuple[object, ...]]:
    """The values with which each fact that ``questions`` read is tried, when it is known.

    In a key, ITEM stands for any place in a list. Dates are chosen around ``today``.
    """
    collector = Collector()
    for question in questions:
        collector.add(_on(question, today))
    return domain_of(collector.uses, number(today) or Decimal(0), LONGEST).values


def _on(question: Question, today: dt.datetime) -> Question:
    return replace(question, constants={"today": today} | dict(question.constants))


def _tried(
    questions: Sequence[Question],
    wanted: Callable[[Answers], bool],
    today: dt.datetime,
    steps: int,
    longest: int,
) -> Found:
    collector = Collector()
    for question in questions:
        collector.add(question)
    uses = collector.uses
    domain = domain_of(uses, number(today) or Decimal(0), longest)
    diagrams = Diagrams(steps)
    facts = Facts(diagrams, uses, domain)
    try:
        parts = tuple(Compiler(facts, question).whole() for question in questions)
        whole = diagrams.apply("all", tupled, parts)
    except TooManyStepsError:
        return Beyond(f"more than {steps:,} steps")
    except UnsupportedError:
        return Beyond("a search of a list that is made up of facts")
    except (OutOfRangeError, OverflowError):
        return Beyond("a calculation that leaves its range")
    path = diagrams.path(whole, wanted)
    if path is None:
        return Beyond("; ".join(uses.doubts)) if uses.doubts else Nothing()
    branches, answers = path
    chosen = {
        facts.variables[level].key: facts.variables[level].values[branch]
        for level, branch in branches.items()
    }
    day = chosen.pop(("today",), today)
    return Witness(written(chosen, uses), day if isinstance(day, dt.datetime) else today, answers)
