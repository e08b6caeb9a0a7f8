"""guard against a reference implementation of CEL; see :mod:`tests.condition.oracle`."""

import pytest

pytest.importorskip("cel_expr_python")

from tests.condition import oracle


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_conditions_have_the_answers_of_the_reference(seed: int) -> None:
    tally = oracle.run(count=1_000, seed=seed)
    assert tally.disagreements == []
    assert tally.agreements == 2 * tally.conditions == 2_000
    assert tally.unknown == tally.filled > 300
    assert tally.out_of_range > 5
