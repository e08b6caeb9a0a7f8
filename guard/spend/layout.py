"""From rows of cells to lines: what each column means is settled once, then whole batches convert.

Nothing here loops over the cells of a row: a batch is turned into columns, each column is mapped
to its values, and the values are zipped into lines. That is what makes a list of millions of rows
take little longer than reading its text.
"""

import datetime as dt
import operator
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial, reduce
from itertools import repeat
from typing import Any, cast

from guard.spend.amounts import SYMBOLS, amounts
from guard.spend.columns import Columns
from guard.spend.dates import Dates
from guard.spend.identifiers import BY_FIELD, Cache, Identifiers
from guard.spend.line import Kind, Line
from guard.spend.profile import Profile
from guard.spend.table import Batch

_YES = frozenset({"yes", "y", "true", "1", "card", "p-card", "pcard", "purchase card"})
_NO = frozenset({"no", "n", "false", "0", "bacs", "cheque", "chaps", "invoice", "direct debit"})
_CARD = re.compile(r"\bp ?- ?card\b|\bpcard\b|purchas(?:e|ing) card|procurement card", re.I)

_line = cast("Callable[[Iterable[Any]], Line]", partial(tuple.__new__, Line))


class Layout:
    """How the rows of one list become lines."""

    def __init__(
        self,
        file: str,
        columns: Columns,
        profile: Profile,
        kind: Kind | None,
        dates: Callable[[], Iterable[str]],
    ) -> None:
        """Convert rows of ``file``; ``dates`` gives its whole column of dates, if it is needed."""
        self.file = file
        self.dates = Dates(dates, profile.dates)
        self.unread: Counter[str] = Counter()
        self._at = columns.chosen
        extra = columns.extra
        self._extra_names = tuple(extra)
        self._extra_at = tuple(extra.values())
        self._identifiers = [
            (self._at[field], Cache(work_out))
            for field, work_out in BY_FIELD.items()
            if field in self._at
        ]
        self.kind = profile.kind or kind or _kind(columns)
        self._fixed = profile.kind is not None
        name = columns.all[self._at["amount"]].name if "amount" in self._at else ""
        self.currency = profile.currency or next(
            (code for mark, code in SYMBOLS.items() if mark in name.upper()), ""
        )

    def lines(self, batch: Batch) -> Iterator[Line]:
        """The lines of ``batch``, whose rows all have as many cells as there are columns."""
        numbers, rows = batch
        columns = list(zip(*rows, strict=True))
        card = self._card(columns, len(rows))
        account = self._text(columns, "account")
        money, currency = self._money(columns)
        values: list[Iterable[object]] = [
            repeat(self.file, len(rows)),
            numbers,
            self._kinds(card),
            self._dates(columns),
            self._text(columns, "supplier"),
            self._text(columns, "description"),
            money,
            currency,
            self._category(columns, account),
            account,
            self._text(columns, "area"),
            self._text(columns, "buyer"),
            card,
            self._all_identifiers(columns),
            repeat(self._extra_names),
            self._extra(columns),
        ]
        return map(_line, zip(*values, strict=False))

    def _text(self, columns: Sequence[tuple[str, ...]], field: str) -> Iterable[str]:
        if field not in self._at:
            return repeat("")
        return list(map(str.strip, columns[self._at[field]]))

    def _category(
        self, columns: Sequence[tuple[str, ...]], account: Iterable[str]
    ) -> Iterable[str]:
        if "category" not in self._at:
            return account
        category = self._text(columns, "category")
        return map(operator.or_, category, account) if False else map(_first, category, account)

    def _dates(self, columns: Sequence[tuple[str, ...]]) -> Iterable[dt.date | None]:
        if "date" not in self._at:
            return repeat(None)
        column = columns[self._at["date"]]
        found = list(map(self.dates.__getitem__, column))
        if None in found:
            self._not_understood("date", found, column)
        return found
