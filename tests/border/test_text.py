import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.border.text import plain

ANY = st.text(st.characters(codec=None, exclude_categories=()))


@given(ANY)
def test_nothing_that_acts_on_a_terminal_is_left(value: str) -> None:
    shown = plain(value)
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    shown.encode()  # a lone surrogate could not be printed at all


@given(ANY)
def test_what_is_shown_stays_as_it_is_when_shown_again(value: str) -> None:
    assert plain(plain(value, 10**6), 10**7) == plain(value, 10**6)


@given(st.text(st.characters(max_codepoint=0x24F, categories=("L", "N", "P", "S")), max_size=99))
def test_ordinary_european_text_is_left_alone(value: str) -> None:
    assert plain(value) == value


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("a\x1b[2Jb", "a\\u{1b}[2Jb"),
        ("\x9b31m", "\\u{9b}31m"),
        ("ok\u202egnp", "ok\\u{202e}gnp"),
        ("a\u2066b\u2069", "a\\u{2066}b\\u{2069}"),
        ("Zo\u200bom", "Zo\\u{200b}om"),
        ("one\ntwo\tthree\x7f", "one\\u{a}two\\u{9}three\\u{7f}"),
        ("one\u2028two", "one\\u{2028}two"),
        ("a\udc80b", "a\\u{dc80}b"),
        ("\U000e0041", "\\u{e0041}"),
        ("A\u3164B\ufe0f", "A\\u{3164}B\\u{fe0f}"),
        ("10\u00a0000\u3000£", "10 000 £"),
        ("Société Générale 東京 [/red]", "Société Générale 東京 [/red]"),
    ],
)
def test_hostile_text_becomes_visible(hostile: str, shown: str) -> None:
    assert plain(hostile) == shown


def test_long_text_is_cut_and_counted() -> None:
    assert plain("x" * 512, 500) == "x" * 500 + "…(+12 characters)"
    assert plain("x" * 500, 500) == "x" * 500


def test_the_cut_counts_characters_of_the_text_and_not_of_its_escapes() -> None:
    assert plain("\n" * 1_000_000, 2) == "\\u{a}\\u{a}…(+999998 characters)"
