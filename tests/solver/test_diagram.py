import operator
from itertools import product

import pytest

from guard.condition.step import UNKNOWN
from guard.solver.diagram import Diagrams, TooManyStepsError, choose, strict, tupled

KLEENE = {True: 2, UNKNOWN: 1, False: 0}


def three(diagrams: Diagrams, level: int) -> int:
    """A fact that is true, false or unknown."""
    leaves = tuple(diagrams.leaf(value) for value in (True, False, UNKNOWN))
    return diagrams.branch(level, leaves)


def test_equal_diagrams_are_one() -> None:
    diagrams = Diagrams(1_000)
    first, second = three(diagrams, 0), three(diagrams, 1)
    assert three(diagrams, 0) == first
    assert diagrams.join("&&", first, second) == diagrams.join("&&", second, first)
    assert diagrams.leaf(True) != diagrams.leaf(1)


def test_a_fact_that_makes_no_difference_is_left_out() -> None:
    diagrams = Diagrams(1_000)
    leaf = diagrams.leaf(7)
    assert diagrams.branch(0, (leaf, leaf)) == leaf


@pytest.mark.parametrize(("sign", "pick"), [("&&", min), ("||", max)])
def test_and_and_or_are_kleenes(sign: str, pick: object) -> None:
    diagrams = Diagrams(1_000)
    joined = diagrams.join(sign, three(diagrams, 0), three(diagrams, 1))
    values = (True, False, UNKNOWN)
    for (i, one), (j, other) in product(enumerate(values), enumerate(values)):
        wanted = min if pick is min else max
        rank = wanted(KLEENE[one], KLEENE[other])
        assert KLEENE[diagrams.follow(joined, (i, j))] == rank


def test_a_strict_function_is_unknown_where_an_operand_is() -> None:
    diagrams = Diagrams(1_000)
    number = diagrams.branch(0, tuple(map(diagrams.leaf, (1, 2, UNKNOWN))))
    more = diagrams.apply(">", strict(operator.gt), (number, diagrams.leaf(1)))
    assert [diagrams.follow(more, (i,)) for i in range(3)] == [False, True, UNKNOWN]


def test_a_choice_takes_its_side() -> None:
    assert choose(True, 1, 2) == 1
    assert choose(False, 1, 2) == 2
    assert choose(UNKNOWN, 1, 2) is UNKNOWN


def test_a_way_to_a_wanted_answer_is_found_or_not() -> None:
    diagrams = Diagrams(1_000)
    both = diagrams.apply("all", tupled, (three(diagrams, 0), three(diagrams, 1)))
    assert diagrams.path(both, lambda a: a == (False, True)) == ({0: 1, 1: 0}, (False, True))
    assert diagrams.path(both, lambda a: a == (False, 3)) is None


def test_work_beyond_the_limit_ends() -> None:
    diagrams = Diagrams(5)
    with pytest.raises(TooManyStepsError):
        diagrams.apply("all", tupled, (three(diagrams, 0), three(diagrams, 1)))
