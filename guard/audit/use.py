"""Uses: what all lines of all lists say of one application, added up."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeVar, cast

from guard.catalogue.entry import Entry
from guard.catalogue.grounds import Ground, Judgement, Nature
from guard.catalogue.recognition import Subject
from guard.errors import Place
from guard.spend.amounts import SYMBOLS
from guard.spend.line import Kind, Line

PLACES = 5
"""The lines of a use that are named, earliest first; the others are counted."""

TRAFFIC = frozenset({Kind.OAUTH_GRANT, Kind.DOMAIN_SEEN})
"""The lists of what is used; all others are of what is bought."""

_OFTEN = 3
_PERIODS = ((25, 35), (80, 100), (350, 380))
"""Days between charges of a subscription: by the month, the quarter, the year."""

_NOTHING = Decimal("0.0000")  # what a spreadsheet adds beyond this is noise of its arithmetic
_FIRM = (Nature.SOFTWARE, Nature.POSSIBLE, Nature.NOT_SOFTWARE, Nature.UNKNOWN)
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_Days = Sequence[dt.date | None]
_Amounts = Sequence[Decimal | None]

Charge = tuple[dt.date | None, str, int, Decimal | None]
"""What is each line's own: its date, its file, its row, its amount."""


class Who(NamedTuple):
    """Whom lines name, which were recognised alike.

    ``payee``: who was paid, None where a card or a payment company stands between.
    """

    name: str
    payee: str | None
    kind: Kind
    card: bool | None


@dataclass(slots=True)
class Use:
    """One application, or one supplier that was not recognised, over all lists.

    ``by_area`` and ``by_month`` ("2026-11") are what was paid for software, by name and currency;
    the name is empty where the list does not say it. They, ``largest`` and ``undated`` are kept
    for software only, which alone is judged; and for software only are the days of
    ``charged_on`` apart by area. ``known_as`` is the same in every run.
    """

    known_as: str
    entry: Entry | None
    own_name: str = ""
    nature: Nature = Nature.UNKNOWN
    grounds: tuple[Ground, ...] = ()
    lines: int = 0
    charges: int = 0
    undated: int = 0
    names: dict[str, int] = field(default_factory=dict)
    payees: dict[str, int] = field(default_factory=dict)
    totals: dict[str, Decimal] = field(default_factory=dict)
    contracted: dict[str, Decimal] = field(default_factory=dict)
    largest: dict[str, Decimal] = field(default_factory=dict)
    by_area: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    by_month: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    charged_on: dict[str, set[dt.date]] = field(default_factory=dict)
    first: dt.date | None = None
    last: dt.date | None = None
    areas: dict[str, int] = field(default_factory=dict)
    intermediaries: frozenset[str] = frozenset()
    resellers: frozenset[str] = frozenset()
    cards: set[bool | None] = field(default_factory=set)
    in_traffic: bool = False
    earliest: list[tuple[dt.date, str, int]] = field(default_factory=list)

    def placed(self, subject: Subject, judgement: Judgement) -> None:
        """Take in that lines are this, and are what ``judgement`` says; twice is as once."""
        if subject.intermediary:
            self.intermediaries |= {subject.intermediary.name}
        if subject.found and subject.found.reseller:
            self.resellers |= {subject.found.reseller.name}
        self._judged(judgement.nature, judgement.grounds)

    def add(self, who: Who, area: str, code: str, charges: Sequence[Charge]) -> None:
        """Count in lines that name ``who``, all of one area, with one currency."""
        count = len(charges)
        days, files, rows, amounts = zip(*charges, strict=True)
        self.lines += count
        _more(self.names, who.name, count)
        self._seen(days, files, rows)
        if who.kind in TRAFFIC:
            self.in_traffic = True
            return
        self.charges += count
        self.cards.add(who.card)
        if who.payee is not None:
            _more(self.payees, who.payee, count)
        area, code = squeezed(area), currency(code)
        if area:
            _more(self.areas, area, count)
        if who.kind is Kind.CONTRACT:
            _count(self.contracted, code, _told(amounts))
        else:
            self._paid(area, code, days, amounts)

    def _seen(self, days: _Days, files: Sequence[str], rows: Sequence[int]) -> None:
        dated = _told(days)
        if dated:
            self.first = min(dated) if self.first is None else min(self.first, *dated)
            self.last = max(dated) if self.last is None else max(self.last, *dated)
        ordered = dated if len(dated) == len(days) else [day or dt.date.max for day in days]
        if len(self.earliest) < PLACES or min(ordered) <= self.earliest[-1][0]:
            places = zip(ordered, files, rows, strict=True)
            self.earliest = sorted([*self.earliest, *places])[:PLACES]

    def _judged(self, nature: Nature, grounds: tuple[Ground, ...]) -> None:
        """Keep the firmest nature; of like lines those grounds that no order of lines changes."""
        if nature is self.nature and grounds == self.grounds:
            return
        ours, theirs = _FIRM.index(self.nature), _FIRM.index(nature)
        if theirs < ours or (theirs == ours and _weight(grounds) < _weight(self.grounds)):
            self.nature, self.grounds = nature, grounds

    def _paid(self, area: str, code: str, days: _Days, amounts: _Amounts) -> None:
        told = _told(amounts)
        _count(self.totals, code, told)
        if self.nature is Nature.SOFTWARE:
            self._paid_for_software(area, code, days, amounts)
        if told and min(told) < _NOTHING:  # a credit is no charge that comes back
            pairs = zip(days, amounts, strict=True)
            days = [day for day, amount in pairs if amount is None or amount >= _NOTHING]
        if charged := _told(days):
            # Whether charges come back is asked of software only.
            apart = _folded(area) if self.nature is Nature.SOFTWARE else ""
            self.charged_on.setdefault(apart, set()).update(charged)

    def _paid_for_software(self, area: str, code: str, days: _Days, amounts: _Amounts) -> None:
        self.undated += days.count(None)
        for day, amount in zip(days, amounts, strict=True):
            if amount is not None:
                month = day.isoformat()[:7] if day else ""
                _count(self.by_area, (area, code), (amount,))
                _count(self.by_month, (month, code), (amount,))
                self.largest[code] = max(self.largest.get(code, _NOTHING), amount)

    @property
    def name(self) -> str:
        """What it is called: by the catalogue or IT, or else most often in the lists."""
        return self.entry.name if self.entry else self.own_name or _commonest(self.names)

    @property
    def supplier(self) -> str:
        """Who provides it, as far as that is known: a card descriptor does not tell."""
        if self.entry and self.entry.supplier:
            return self.entry.supplier
        direct = not self.resellers and not self.own_name
        return _commonest(self.payees) if direct else ""

    @property
    def by_card(self) -> bool:
        """Whether a purchasing card paid, ever."""
        return True in self.cards

    @property
    def places(self) -> tuple[Place, ...]:
        """The earliest lines; those without a date come last."""
        return tuple(Place(file, row) for _, file, row in self.earliest)

    @property
    def departments(self) -> tuple[str, ...]:
        """The areas charged, those with most lines first; each once, however it is written."""
        if len(self.areas) <= 1:
            return tuple(self.areas)
        lines: Counter[str] = Counter()
        names: dict[str, str] = {}
        for area, count in sorted(self.areas.items()):
            lines[area.casefold()] += count
            names.setdefault(area.casefold(), area)
        ordered = sorted(lines, key=lambda folded: (-lines[folded], folded))
        return tuple(names[folded] for folded in ordered)

    @property
    def card(self) -> bool | None:
        """Whether a card paid; None where no list says that one did, and some do not tell."""
        if self.by_card:
            return True
        return None if None in self.cards or not self.cards else False

    @property
    def months(self) -> int:
        """In how many months something was paid."""
        return len({(day.year, day.month) for days in self.charged_on.values() for day in days})

    @property
    def recurring(self) -> bool:
        """Whether three charges or more of one department came at like intervals."""
        return any(_alike(days) for days in self.charged_on.values())


