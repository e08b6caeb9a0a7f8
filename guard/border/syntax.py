"""What to do about a syntax error, in the words of someone who does not write TOML or JSON.

The keys are how the messages of tomli and of Python's json begin; a message that is not listed
still gets a next step.
"""

from collections.abc import Mapping

from guard.border.text import plain
from guard.errors import Fault, Place

_SAME_QUOTES = "Close the text with the same quotes that open it."
_ONE_OF_TWO = "This key was given before: keep one of the two."
_ONE_HEADING = "This table was given before: put all its keys under one heading."
_BACKSLASH = "Write \\\\ for a backslash, or put the text in 'single quotes'."

_TOML = {
    "Invalid value": 'Text needs quotes ("Zoom"); yes is true, no is false; a date is 2026-11-22.',
    "Invalid date": "Give a date that exists, as year-month-day: 2026-11-22.",
    "Invalid statement": 'Write key = value, or a [table] heading; a remark begins with "#".',
    "Invalid initial character for a key": 'A key is letters, digits, "_" and "-", or has quotes.',
    "Expected '=' after a key": "Write key = value; put quotes round a key that has spaces.",
    "Expected newline or end of document": "Begin a new line, or put quotes round the whole text.",
    "Expected ']": "Close the heading as it opens; put quotes round a name that has spaces.",
    'Expected "': _SAME_QUOTES,
    "Unterminated string": _SAME_QUOTES,
    "Illegal character": "Close the text with a quote on the same line, or use three quotes.",
    "Found invalid character": "Delete the character; close a text on the line it begins on.",
    "Unescaped '\\'": _BACKSLASH,
    "Invalid hex value": _BACKSLASH,
    "Escaped character": _BACKSLASH,
    "Cannot overwrite a value": _ONE_OF_TWO,
    "Duplicate inline table key": _ONE_OF_TWO,
    "Cannot declare": _ONE_HEADING,
    "Cannot redefine": _ONE_HEADING,
    "Cannot mutate": "This was given in full before: add the key there.",
    "Unclosed array": 'Close the list with "]", and put a comma between its items.',
    "Unclosed inline table": 'Close the table with "}", and put a comma between its pairs.',
}

_JSON = {
    "Expecting ',' delimiter": "Put a comma between this and what stands before it.",
    "Expecting property name": "Put the key in double quotes, and no comma after the last pair.",
    "Illegal trailing comma": "Delete the comma after the last item.",
    "Expecting ':' delimiter": 'Write "key": value.',
    "Expecting value": "Give a value: text needs double quotes; otherwise true, false or a number.",
    "Extra data": "Keep one object in the file, and delete what follows it.",
    "Invalid control character": "Write a line break in a text as \\n, and a tab as \\t.",
    "Unterminated string": "Close the text with a double quote.",
    "Invalid \\": "Write \\\\ for a backslash.",
}


def toml_fault(message: str, place: Place) -> Fault:
    """The fault for what tomli said of the text at ``place``."""
    return _fault(message, _TOML, place, "TOML")


def json_fault(message: str, place: Place) -> Fault:
    """The fault for what Python's json said of the text at ``place``."""
    return _fault(message, _JSON, place, "JSON")


def _fault(message: str, remedies: Mapping[str, str], place: Place, language: str) -> Fault:
    default = f"Correct this line; the lines before it are valid {language}."
    found = (remedy for start, remedy in remedies.items() if message.startswith(start))
    return Fault(f"not valid {language}: {plain(message)}", next(found, default), place)
