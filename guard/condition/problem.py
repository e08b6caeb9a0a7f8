"""What is wrong with a condition, and where in its text."""

from collections.abc import Sequence
from dataclasses import dataclass

from guard.errors import Fault, GuardError, Place


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a condition.

    ``line`` and ``column`` count from 1 inside the text of the condition, or of the
    definition whose header is ``within``; both are 0 where no place is to blame.
    """

    reason: str
    remedy: str
    line: int = 0
    column: int = 0
    within: str = ""


class ConditionError(GuardError):
    """A condition cannot be used; ``problems`` holds all that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Carry ``problems``, at least one."""
        self.problems = tuple(problems)
        super().__init__(
            *(Fault(problem.reason, problem.remedy, _place(problem)) for problem in self.problems)
        )


def problem_at(source: str, offset: int, reason: str, remedy: str, within: str = "") -> Problem:
    """Make the problem at ``offset`` (from 0) of ``source``."""
    before = source[:offset]
    line = before.count("\n") + 1
    column = offset - (before.rfind("\n") + 1) + 1
    return Problem(reason, remedy, line, column, within)


def _place(problem: Problem) -> Place:
    return Place(line=problem.line, column=problem.column, path=problem.within)
