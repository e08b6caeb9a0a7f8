import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from guard.errors import GuardError
from guard.record import canonical

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "weird"])
def test_rfc8785_vectors(vectors: Path, name: str) -> None:
    given_text = (vectors / "rfc8785" / "input" / f"{name}.json").read_text(encoding="utf-8")
    expected = (vectors / "rfc8785" / "output" / f"{name}.json").read_bytes()
    value = json.loads(given_text, parse_float=lambda text: int(float(text)))  # one says 56.0
    assert canonical.write(value) == expected
    if name != "structures":
        assert canonical.read(expected) == value


def test_the_vector_with_keys_f_and_capital_f_is_refused(vectors: Path) -> None:
    text = (vectors / "rfc8785" / "output" / "structures.json").read_bytes()
    with pytest.raises(GuardError, match="twice but for capitals"):
        canonical.read(text)


def test_the_vector_with_fractions_is_refused(vectors: Path) -> None:
    text = (vectors / "rfc8785" / "output" / "values.json").read_bytes()
    with pytest.raises(GuardError, match="only whole numbers"):
        canonical.read(text)


def distinct_keys(value: Any) -> bool:
    """Whether no object in ``value`` has keys that differ only by case."""
    if isinstance(value, dict):
        folded = {key.casefold() for key in value}
        return len(folded) == len(value) and all(map(distinct_keys, value.values()))
    return not isinstance(value, list) or all(map(distinct_keys, value))


@given(values.filter(distinct_keys))
def test_what_is_written_reads_back(value: object) -> None:
    assert canonical.read(canonical.write(value)) == value


@given(values, st.data())
def test_one_meaning_has_one_spelling(value: object, data: st.DataObject) -> None:
    spelled = canonical.write(value)
    place = data.draw(st.integers(0, len(spelled)))
    spaced = spelled[:place] + b" " + spelled[place:]
    with suppress(GuardError):
        assert canonical.read(spaced) != value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b'{"decision":"REJECTED","decision":"APPROVED"}', "same key twice"),
        (b'{"Decision":"APPROVED","decision":"REJECTED"}', "twice but for capitals"),
        (b'{"b":1,"a":2}', "not in canonical form"),
        (b'{"a": 1}', "not in canonical form"),
        (b'"\\u0041"', "not in canonical form"),
        (b"1.0", "only whole numbers"),
        (b"1e3", "only whole numbers"),
        (b"NaN", "only whole numbers"),
        (b"-Infinity", "only whole numbers"),
        (b"-0", "not in canonical form"),
        (b"9007199254740993", "beyond 2\\^53"),
        (b"9" * 5000, "not JSON"),
        (b'"\xff"', "not UTF-8"),
        (b"\xef\xbb\xbf1", "not JSON"),
        (b'"\\ud800"', "cannot be written"),
        (b"", "not JSON"),
        (b"[1]x", "not JSON"),
        (b"[" * 100_000, "nested deeper"),
        (b'{"a":' * 65 + b"1" + b"}" * 65, "nested deeper"),
    ],
)
def test_what_parsers_read_differently_is_refused(text: bytes, why: str) -> None:
    with pytest.raises(GuardError, match=why) as caught:
        canonical.read(text)
    assert all(fault.remedy for fault in caught.value.faults)


@pytest.mark.parametrize("text", [b"[" * 64 + b"]" * 64, b"[" + b",".join([b"[]"] * 99) + b"]"])
def test_what_is_just_deep_enough_is_read(text: bytes) -> None:
    assert canonical.write(canonical.read(text)) == text


def test_brackets_inside_strings_do_not_nest() -> None:
    assert canonical.read(b'"' + b"[" * 100 + b'\\""') == "[" * 100 + '"'


def test_too_long_is_refused_before_parsing() -> None:
    with pytest.raises(GuardError, match="at most 4 are read"):
        canonical.read(b'"abc"', limit=4)
    assert canonical.read(b'"ab"', limit=4) == "ab"


@pytest.mark.parametrize("value", [1.5, float("nan"), 2**53, {"a": [2.0]}, {1: 2}, object(), b"x"])
def test_only_plain_values_are_written(value: object) -> None:
    with pytest.raises(GuardError):
        canonical.write(value)


def test_an_unclosed_string_of_escapes_is_refused_at_once() -> None:
    with pytest.raises(GuardError, match="not JSON"):
        canonical.read(b'"' + b'\\"' * 1_000_000)


def test_values_that_nest_without_end_are_refused() -> None:
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(GuardError, match="cannot be written"):
        canonical.write(endless)


@given(values)
def test_the_library_agrees(value: Any) -> None:
    assert canonical.write(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [{1: "x"}, {"x": object()}, b"x", {"x": {2: 3}}, "\ud800"])
def test_what_is_no_json_is_refused(value: object) -> None:
    with pytest.raises(GuardError, match="cannot be written"):
        canonical.write(value)
