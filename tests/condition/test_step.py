from copy import deepcopy

from guard.condition.step import NOTHING, UNKNOWN, Step


def test_unknown_is_one_value_and_reads_as_a_word() -> None:
    assert deepcopy(UNKNOWN) is UNKNOWN
    assert (str(UNKNOWN), repr(UNKNOWN)) == ("unknown", "UNKNOWN")


def test_a_step_misses_nothing_unless_it_says_so() -> None:
    assert Step("true", value=True).missing is NOTHING
