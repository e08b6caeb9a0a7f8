"""Workbooks of Excel (.xlsx, .xlsm)."""

import re
from collections.abc import Iterator

from guard.spend.profile import Profile
from guard.spend.sheets import sheets
from guard.spend.source import Source
from guard.spend.table import Table

SUFFIXES = frozenset({"xlsx", "xlsm"})

_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,3})([0-9]{1,7})[\"':]")
_MARGIN = 40  # bytes in which a reference may straddle two pieces


def recognises(head: bytes) -> bool:
    """Whether a file is a zip; one of OpenDocument begins with its media type."""
    return head.startswith(b"PK\x03\x04") and head[30:38] != b"mimetype"


def tables(source: Source, profile: Profile) -> tuple[Table, ...]:
    """The sheets of ``source``; raises GuardError as :func:`guard.spend.sheets.sheets` does."""
    return sheets(source, profile, _cells)


def _cells(_part: str, pieces: Iterator[bytes]) -> int:
    """How many cells the rectangle has that the references of a part span (r="XFD1048576")."""
    widest = lowest = 1
    tail = b""
    for piece in pieces:
        for letters, digits in set(_REFERENCE.findall(tail + piece)):
            widest = max(widest, _column(letters))
            lowest = max(lowest, int(digits))
        tail = piece[-_MARGIN:]
    return widest * lowest


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
