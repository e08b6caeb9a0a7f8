"""Decision diagrams: what a condition answers, by the values of the facts that it reads.

A diagram is a number: a leaf with a value, or a branching on one fact, with one diagram for
each value that the fact may have. Equal diagrams have equal numbers, so two conditions that
answer alike for all values are found to be the same by looking at two numbers.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import repeat
from typing import Any, Final

from guard.condition.step import UNKNOWN

LEAF: Final = 1_000_000
"""The level of a leaf: below that of every fact."""


class TooManyStepsError(Exception):
    """The diagrams grew beyond the number of steps that was allowed."""


class Diagrams:
    """Makes diagrams, each once; ``limit`` is how many steps all of it may take."""

    def __init__(self, limit: int) -> None:
        """Begin without any."""
        self._levels: list[int] = []
        self._branches: list[tuple[int, ...]] = []
        self._values: list[Any] = []
        self._known: dict[Hashable, int] = {}
        self._memo: dict[str, dict[tuple[int, ...], int]] = {}
        self._left = limit

    def leaf(self, value: Any) -> int:
        """The diagram that answers ``value`` (hashable) whatever the facts."""
        return self._one((type(value), value), LEAF, (), value)

    def branch(self, level: int, branches: tuple[int, ...]) -> int:
        """The diagram that goes on as ``branches[i]`` for the i-th value of fact ``level``.

        All of ``branches`` must be below ``level``; where they do not differ, the fact is left out.
        """
        first = branches[0]
        if all(one == first for one in branches):
            return first
        return self._one((level, branches), level, branches, None)

    def apply(self, name: str, function: Callable[..., Any], operands: tuple[int, ...]) -> int:
        """The diagram of ``function`` over the answers of ``operands``.

        What was found is kept under ``name``, which must always stand for the same function.
        """
        memo = self._memo.setdefault(name, {})
        levels = self._levels

        def answer(these: tuple[int, ...]) -> int:
            if (found := memo.get(these)) is not None:
                return found
            level = min([levels[one] for one in these])
            if level == LEAF:
                made = self.leaf(function(*[self._values[one] for one in these]))
            else:
                made = self.branch(level, tuple(map(answer, self._split(these, level))))
            memo[these] = made
            return made

        return answer(operands)

    def join(self, operator: str, left: int, right: int) -> int:
        """The diagram of ``left && right``, or of ``left || right``, by Kleene's rules."""
        memo = self._memo.setdefault(operator, {})
        settled, idle = self.leaf(operator == "||"), self.leaf(operator == "&&")
        levels = self._levels

        def answer(these: tuple[int, ...]) -> int:
            one, other = these
            if settled in these:
                return settled
            if one in (other, idle):
                return other
            if other == idle:
                return one
            these = (one, other) if one < other else (other, one)
            found = memo.get(these)
            if found is None:
                # Two leaves that differ, and neither of which settles it, do not get here.
                level = min(levels[one], levels[other])
                found = self.branch(level, tuple(map(answer, self._split(these, level))))
                memo[these] = found
            return found

        return answer((left, right))

    def _split(self, these: tuple[int, ...], level: int) -> Iterable[tuple[int, ...]]:
        """``these`` diagrams for each value of the fact at ``level``."""
        rows = [self._branches[one] if self._levels[one] == level else None for one in these]
        width = next(len(row) for row in rows if row is not None)
        self._left -= width
        if self._left < 0:
            raise TooManyStepsError
        filled = (repeat(one) if row is None else row for row, one in zip(rows, these, strict=True))
        return zip(*filled, strict=False)

    def path(
        self, diagram: int, wanted: Callable[[Any], bool]
    ) -> tuple[dict[int, int], Any] | None:
        """The branch to take at each level so as to reach a leaf that is ``wanted``, if any is.

        With it comes the value of that leaf.
        """
        dead: set[int] = set()

        def walk(one: int) -> tuple[dict[int, int], Any] | None:
            level = self._levels[one]
            if level == LEAF:
                return ({}, self._values[one]) if wanted(self._values[one]) else None
            for index, branch in enumerate(self._branches[one]):
                if branch not in dead and (found := walk(branch)) is not None:
                    found[0][level] = index
                    return found
            dead.add(one)
            return None

        return walk(diagram)

    def follow(self, diagram: int, branches: Sequence[int]) -> Any:
        """The answer of ``diagram`` where the fact at each level takes that branch."""
        while self._levels[diagram] != LEAF:
            diagram = self._branches[diagram][branches[self._levels[diagram]]]
        return self._values[diagram]

    def _one(self, key: Hashable, level: int, branches: tuple[int, ...], value: Any) -> int:
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self._levels)
            self._levels.append(level)
            self._branches.append(branches)
            self._values.append(value)
        return found


def strict(function: Callable[..., Any]) -> Callable[..., Any]:
    """``function``, unknown where one of what it is given is unknown."""

    def guarded(*values: Any) -> Any:
        return UNKNOWN if any(value is UNKNOWN for value in values) else function(*values)

    return guarded


def choose(condition: object, then: object, otherwise: object) -> object:
    """``condition ? then : otherwise``, unknown where the condition is."""
    return UNKNOWN if condition is UNKNOWN else then if condition else otherwise


def tupled(*values: object) -> Sequence[object]:
    """All answers side by side."""
    return values
