from typing import Any

import pytest

from guard.record.cells import Unsound, as_blob, as_text, as_whole


@pytest.mark.parametrize(
    ("read", "value"),
    [(as_text, 1), (as_text, None), (as_blob, 1.5), (as_blob, "x"), (as_whole, b"1")],
)
def test_values_of_another_kind_are_refused(read: Any, value: object) -> None:
    with pytest.raises(Unsound, match="as something else"):
        read(value)


def test_values_are_read_as_what_they_are() -> None:
    assert (as_whole(7), as_blob(b"x"), as_text("x"), as_text(b"x")) == (7, b"x", "x", "x")


def test_damaged_text_stays_visible() -> None:
    assert as_text(b"\xff") == "\\xff"
