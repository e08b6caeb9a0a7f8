"""Batches."""

from hypothesis import given
from hypothesis import strategies as st

from guard.spend.table import BATCH, numbered


@given(st.integers(0, 3 * BATCH + 1))
def test_batches_hold_every_row_once_and_in_order(count: int) -> None:
    batches = list(numbered((number, [str(number)]) for number in range(count)))
    assert [number for numbers, _ in batches for number in numbers] == list(range(count))
    assert [row for _, rows in batches for row in rows] == [[str(n)] for n in range(count)]
    assert all(len(numbers) == len(rows) <= BATCH for numbers, rows in batches)
