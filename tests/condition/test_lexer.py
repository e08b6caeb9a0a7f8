import pytest

from guard.condition.lexer import tokens
from guard.condition.problem import ConditionError


def cut(source: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokens(source)][:-1]


def test_cuts_words_signs_and_numbers() -> None:
    assert cut("a.b>=-1.5e3") == [
        ("word", "a"),
        ("sign", "."),
        ("word", "b"),
        ("sign", ">="),
        ("sign", "-"),
        ("double", "1.5e3"),
    ]


def test_a_number_before_a_dot_and_a_name_is_an_int() -> None:
    assert cut("1.a") == [("int", "1"), ("sign", "."), ("word", "a")]


@pytest.mark.parametrize(
    "text",
    ['"a\\"b"', "'a\"b'", "'''a'b\nc'''", '"""a"b"""', 'r"\\"', "R'''\\'''", '""', "''"],
)
def test_a_quoted_text_is_one_token(text: str) -> None:
    assert cut(text) == [("string", text)]


def test_spaces_and_comments_are_left_out() -> None:
    assert cut("a // b && c\n\t|| d") == [("word", "a"), ("sign", "||"), ("word", "d")]


def test_two_slashes_inside_a_text_are_no_comment() -> None:
    assert cut('"https://a"') == [("string", '"https://a"')]


def test_offsets_are_into_the_source() -> None:
    token = tokens("a  bc")[1]
    assert (token.start, token.end) == (3, 5)


def test_the_last_token_is_the_end() -> None:
    assert tokens("a ")[-1].kind == "end"


@pytest.mark.parametrize(
    ("source", "remedy"),
    [
        ("a = 1", "write =="),
        ("a & b", "write &&"),
        ("a | b", "write ||"),
        ('"a', "close the text"),
        ('"a\nb"', "close the text"),
        ("\u201ca\u201d", "straight quotes"),
        ("a; b", "remove it"),
    ],
)
def test_a_stray_character_says_what_to_do(source: str, remedy: str) -> None:
    with pytest.raises(ConditionError) as caught:
        tokens(source)
    assert remedy in caught.value.problems[0].remedy


def test_an_unseen_character_is_shown() -> None:
    with pytest.raises(ConditionError) as caught:
        tokens("a \u202e b")
    assert "\\u202e" in caught.value.problems[0].reason
