"""Suppliers' names as ledgers write them: the keys under which one body may be found.

Ledgers put notes into names (``**USE 8298**``, ``(VAT TEAM ONLY)``) and two names into one
(``EMBERZONE LTD T/A SIMPLY FOLDERS``). Nothing here measures likeness: keys are equal or not.
"""

import re
from functools import lru_cache

from guard.catalogue.wording import LONGEST
from guard.name import key

_NOTE = re.compile(
    r"\*+[^*]*\*+\s*$|\*+\s*(?:use|check|see|do not|dont|old|new)\b.*$|\*+\s*\d+\s*\**\s*$"
    r"|\s\*{2,}.*$|\((?:vat|bacs|old|dup|do not|use|cheque)[^)]*\)?\s*$",
    re.IGNORECASE,
)
_TRADING_AS = re.compile(r"\s+(?:t/as?|trading\s+as|t/a\.)\s+", re.IGNORECASE)
_IN_CARE_OF = re.compile(r"\s+c/o\s+.*$", re.IGNORECASE)
_LANDS = frozenset({"uk", "gb", "europe", "emea", "ireland", "international"})
_LETTERS, _WORDS = 4, 2


@lru_cache(maxsize=65_536)
def keys(name: str) -> tuple[str, ...]:
    """The keys of ``name``, its own first, then that of the name it trades under."""
    bare = name[:LONGEST].replace("_", " ")
    if not _says_more(bare):
        alone = key(bare)
        return (alone,) if alone else ()
    bare = _IN_CARE_OF.sub("", _NOTE.sub("", bare)) or name
    found = (key(part) for part in _TRADING_AS.split(bare))
    return tuple(dict.fromkeys(one for one in found if one))


def _says_more(name: str) -> bool:
    """Whether a note, or a second name, may stand in ``name``: in most there is none."""
    return "*" in name or "(" in name or "/" in name or "trad" in name.lower()


def same(one: str, other: str) -> bool:
    """Whether two names are taken for one body's: they share a key that says enough.

    A key says enough with two words, or one of four letters: "BT" alone tells too little.
    """
    shared = set(keys(one)) & set(keys(other))
    return any(_telling(found) for found in shared)


def without_land(name: str) -> str:
    """A key without the country at its end: "civica uk" is "civica"; never cut to nothing."""
    if name.rpartition(" ")[2] not in _LANDS:
        return name
    first, *rest = name.split(" ")
    while rest and rest[-1] in _LANDS:
        rest.pop()
    return " ".join([first, *rest])


def _telling(found: str) -> bool:
    split = found.split()
    return len(split) >= _WORDS or sum(char.isalpha() for char in found) >= _LETTERS
