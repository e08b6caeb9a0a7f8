import pytest

from guard.role import in_words


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
