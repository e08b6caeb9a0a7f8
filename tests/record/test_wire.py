import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guard.errors import GuardError
from guard.record import wire


@given(st.lists(st.binary()))
def test_strings_read_back(parts: list[bytes]) -> None:
    reader = wire.Reader(wire.string(*parts))
    assert [reader.string() for _ in parts] == parts
    reader.end()


@given(st.integers(1, 2**600))
@example(128)
def test_positive_numbers_read_back(value: int) -> None:
    assert wire.Reader(wire.string(wire.positive(value))).positive() == value


@pytest.mark.parametrize("raw", [b"", b"\0", b"\xff", b"\x80", b"\0\x7f", b"\0\0\x80"])
def test_zero_negative_and_padded_numbers_are_refused(raw: bytes) -> None:
    with pytest.raises(GuardError, match="malformed"):
        wire.Reader(wire.string(raw)).positive()


@given(st.lists(st.binary(), min_size=1), st.data())
def test_a_cut_is_noticed(parts: list[bytes], data: st.DataObject) -> None:
    whole = wire.string(*parts)
    reader = wire.Reader(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(GuardError, match="cut short"):
        [reader.string() for _ in parts]


def test_what_is_left_over_is_refused() -> None:
    with pytest.raises(GuardError, match="trailing"):
        wire.Reader(b"x").end()


def test_names_are_ascii() -> None:
    with pytest.raises(GuardError, match="ASCII"):
        wire.Reader(wire.string("ä".encode())).text()
