import pytest

from tests.condition import textproto


def test_fields_repeat_and_nest() -> None:
    read = textproto.read('a: 1 b { c: "x" } # no\nb: < c: "y" "z" > a: -2')
    assert read == {"a": ["1", "-2"], "b": [{"c": ["x"]}, {"c": ["yz"]}]}


@pytest.mark.parametrize(
    ("written", "text"),
    [(r'"\303\251"', "é"), (r"'\'\"'", "'\""), (r'"\\u00e9"', "\\u00e9"), ('"é"', "é")],
)
def test_escapes_are_those_of_bytes(written: str, text: str) -> None:
    assert textproto.read(f"a: {written}") == {"a": [text]}


def test_a_name_in_brackets_is_a_field() -> None:
    assert textproto.read("v { [a.b/c.D] { s: 1 } }") == {"v": [{"[a.b/c.D]": [{"s": ["1"]}]}]}
