"""Which version is the later one: ``2026.2`` before ``2026.11``, ``1.0-rc1`` before ``1.0``."""

import re

from guard.border.text import plain
from guard.errors import Fault, GuardError

_VERSION = re.compile(
    r"v?(?P<numbers>\d{1,9}(\.\d{1,9}){0,7})(?:-(?P<before>[0-9A-Za-z.-]{1,64}))?"
)

Rank = tuple[tuple[int, ...], bool, tuple[tuple[bool, int, str], ...]]


def rank(version: str) -> Rank:
    """What orders versions: numbers as numbers; what stands after a hyphen comes before the rest.

    ``2026.1`` and ``2026.1.0`` are the same. What is after the hyphen is ordered as in Semantic
    Versioning: part by part, numbers before words.

    Raises:
        GuardError: it is not a version whose order is known.
    """
    found = _VERSION.fullmatch(version)
    if found is None:
        what = f"{plain(version, 60)!r} is no version that can be said to be later than another"
        raise GuardError(Fault(what, "its maker has to number it, such as 2026.2"))
    numbers = [int(part) for part in found["numbers"].split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    before = re.split(r"[.-]", found["before"]) if found["before"] else []
    return tuple(numbers), not before, tuple(map(_part, before))


def _part(text: str) -> tuple[bool, int, str]:
    return (False, int(text), "") if text.isdigit() else (True, 0, text)
