import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.workbench.sharing.versions import rank
from tests.making import told

RISING = [
    *("0.9", "1.0-alpha", "1.0-alpha.1", "1.0-alpha.2", "1.0-alpha.11", "1.0-beta", "1.0-rc1"),
    *("1.0", "1.0.1", "1.2", "1.11", "v2", "2026.2", "2026.11"),
]


def test_versions_rise_as_people_mean_them_to() -> None:
    ranks = [rank(version) for version in RISING]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


@pytest.mark.parametrize("same", [("1", "1.0"), ("v1.2", "1.2.0"), ("2026.01", "2026.1")])
def test_some_ways_to_write_a_version_mean_the_same(same: tuple[str, str]) -> None:
    assert rank(same[0]) == rank(same[1])


@pytest.mark.parametrize("text", ["", "next", "1.", "1..2", "1_0", "-1", "²", "1" * 10, "1 "])
def test_what_has_no_order_is_refused(text: str) -> None:
    assert "number it" in told(lambda: rank(text))


@given(st.lists(st.integers(0, 10**9 - 1), min_size=1, max_size=8), st.integers(0, 7))
def test_a_larger_number_anywhere_is_a_later_version(numbers: list[int], at: int) -> None:
    at %= len(numbers)
    numbers[at] = min(numbers[at], 10**9 - 2)
    larger = [*numbers[:at], numbers[at] + 1, *numbers[at + 1 :]]
    assert rank(".".join(map(str, numbers))) < rank(".".join(map(str, larger)))
