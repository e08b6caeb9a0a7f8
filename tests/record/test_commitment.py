import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.errors import GuardError
from guard.record import canonical
from guard.record.commitment import conceal, hidden, new_secret, read, reveal, write

SECRET = b"s" * 32
DOCUMENT = {"facts": {"requester": {"email": "a@b.example", "team": "Parks"}}, "list": [{"x": 1}]}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


def test_a_value_is_hidden_and_opened_again() -> None:
    shown, openings = conceal(DOCUMENT, ["facts.requester.email"], SECRET)
    text = json.dumps(shown)
    assert "a@b.example" not in text
    assert "Parks" in text
    assert hidden(shown)
    assert not hidden(DOCUMENT)
    assert reveal(shown, openings) == DOCUMENT
    assert reveal(shown, {}) == shown


@given(VALUES, st.sampled_from(["a", "*", "a.*", "*.b", "a.b.c"]))
def test_whatever_is_hidden_comes_back(value: Any, path: str) -> None:
    document = {"a": value, "b": [value, {"b": value}]}
    shown, openings = conceal(document, [path], SECRET)
    assert reveal(shown, openings) == document
    assert read(write(openings, SECRET)) == (openings, SECRET)


def test_a_commitment_is_checked_with_any_tool() -> None:
    shown, openings = conceal(DOCUMENT, ["facts.requester.email"], SECRET)
    commitment = shown["facts"]["requester"]["email"]
    salt, path, value = openings[commitment]
    assert path == "facts.requester.email"
    plain = f'["{salt}","{path}","{value}"]'
    assert commitment == "sha256:" + hashlib.sha256(plain.encode()).hexdigest()


def test_the_same_secret_gives_the_same_text_and_another_does_not() -> None:
    first, _ = conceal(DOCUMENT, ["facts.requester.email"], SECRET)
    assert conceal(DOCUMENT, ["facts.requester.email"], SECRET)[0] == first
    assert conceal(DOCUMENT, ["facts.requester.email"], new_secret())[0] != first


def test_the_same_value_in_two_places_does_not_look_alike() -> None:
    document = {"a": {"n": "Kim"}, "b": {"n": "Kim"}}
    shown, _ = conceal(document, ["*.n"], SECRET)
    assert shown["a"]["n"] != shown["b"]["n"]


def test_what_is_not_there_is_not_hidden() -> None:
    for path in ("facts.requester.name", "facts.nothing.at.all", "list.x", "list.*.y"):
        assert conceal(DOCUMENT, [path], SECRET) == (DOCUMENT, {})
    assert conceal({"a": None}, ["a"], SECRET) == ({"a": None}, {})


def test_an_opening_of_another_value_is_refused() -> None:
    shown, openings = conceal(DOCUMENT, ["facts.requester.email"], SECRET)
    (commitment,) = openings
    salt, path, _ = openings[commitment]
    for forged in ((salt, path, "c@d.example"), ("00" * 16, path, "a@b.example"), (salt, "x", 1)):
        with pytest.raises(GuardError, match="is not what was sealed"):
            reveal(shown, {commitment: forged})


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"openings": {}},
        {"openings": [], "secret": ""},
        {"openings": {}, "secret": "zz"},
        {"openings": {"sha256:0": ["a"]}, "secret": ""},
        [],
    ],
)
def test_other_disclosures_are_refused(said: object) -> None:
    with pytest.raises(GuardError):
        read(canonical.write(said))


def test_text_that_only_looks_like_a_commitment_stays() -> None:
    for text in ("sha256:", "sha256:" + "g" * 64, "sha256:" + "0" * 63, "0" * 64):
        assert not hidden({"a": [text]})
    assert hidden({"a": ["sha256:" + "0" * 64]})
