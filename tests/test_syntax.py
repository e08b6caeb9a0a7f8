import pytest

from guard.errors import Place
from guard.syntax import json_fault, toml_fault


@pytest.mark.parametrize(
    ("message", "remedy"),
    [
        ("Expected ']' at the end of a table declaration", "Close the heading"),
        ("Cannot declare ('a', 'b') twice", "under one heading"),
        ("Something the parser did not say before", "Correct this line"),
    ],
)
def test_every_message_has_a_next_step(message: str, remedy: str) -> None:
    fault = toml_fault(message, Place("f", 3, 1))
    assert fault.what == f"not valid TOML: {message}"
    assert remedy in fault.remedy


def test_a_message_that_quotes_the_text_is_made_harmless() -> None:
    assert "\\u{1b}" in json_fault("Found \x1b", Place("f")).what
