import pytest

from guard.errors import Fault, Place
from guard.workbench.lint.remark import Linted, Remark, Weight, note, refused, warning

ERROR = refused(Fault("a", "b"))
WARNING = warning("x", "a", "b", Place())
NOTE = note("x", "a", "b", Place())


@pytest.mark.parametrize(
    ("remarks", "clean", "strictly"),
    [((), True, True), ((NOTE,), True, True), ((WARNING,), True, False), ((ERROR,), False, False)],
)
def test_what_counts_depends_on_how_strict_one_is(
    remarks: tuple[Remark, ...], clean: bool, strictly: bool
) -> None:
    linted = Linted(remarks, {}, 1, 1)
    assert linted.clean(strict=False) is clean
    assert linted.clean(strict=True) is strictly
    assert sum(linted.count(weight) for weight in Weight) == len(remarks)
