"""What a line gives beyond its cells."""

import pytest

from guard.errors import Place
from guard.spend.line import Line


def test_a_line_knows_its_place() -> None:
    assert Line("a.csv", 7).place == Place("a.csv", 7)


def test_extra_leaves_out_what_is_blank() -> None:
    assert Line(extra_names=("a", "b"), extra_values=("", "x")).extra == {"b": "x"}


@pytest.mark.parametrize(
    "supplier",
    ["REDACTED", "Redacted under DP Act", "REDACTED PERSONAL DATA", "Name withheld", "XXXXX"],
)
def test_a_name_that_was_taken_out_is_seen(supplier: str) -> None:
    assert Line(supplier=supplier).redacted


@pytest.mark.parametrize("supplier", ["XEROX", "XXL Sports", "", "Zoom"])
def test_other_names_are_not_taken_for_redacted(supplier: str) -> None:
    assert not Line(supplier=supplier).redacted
