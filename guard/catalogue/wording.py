"""Names and descriptors as words, so that phrases can be looked up instead of searched for."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")
LONGEST = 400
"""Characters of a text that are looked at: no name is longer, and cost stays bounded."""


def words(text: str) -> tuple[str, ...]:
    """The words of ``text`` in small letters, without accents; "&" is "and".

    Unlike :func:`guard.name.key`, nothing is cut: "Box Inc" and "Box" are two phrases.
    """
    # A name and the merchant that is read in it mostly differ in their letters' size alone.
    return _words(text.lower() if text.isascii() else text)


@lru_cache(maxsize=65_536)
def _words(text: str) -> tuple[str, ...]:
    text = text[:LONGEST]
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in apart if not unicodedata.combining(char))
    if not text.isascii() or "'" in text or "`" in text:
        text = _APOSTROPHES.sub("", text)
    return tuple(_WORD.findall(text.casefold().replace("&", " and ")))


def beginnings(found: tuple[str, ...], longest: int) -> Iterator[str]:
    """The first words of ``found`` as phrases, longest first, of at most ``longest`` words."""
    for length in range(min(longest, len(found)), 0, -1):
        yield " ".join(found[:length])


def phrases(found: tuple[str, ...], longest: int) -> Iterator[str]:
    """All runs of words in ``found`` of at most ``longest`` words; long ones first."""
    for length in range(min(longest, len(found)), 0, -1):
        for start in range(len(found) - length + 1):
            yield " ".join(found[start : start + length])
