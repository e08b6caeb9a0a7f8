import pytest

from guard.role import called, in_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("siro", "senior information risk owner (SIRO)"),
        ("head-of-it", "head of IT"),
        ("cjis-officer", "CJIS systems officer"),
        ("maori-partnership-lead", "Māori partnership lead"),
        ("records-manager", "records manager"),
    ],
)
def test_roles_are_said_in_words(name: str, words: str) -> None:
    assert in_words(name) == words


def test_who_is_named_is_called_as_they_were_written() -> None:
    assert called("head-of-it") == "head of IT"
    for who in ("it-desk", "kim-lee@council.example", "Kim"):
        assert called(who) == who
