import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.catalogue.names import keys, same, without_land


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ACME SYSTEMS LTD  **CHECK BACS**", ("acme systems",)),
        ("ACME SYSTEMS**USE 8298**", ("acme systems",)),
        ("ACME SYSTEMS LTD ****5033", ("acme systems",)),
        ("ACME SYSTEMS (VAT TEAM ONLY)", ("acme systems",)),
        ("ACME_SYSTEMS_LTD", ("acme systems",)),
        ("EMBER LTD T/A SIMPLE FOLDERS", ("ember", "simple folders")),
        ("Ember trading as Simple Folders Limited", ("ember", "simple folders")),
        ("JANE DOE C/O THE OLD MILL", ("jane doe",)),
        ("*** **", ()),
    ],
)
def test_notes_of_ledgers_and_second_names(name: str, expected: tuple[str, ...]) -> None:
    assert keys(name) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GV MULTI MEDIA LTD", "GV MULTI-MEDIA"),
        ("BEC LTD T/A SCHOOL STARS", "SCHOOL STARS"),
        ("VIQ SOLUTIONS (UK) LIMITED*4187*", "VIQ SOLUTIONS UK LIMITED"),
    ],
)
def test_names_of_one_body(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CARE FIRST", "FIRST CARE"),
        ("HAVILLS", "SAVILLS"),
        ("BT LTD", "B.T."),  # two letters say too little
        ("THE CONSULTANCY", "CONSULTANCY COMPANY"),
        ("", ""),
    ],
)
def test_names_that_are_not_taken_for_one(one: str, other: str) -> None:
    assert not same(one, other)


@given(st.text(max_size=40))
def test_a_key_of_a_key_is_that_key(name: str) -> None:
    for found in keys(name):
        assert keys(found)[:1] in {(found,), ()} or " ta " in f" {found} "


def test_the_country_is_cut_from_the_end_and_never_all() -> None:
    assert without_land("civica uk") == "civica"
    assert without_land("uk") == "uk"
    assert without_land("uk hosting") == "uk hosting"
