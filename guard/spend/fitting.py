"""Whether the cells of a column are of the kind that a field has, from the first rows of a list."""

import re
from collections.abc import Sequence

from guard.spend import amounts, dates

_WORD = re.compile(r"[^\W\d_]{3}")
_SIDES = frozenset(
    {"revenue", "capital", "rev", "cap", "r", "c", "revenue/capital", "balance sheet"}
)
"""Which side of the accounts a payment is on: no kind of expense, though columns are named so."""

_WORDED = frozenset({"supplier", "description", "category", "account", "area", "buyer"})


def fits(field: str, cells: Sequence[str]) -> bool:
    """Whether a column with these first ``cells`` may well be ``field``; True where none tell.

    An amount and a date are readable in more than half of the cells; a column of texts has words
    and not codes alone, and one of accounts more than "revenue" and "capital".
    """
    if not cells:
        return True
    filled = [cell for cell in cells if cell]
    if not filled:
        return False
    if field in {"amount", "credit"}:
        return _most(list(map(amounts.readable, filled)))
    if field == "date":
        return _most(list(map(dates.readable, filled)))
    if field == "account" and all(cell.lower() in _SIDES for cell in filled):
        return False
    return field not in _WORDED or any(map(_WORD.search, filled))


def _most(read: Sequence[bool]) -> bool:
    return sum(read) * 2 > len(read)
