from copy import deepcopy

from guard.condition.step import NOTHING, UNKNOWN, Step
from guard.condition.tree import Literal


def test_unknown_is_one_value_and_reads_as_a_word() -> None:
    assert deepcopy(UNKNOWN) is UNKNOWN
    assert (str(UNKNOWN), repr(UNKNOWN)) == ("unknown", "UNKNOWN")


def test_a_step_misses_nothing_unless_it_says_so() -> None:
    assert Step(Literal((0, 4), value=True), value=True).missing is NOTHING
