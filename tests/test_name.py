import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.name import agree, key

NAMES = st.text() | st.lists(
    st.sampled_from(
        ["I.B.M.", "B.V.", "ltd", "Co", "&", "and", "a", "É", "C++", "s.a", "Zoom", "-"]
    )
).map(" ".join)
FORMS = st.sampled_from(
    ["Ltd", "LIMITED", "PLC", "L.L.C.", "GmbH", "Co. Ltd", "S.p.A.", "Pty Limited"]
)


@given(NAMES)
def test_the_key_of_a_key_is_that_key(name: str) -> None:
    assert key(key(name)) == key(name)


@given(NAMES)
def test_capitals_and_spaces_round_a_name_do_not_matter(name: str) -> None:
    assert key(f" {name}\n") == key(name)
    assert key(name.casefold()) == key(name)


@given(st.text("abcdefgh ", min_size=1).filter(str.strip), FORMS)
def test_a_legal_form_at_the_end_does_not_matter(name: str, form: str) -> None:
    name = f"x{name}y"
    assert key(f"{name} {form}") == key(name)


@given(st.lists(st.sampled_from(["ltd", "plc", "co", "and", "sa", "company"]), min_size=1))
def test_no_name_is_cut_to_nothing(words: list[str]) -> None:
    assert key(" ".join(words))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Marks & Spencer plc", "MARKS AND SPENCER"),
        ("I.B.M.", "IBM"),
        ("I B M", "ibm"),
        ("I.B.M. S.A.", "IBM"),
        ("Société Générale SA", "Societe Generale"),
        ("Sainsbury\u2019s", "Sainsburys"),
        ("Zoom™ Video", "zoom video"),
        ("Zo\u200bom\u202e", "zoom"),
        ("Foo GmbH & Co. KG", "Foo"),
        ("Foo Public Limited Company", "foo plc"),
        ("Foo Sp. z o.o.", "foo"),
        ("Foo S.à r.l.", "foo"),
        ("Foo A/S", "foo"),
        ("Foo Co., Ltd.", "foo"),
        ("Smith & Co", "Smith"),
        ("Ørsted", "orsted"),
        ("\uff3a\uff4f\uff4f\uff4d", "zoom"),
        ("ACCESS EXPEDITIONS_LTD", "Access Expeditions"),
    ],
)
def test_one_name_written_differently(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Care First", "First Care"),
        ("The Mortgage Company", "The Mortgage"),
        ("Notepad", "Notepad++"),
        ("C", "C#"),
        ("Office 2019", "Office 365"),
        ("Plan B", "Plan"),
        ("Ltd Services", "Services"),
        ("Windows 11 SE", "Windows 11"),
    ],
)
def test_names_that_differ(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize("name", ["AMBA", "COOP", "SCS", "Co", "SAS"])
def test_a_name_that_looks_like_a_legal_form_stays(name: str) -> None:
    assert key(name) == name.lower()


@pytest.mark.parametrize("name", ["", " ", "…", "™", "--"])
def test_what_has_no_letter_and_no_digit_has_no_key(name: str) -> None:
    assert not key(name)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Zoom", "Zoom Video Communications, Inc.", True),
        ("Zoom Phone", "Zoom Meetings", False),
        ("", "Zoom", True),
        ("Microsoft", "Google", False),
    ],
)
def test_names_agree_when_one_is_the_other_with_more_words(
    one: str, other: str, expected: bool
) -> None:
    assert agree(one, other) is expected
    assert agree(other, one) is expected


def test_equal_keys_are_the_same_body_in_pairs_read_by_hand(vectors: Path) -> None:
    path = vectors.parent / "data" / "labels" / "devon-name-pairs.tsv"
    with path.open(encoding="utf-8") as stream:
        pairs = list(csv.DictReader(stream, delimiter="\t"))
    equal = [pair for pair in pairs if key(pair["name_a"]) == key(pair["name_b"])]
    same = [pair for pair in equal if pair["hand_label"] == "same"]
    assert len(equal) >= 24
    assert same == equal
