"""What to do about a syntax error, in the words of someone who does not write TOML or JSON.

The keys are how the messages of tomli and of Python's json begin; a message that is not listed
still gets a next step. What people write most often and TOML does not know (dates and amounts as
on paper, the quotes of word processors) is known by how it looks.
"""

import re
from collections.abc import Iterator, Mapping

from guard.border.text import plain
from guard.errors import Fault, Place

_SAME_QUOTES = "Close the text with the same quotes that open it."
_ONE_OF_TWO = "This key was given before: keep one of the two."
_ONE_HEADING = "Put all that stands under these headings under one of them."
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


_DATE = re.compile(
    r"\d{1,4}([/.-])\d{1,2}\1\d{1,4}"  # 22/11/2026, 2026-13-01
    r"|\d{1,2}(?:st|nd|rd|th)?\.? [^\W\d_]{3,9}\.?,? \d{4}"  # 22 November 2026
    r"|[^\W\d_]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"  # November 22, 2026
)
_AMOUNT = re.compile(r"(?:[£$€] ?)?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?(?!,?\d)|[£$€] ?\d+(?:\.\d+)?")
_CURLY = "\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb"
_ENDS_CURLY = re.compile(rf"[{_CURLY}](?=[\s,\]}}]*$)")
_TWICE = re.compile(r"Cannot (?:declare|redefine namespace) \((.*?),?\)(?: twice)?")


def toml_fault(message: str, place: Place, line: str = "") -> Fault:
    """The fault for what tomli said of the text at ``place``, which stands in ``line``."""
    for what, remedy in _as_on_paper(message, line, place.column - 1):
        return Fault(f"not valid TOML: {plain(what)}", remedy, place)
    fault = _fault(message, _TOML, place, "TOML")
    if found := _TWICE.fullmatch(message):
        name = ".".join(part.strip(" '") for part in found[1].split(","))
        return Fault(f"not valid TOML: [{plain(name)}] is given twice", fault.remedy, place)
    return fault


def _as_on_paper(message: str, line: str, at: int) -> Iterator[tuple[str, str]]:
    """What stands at column ``at`` (from 0) of ``line`` as people write it on paper, if it does."""
    in_text = message.startswith(("Illegal character", "Unterminated string", 'Expected "'))
    curly = _ENDS_CURLY.search(line) if in_text else None
    found = curly[0] if curly else line[at : at + 1]
    if found and found in _CURLY:
        straight = f'Write straight quotes ("), not {found}, as word processors put them.'
        yield f"{found} is a curly quote", straight
    if in_text or message.startswith("Invalid date"):
        return  # a text that is not closed, or a date written as it should be
    for date in _around(_DATE, line, at):
        yield f"{date} is no date here", "Write a date as 2026-11-22, without quotes."
    for amount in _around(_AMOUNT, line, at):
        number = re.sub(r"[^\d.]", "", amount)
        plainly = f"Write {number}: digits alone, without commas, spaces or signs."
        yield f"{amount} is no number here", plainly


def _around(pattern: re.Pattern[str], line: str, at: int) -> Iterator[str]:
    """What fits ``pattern`` in ``line`` and has or ends at column ``at``."""
    return (found[0] for found in pattern.finditer(line) if found.start() <= at <= found.end())


def json_fault(message: str, place: Place) -> Fault:
    """The fault for what Python's json said of the text at ``place``."""
    return _fault(message, _JSON, place, "JSON")


def _fault(message: str, remedies: Mapping[str, str], place: Place, language: str) -> Fault:
    default = f"Correct this line; the lines before it are valid {language}."
    found = (remedy for start, remedy in remedies.items() if message.startswith(start))
    return Fault(f"not valid {language}: {plain(message)}", next(found, default), place)
