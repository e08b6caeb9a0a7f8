import pytest

from guard.border.document import parse_json, parse_toml
from guard.border.syntax import json_fault, toml_fault
from guard.errors import GuardError, Place

# Each next step is held against the parser itself, so that a new wording there is noticed.
TOML = [
    ("a = Zoom", "Text needs quotes"),
    ("a = 2026-02-30", "Give a date that exists"),
    ("= 1", "Write key = value, or a [table]"),
    ("a.# = 1", "A key is letters"),
    ("a b = 1", "put quotes round a key"),
    ("a = 1 b = 2", "Begin a new line"),
    ("[a b]", "Close the heading"),
    ("[[a]\nb = 1", "Close the heading"),
    ("a = 'x", "the same quotes"),
    ("a = '''x", "the same quotes"),
    ('a = """x', "the same quotes"),
    ('a = "x\n"', "on the same line"),
    ("a = 'x\n'", "on the line it begins on"),
    ('a = "C:\\Zoom"', "Write \\\\ for a backslash"),
    ('a = "C:\\users"', "Write \\\\ for a backslash"),
    ('a = "\\ud800"', "Write \\\\ for a backslash"),
    ("a = 1\na = 2", "keep one of the two"),
    ("a = {b = 1, b = 2}", "keep one of the two"),
    ("[a]\n[b]\n[a]", "under one heading"),
    ("[[a]]\n[a]", "under one heading"),
    ("a = {}\na.b = 1", "add the key there"),
    ("a = [1", 'Close the list with "]"'),
    ("a = {b = 1", 'Close the table with "}"'),
]
JSON = [
    ('{"a": 1 "b": 2}', "Put a comma"),
    ("{a: 1}", "Put the key in double quotes"),
    ('{"a" = 1}', 'Write "key": value'),
    ('{"a": yes}', "text needs double quotes"),
    ('{"a": 1}}', "Keep one object"),
    ('{"a": "x\n"}', "Write a line break"),
    ('{"a": "x', "Close the text"),
    ('{"a": "C:\\Zoom"}', "Write \\\\ for a backslash"),
    ('{"a": "C:\\users"}', "Write \\\\ for a backslash"),
]


@pytest.mark.parametrize(("text", "remedy"), TOML)
def test_a_syntax_error_in_toml_has_its_next_step(text: str, remedy: str) -> None:
    with pytest.raises(GuardError) as caught:
        parse_toml(text, "f")
    assert remedy in caught.value.faults[0].remedy


@pytest.mark.parametrize(("text", "remedy"), JSON)
def test_a_syntax_error_in_json_has_its_next_step(text: str, remedy: str) -> None:
    with pytest.raises(GuardError) as caught:
        parse_json(text, "f")
    assert remedy in caught.value.faults[0].remedy


def test_a_message_that_is_not_known_has_a_next_step_too() -> None:
    fault = toml_fault("Something the parser did not say before", Place("f", 3, 1))
    assert fault.what == "not valid TOML: Something the parser did not say before"
    assert "Correct this line" in fault.remedy


def test_a_message_that_quotes_the_text_is_made_harmless() -> None:
    assert "\\u{1b}" in json_fault("Found \x1b", Place("f")).what
