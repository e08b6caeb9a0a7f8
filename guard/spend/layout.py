"""From rows of cells to lines: what each column means is settled once, then whole batches convert.

No code here runs once per cell: a batch is turned into columns, each column is mapped to its
values, and the values are zipped into lines. So a list of millions of rows takes little longer
than it takes to read its text.
"""

import datetime as dt
import operator
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial, reduce
from itertools import repeat

from guard.spend.amounts import Amounts, currency_in
from guard.spend.columns import Columns
from guard.spend.dates import Dates
from guard.spend.identifiers import BY_FIELD, Cache, Identifiers
from guard.spend.line import Chunk, Kind
from guard.spend.naming import folded
from guard.spend.profile import Profile
from guard.spend.table import Batch

_YES = frozenset({"yes", "y", "true", "1", "card", "p-card", "pcard", "purchase card"})
_NO = frozenset({"no", "n", "false", "0", "bacs", "cheque", "chaps", "invoice", "direct debit"})
_CARD = re.compile(
    r"\bp {0,2}- {0,2}card\b|\bp ?card\b|\bpurchas(?:e|ing) card|procurement card", re.IGNORECASE
)

_Column = Sequence[str]

_UNLIKE = frozenset({"description"})
"""The columns in which nearly every cell is another."""

_MOST_KEPT = 50_000


class Texts(dict[str, str]):
    """Cells without the blanks at their ends; like cells become one text, kept once.

    Lines that share their texts are small, and quick to tell apart.
    """

    def __missing__(self, cell: str) -> str:
        """Strip ``cell``, and keep it."""
        if len(self) >= _MOST_KEPT:
            self.clear()
        text = self[cell] = cell.strip()
        return text


@dataclass(frozen=True, slots=True)
class Readers:
    """What reads the dates and the amounts of one list."""

    dates: Dates
    amounts: Amounts
    credits: Amounts