def _alike(days: set[dt.date]) -> bool:
    """Whether two gaps or more, and two thirds of all, are a month, a quarter or a year."""
    gaps = [(after - before).days for before, after in pairwise(sorted(days))]
    fitting = (sum(least <= gap <= most for gap in gaps) for least, most in _PERIODS)
    return any(fit >= _OFTEN - 1 and 3 * fit >= 2 * len(gaps) for fit in fitting)


def _weight(grounds: tuple[Ground, ...]) -> tuple[int, list[tuple[str, str, str]]]:
    return -len(grounds), [(ground.strength, ground.column, ground.value) for ground in grounds]


def _told(values: Sequence[_Value | None]) -> Sequence[_Value]:
    """``values`` without None; most have none."""
    if None in values:
        return [value for value in values if value is not None]
    return cast("Sequence[_Value]", values)


def _more(counts: dict[_Key, int], name: _Key, count: int) -> None:
    counts[name] = counts.get(name, 0) + count


def _count(sums: dict[_Key, Decimal], name: _Key, amounts: Sequence[Decimal]) -> None:
    """Add ``amounts`` to a sum, each rounded to what is no noise; most need no rounding."""
    if amounts:
        total = sum(amounts, _NOTHING)
        if not total.same_quantum(_NOTHING):
            total = sum((amount.quantize(_NOTHING) for amount in amounts), _NOTHING)
        sums[name] = sums.get(name, _NOTHING) + total


def _commonest(names: dict[str, int]) -> str:
    if len(names) == 1:
        return next(iter(names))
    return min(names, key=lambda name: (-names[name], name), default="")


_folded = lru_cache(maxsize=4096)(str.casefold)


def name_in(line: Line) -> str:
    """Whom a line names; a list of look-ups has only addresses."""
    numbers = (identifier.partition(":")[2] for identifier in line.identifiers)
    return line.supplier or next(numbers, "")


@lru_cache(maxsize=4096)  # departments and currencies are few, and every line has them
def squeezed(text: str) -> str:
    """``text`` with single spaces only."""
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def currency(text: str) -> str:
    """The ISO 4217 code that ``text`` means; in capitals, and otherwise as it is, if none."""
    code = text.strip().upper()
    return SYMBOLS.get(code, code)


def by_spend(uses: Iterable[Use]) -> Iterator[Use]:
    """``uses`` by what they cost, dearest first; those alike by name."""
    yield from sorted(
        uses, key=lambda use: (-sum(use.totals.values(), Decimal()), use.name, use.known_as)
    )
