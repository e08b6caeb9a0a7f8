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
    ("[a]\n[b]\n[a]", "under one of them"),
    ("[[a]]\n[a]", "under one of them"),
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


ON_PAPER = [
    ("a = 22/11/2026", "22/11/2026 is no date", "Write a date as 2026-11-22, without quotes."),
    ("a = 2026-13-01", "2026-13-01 is no date", "2026-11-22"),
    ("a = 22 November 2026", "22 November 2026 is no date", "2026-11-22"),
    ("a = November 22, 2026", "November 22, 2026 is no date", "2026-11-22"),
    ("a = { b = 01/12/2026 }", "01/12/2026 is no date", "2026-11-22"),
    ("a = 45,000", "45,000 is no number", "Write 45000: digits alone"),
    ("a = { b = 1,045,000.50, c = 1 }", "1,045,000.50 is no number", "Write 1045000.50:"),
    ("a = £45 # each", "£45 is no number", "Write 45:"),
    ("a = “Zoom”", "“ is a curly quote", 'Write straight quotes ("), not “'),
    ('a = "Zoom”\nb = 1', "” is a curly quote", 'Write straight quotes ("), not ”'),
    ("“a” = 1", "“ is a curly quote", 'Write straight quotes (")'),
    ("[a]\n[b.c]\n[b.c]", "[b.c] is given twice", "under one of them"),
]


@pytest.mark.parametrize(("text", "what", "remedy"), ON_PAPER)
def test_what_is_written_as_on_paper_is_known(text: str, what: str, remedy: str) -> None:
    with pytest.raises(GuardError) as caught:
        parse_toml(text, "f")
    (fault,) = caught.value.faults
    assert fault.what.startswith(f"not valid TOML: {what}")
    assert remedy in fault.remedy


def test_a_date_or_a_quote_elsewhere_on_the_line_is_not_what_is_wrong() -> None:
    for text in ('a = "22/11/2026 and', 'a = "“so” he', "a = yes # 22/11/2026, 45,000, “so”"):
        with pytest.raises(GuardError) as caught:
            parse_toml(text, "f")
        remedy = caught.value.faults[0].remedy
        assert not remedy.startswith("Write")