class Layout:
    """How the rows of one list become lines."""

    def __init__(
        self,
        file: str,
        columns: Columns,
        profile: Profile,
        kind: Kind | None,
        readers: Readers,
        *,
        extra: bool = True,
    ) -> None:
        """Convert rows of ``file``; ``kind`` is what its form says that its lines are.

        Without ``extra`` no line has what has no field of its own.
        """
        self._texts: dict[str, Texts] = {field: Texts() for field in columns.chosen}
        self.unread: Counter[str] = Counter()
        """Cells that are not blank and yet no date or amount that is known, by field."""
        self.currency = profile.currency or _currency(columns)
        self.dates, self.amounts = readers.dates, readers.amounts
        self._credits = readers.credits
        self.dollars = False
        """Whether a dollar sign was taken for that of the United States."""
        self._file = file
        self._at = columns.chosen
        self._extra_names = tuple(columns.extra) if extra else ()
        self._extra_at = tuple(columns.extra.values()) if extra else ()
        self._identifiers = [
            (self._at[field], Cache(work_out))
            for field, work_out in BY_FIELD.items()
            if field in self._at
        ]
        self.kind = profile.kind or kind or _kind(columns)
        self._mixed = profile.kind is None and self.kind in {Kind.PAYMENT, Kind.CARD}

    def chunk(self, batch: Batch) -> Chunk:
        """The lines of ``batch``, whose rows all have as many cells as there are columns."""
        numbers, rows = batch
        columns: list[_Column] = list(zip(*rows, strict=True))
        cards = self._cards(columns, len(rows))
        account = self._text(columns, "account")
        money, currencies = self._money(columns)
        return Chunk(
            file=repeat(self._file, len(rows)),
            row=numbers,
            kind=self._kinds(cards),
            date=self._when(columns, len(rows)),
            supplier=self._text(columns, "supplier"),
            description=self._text(columns, "description"),
            amount=money,
            currency=currencies,
            category=self._category(columns, account),
            account=account,
            area=self._text(columns, "area"),
            buyer=self._text(columns, "buyer"),
            card=cards,
            identifiers=self._identified(columns),
            extra_names=repeat(self._extra_names),
            extra_values=self._extra(columns),
        )

    def _text(self, columns: Sequence[_Column], field: str) -> Iterable[str]:
        at = self._at.get(field)
        if at is None:
            return repeat("")
        column = columns[at]
        if column.count(column[0]) == len(column):
            return [column[0].strip()] * len(column)
        strip = str.strip if field in _UNLIKE else self._texts[field].__getitem__
        return list(map(strip, column))

    def _category(self, columns: Sequence[_Column], account: Iterable[str]) -> Iterable[str]:
        if "category" not in self._at:
            return account
        category = self._text(columns, "category")
        return [own or other for own, other in zip(category, account, strict=False)]

    def _when(self, columns: Sequence[_Column], rows: int) -> Sequence[dt.date | None]:
        at = self._at.get("date")
        if at is None:
            return (None,) * rows
        found = list(map(self.dates.__getitem__, columns[at]))
        if None in found:
            self._count("date", found, columns[at])
        return found

    def _money(self, columns: Sequence[_Column]) -> tuple[Iterable[Decimal | None], Iterable[str]]:
        at = self._at.get("amount")
        if at is None:
            return repeat(None), repeat(self.currency)
        found, marked = self.amounts.read(columns[at])
        if isinstance(found, list) and None in found:
            self._count("amount", found, columns[at])
        if "credit" in self._at:
            back, _ = self._credits.read(columns[self._at["credit"]])
            found = list(map(_less, found, back))
        if "currency" in self._at:
            return found, self._text(columns, "currency")
        if marked is None:
            return found, repeat(self.currency)
        if self.currency:
            pairs = zip(marked, columns[at], strict=True)
            return found, [_own(mark, cell, self.currency) for mark, cell in pairs]
        self.dollars |= "USD" in marked
        return found, marked

    def _count(self, field: str, found: Sequence[object], column: _Column) -> None:
        cells = (cell for value, cell in zip(found, column, strict=True) if value is None)
        if count := sum(1 for cell in cells if cell.strip()):
            self.unread[field] += count

    def _cards(self, columns: Sequence[_Column], rows: int) -> Sequence[bool | None]:
        """Whether a card paid: as a column says, or as a merchant category or a reference shows."""
        if self.kind is not Kind.CARD and not self._mixed:
            return (None,) * rows
        if "card" in self._at:
            return [_yes_or_no(cell) for cell in columns[self._at["card"]]]
        if not self._mixed:
            return (True,) * rows
        if "category" in self._at and self.kind is Kind.CARD:
            return [bool(cell.strip()) or None for cell in columns[self._at["category"]]]
        if "reference" in self._at:
            column = columns[self._at["reference"]]
            if "card" in "\n".join(column).lower():
                return [bool(_CARD.search(cell)) or None for cell in column]
        return (None,) * rows

    def _kinds(self, cards: Sequence[bool | None]) -> Iterable[Kind]:
        if not self._mixed:
            return repeat(self.kind)
        if True not in cards:
            return repeat(Kind.PAYMENT)
        return [Kind.CARD if card else Kind.PAYMENT for card in cards]

    def _identified(self, columns: Sequence[_Column]) -> Iterable[Identifiers]:
        found = [map(cache.__getitem__, columns[at]) for at, cache in self._identifiers]
        return reduce(partial(map, operator.add), found) if found else repeat(())

    def _extra(self, columns: Sequence[_Column]) -> Iterable[tuple[str, ...]]:
        at = self._extra_at
        return zip(*(columns[index] for index in at), strict=True) if at else repeat(())


def _currency(columns: Columns) -> str:
    """The currency that the name of the column of amounts has, if any."""
    at = columns.chosen.get("amount")
    return "" if at is None else currency_in(columns.all[at].name)


def _kind(columns: Columns) -> Kind:
    """What the lines of a list are, by the columns that it has."""
    chosen = columns.chosen
    if "client_id" in chosen:
        return Kind.OAUTH_GRANT
    if "supplier" not in chosen or _of_traffic(columns):
        return Kind.DOMAIN_SEEN
    if "category" in chosen and folded(columns.all[chosen["category"]].name).startswith(
        ("merchant", "mcc")
    ):
        return Kind.CARD
    return Kind.PAYMENT if "amount" in chosen or "date" in chosen else Kind.SUPPLIER


def _of_traffic(columns: Columns) -> bool:
    """Whether a list has the applications that were seen in use, and not what was paid for them."""
    chosen = columns.chosen
    if "amount" in chosen or "app" not in _name(columns, "supplier"):
        return False
    return "domain" in chosen or "seen" in _name(columns, "date")


def _name(columns: Columns, field: str) -> str:
    return folded(columns.all[columns.chosen[field]].name) if field in columns.chosen else ""


def _less(paid: Decimal | None, back: Decimal | None) -> Decimal | None:
    """What was paid less what came back; what came back may be written as negative already."""
    return paid if back is None else (paid or Decimal()) - abs(back)


def _own(mark: str, cell: str, currency: str) -> str:
    """The currency of an amount; a bare $ is the dollar that the list, or a profile, names."""
    bare = mark == "USD" and "$" in cell and "US" not in cell.upper()
    return currency if not mark or (bare and currency.endswith("D")) else mark


def _yes_or_no(cell: str) -> bool | None:
    word = cell.strip().lower()
    return True if word in _YES else False if word in _NO else None
