"""Workbooks of Excel (.xlsx, .xlsm)."""

import re
from collections import Counter
from collections.abc import Iterator
from xml.parsers import expat

from guard.spend.profile import Profile
from guard.spend.sheets import sheets
from guard.spend.source import Source
from guard.spend.table import Table

SUFFIXES = frozenset({"xlsx", "xlsm"})

_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,3})([0-9]{1,7})[\"':]")
_SHARED = re.compile(rb"\bt\s*=\s*[\"']s[\"']")
_WHICH = re.compile(_SHARED.pattern + rb"[^<>]{0,60}>\s{0,9}<(?:\w{1,20}:)?v>([0-9]{1,9})<")
_TEXTS = "sharedstrings"  # calamine knows the part by its name
_MARGIN = 120  # bytes in which a cell may straddle two pieces


def recognises(head: bytes) -> bool:
    """Whether a file is a zip; one of OpenDocument begins with its media type."""
    return head.startswith(b"PK\x03\x04") and head[30:38] != b"mimetype"


def tables(source: Source, profile: Profile) -> tuple[Table, ...]:
    """The sheets of ``source``; raises GuardError as :func:`guard.spend.sheets.sheets` does."""
    return sheets(source, profile, _Measure())


class _Measure:
    """What the sheets and the shared texts of one workbook come to, in whatever order."""

    def __init__(self) -> None:
        self._lengths: list[int] = []
        self._shown: Counter[bytes] = Counter()
        self._unclear = 0

    @property
    def text(self) -> int:
        """Each shared text as often as it is shown; where that is unclear, the longest of all."""
        lengths = self._lengths
        longest = max(lengths, default=0)
        known = sum(
            count * (lengths[int(which)] if int(which) < len(lengths) else longest)
            for which, count in self._shown.items()
        )
        return known + self._unclear * longest

    def cells(self, part: str, pieces: Iterator[bytes]) -> int:
        """How many cells the rectangle has that the references span (r="XFD1048576")."""
        widest = lowest = 1
        tail = b""
        texts = _Texts(self._lengths) if _TEXTS in part.lower() else None
        for piece in pieces:
            if texts:
                texts.feed(piece)
            both = tail + piece
            for letters, digits in set(_REFERENCE.findall(both)):
                widest = max(widest, _column(letters))
                lowest = max(lowest, int(digits))
            which = _WHICH.findall(both)
            self._shown.update(which)
            self._unclear += len(_SHARED.findall(both)) - len(which)
            tail = piece[-_MARGIN:]
        return widest * lowest


class _Texts:
    """Notes the length of each shared text of a part that has them."""

    def __init__(self, lengths: list[int]) -> None:
        self._lengths = lengths
        self._inside = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def feed(self, piece: bytes) -> None:
        """Take the next piece of the part."""
        try:
            self._parser.Parse(piece, False)
        except expat.ExpatError as error:
            raise ValueError(f"its texts are not valid XML: {error}") from None

    def _start(self, name: str, _attributes: object) -> None:
        if name.rpartition(" ")[2] == "si":
            self._inside = 0

    def _end(self, name: str) -> None:
        if name.rpartition(" ")[2] == "si":
            self._lengths.append(self._inside)

    def _characters(self, text: str) -> None:
        self._inside += len(text.encode())


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
