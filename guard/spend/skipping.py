"""Which rows of a list are no purchase, and an account of each."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guard.errors import Place
from guard.spend.columns import SUBJECTS, Columns
from guard.spend.heading import Heading
from guard.spend.table import Batch

ABOVE = "stands above the names of the columns"
HEADING = "names the columns"
BLANK = "is blank"
TOTAL = "is a total"
REMARK = "is a remark"
TOO_MANY = "has more cells than there are columns"

_TOTALS = ("total", "totals", "grand total", "sub total", "subtotal", "sub-total", "overall total")
_TOTALS_AS_WRITTEN = frozenset(
    way(word + end)
    for word in _TOTALS
    for end in ("", ":")
    for way in (str, str.title, str.upper, str.capitalize)
)
_TOTAL_OF = re.compile(
    r"^(?:sub|grand|page)[ -]?totals?\b|\btotals?:?$"
    r"|^totals? (?:for|of|in|to|amount|value|spend|expenditure|payments?|net|gross|paid)\b",
    re.IGNORECASE,
)
_BLANKS = frozenset({"", " "})
_MOST_KEPT = 10_000
_LONGEST_NAME = 60  # characters
_ENOUGH = 3  # filled cells that make a row without a supplier a purchase and not a remark


@dataclass(frozen=True, slots=True)
class Skipped:
    """Rows one after another that were skipped for one reason: the first, and how many."""

    place: Place
    reason: str
    rows: int = 1


class Account:
    """What became of the rows: every one is used, or skipped with a reason."""

    def __init__(self, file: str) -> None:
        """Begin an account of the rows of ``file``."""
        self.used = 0
        self.reasons: Counter[str] = Counter()
        self.skipped: list[Skipped] = []
        self._file = file
        self._next = 0

    def skip(self, number: int, reason: str) -> None:
        """Row ``number`` is not used; a run of such rows is one entry, and the first 10,000 stay.

        Beyond them rows are counted by their reason, so that memory does not grow with a list.
        """
        self.reasons[reason] += 1
        last = self.skipped[-1] if self.skipped else None
        if last and last.reason == reason and number == self._next:
            self.skipped[-1] = Skipped(last.place, reason, last.rows + 1)
        elif len(self.skipped) < _MOST_KEPT:
            self.skipped.append(Skipped(Place(self._file, number), reason))
        else:
            return
        self._next = number + 1

    @property
    def read(self) -> int:
        """Rows read so far."""
        return self.used + sum(self.reasons.values())


class Sieve:
    """Keeps the rows that are purchases; each of the others goes into the account."""

    def __init__(self, columns: Columns, heading: Heading, without: str, account: Account) -> None:
        """Judge rows below ``heading``; ``without`` is why one that names nobody is skipped."""
        self._width = len(columns.all)
        self._heading = heading
        self._without = without
        self._account = account
        self._subjects = [columns.chosen[name] for name in SUBJECTS if name in columns.chosen]
        self._supplier = columns.chosen.get("supplier")
        self._amount = columns.chosen.get("amount")
        self._date = columns.chosen.get("date")
        names = heading.names
        self._repeated = names[self._subjects[0]].strip() if self._subjects else ""
        self._never = _TOTALS_AS_WRITTEN | {"", self._repeated}

    def kept(self, batch: Batch) -> Batch:
        """The rows that are purchases, each with as many cells as there are columns."""
        numbers, rows = self._below_heading(*batch)
        if self._all_plain(rows):
            return numbers, rows
        kept = list(self._sifted(numbers, rows))
        return [number for number, _ in kept], [row for _, row in kept]

    def _below_heading(
        self, numbers: Sequence[int], rows: list[list[str]]
    ) -> tuple[Sequence[int], list[list[str]]]:
        """What follows the names of the columns; they, and all above them, are skipped."""
        at = bisect_right(numbers, self._heading.row)
        for number in numbers[:at]:
            self._account.skip(number, HEADING if number == self._heading.row else ABOVE)
        return (numbers[at:], rows[at:]) if at else (numbers, rows)

    def _all_plain(self, rows: list[list[str]]) -> bool:
        """Whether every row is as wide as the heading and names somebody: nearly always so."""
        if set(map(len, rows)) != {self._width}:
            return False
        for subject in self._subjects:
            named = [row[subject].strip() for row in rows]
            if self._never.isdisjoint(named) and "total" not in "\n".join(named).lower():
                amount = self._amount
                return amount is None or not any(row[amount] in _BLANKS for row in rows)
            if any(named):
                break
        return False

    def _sifted(
        self, numbers: Sequence[int], rows: list[list[str]]
    ) -> Iterator[tuple[int, list[str]]]:
        width = self._width
        for number, row in zip(numbers, rows, strict=True):
            if reason := self._reason(row):
                self._account.skip(number, reason)
            else:
                yield number, (row + [""] * (width - len(row)))[:width]

    def _reason(self, row: list[str]) -> str:
        """Why a row is skipped; empty where it is used."""
        filled = [cell.strip() for cell in row if cell.strip()]
        if not filled:
            return BLANK
        if any(cell.strip() for cell in row[self._width :]):
            return TOO_MANY
        subjects = [row[at].strip() for at in self._subjects if at < len(row)]
        if not any(subjects):
            return self._reason_without(row, filled)
        if len(filled) == 1 and self._amount is not None and _is_remark(filled[0]):
            return REMARK
        first = subjects[0]
        if first in _TOTALS_AS_WRITTEN or self._is_total(row, first):
            return TOTAL
        return HEADING if first == self._repeated and self._repeats(row) else ""

    def _reason_without(self, row: list[str], filled: list[str]) -> str:
        amount = self._amount
        has_amount = amount is not None and amount < len(row) and row[amount].strip()
        if (has_amount and len(filled) == 1) or not _TOTALS_AS_WRITTEN.isdisjoint(filled):
            return TOTAL
        return "" if has_amount and len(filled) >= _ENOUGH else self._without

    def _is_total(self, row: list[str], name: str) -> bool:
        """Whether a row without a date is the total of a supplier, a page or a month."""
        at = self._date
        dated = at is None or (at < len(row) and row[at].strip())
        return not dated and bool(_TOTAL_OF.search(name))

    def _repeats(self, row: list[str]) -> bool:
        names = [name.strip() for name in self._heading.names]
        return [cell.strip() for cell in row[: len(names)]] == names


def _is_remark(cell: str) -> bool:
    """Whether the only cell of a row is too long for the name of a supplier, or says what it is."""
    return len(cell) > _LONGEST_NAME or cell.lower().startswith(("note:", "notes:", "* "))
