"""Uses: what all lines of all lists say of one application, added up."""

import datetime as dt
from bisect import insort
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from guard.catalogue.entry import Entry
from guard.catalogue.grounds import Ground, Judgement, Nature, Strength
from guard.catalogue.recognition import Recognised, Recogniser
from guard.errors import Place
from guard.name import key
from guard.spend.amounts import SYMBOLS
from guard.spend.line import Kind, Line

PLACES = 5
"""The lines of a use that are named, earliest first; the others are counted."""

TRAFFIC = frozenset({Kind.OAUTH_GRANT, Kind.DOMAIN_SEEN})
"""The lists of what is used; all others are of what is bought."""

_OFTEN = 3
_PERIODS = ((25, 35), (80, 100), (350, 380))
"""Days between charges of a subscription: by the month, the quarter, the year."""

_LEAST = Decimal("0.0001")  # what a spreadsheet adds beyond this is noise of its arithmetic
_FIRM = (Nature.SOFTWARE, Nature.POSSIBLE, Nature.NOT_SOFTWARE, Nature.UNKNOWN)
_APART = {
    Nature.SOFTWARE: "",
    Nature.POSSIBLE: ":unknown",
    Nature.UNKNOWN: ":unknown",
    Nature.NOT_SOFTWARE: ":not-software",
}
_Name = TypeVar("_Name", str, tuple[str, str])


@dataclass(slots=True)
class Use:
    """One application, or one supplier that was not recognised, over all lists.

    ``by_area`` and ``by_month`` ("2026-11") are what was paid, by name and currency; the name is
    empty where the list does not say it. ``known_as`` is the same in every run.
    """

    known_as: str
    entry: Entry | None
    own_name: str = ""
    nature: Nature = Nature.UNKNOWN
    grounds: tuple[Ground, ...] = ()
    lines: int = 0
    charges: int = 0
    undated: int = 0
    names: Counter[str] = field(default_factory=Counter)
    payees: Counter[str] = field(default_factory=Counter)
    totals: dict[str, Decimal] = field(default_factory=dict)
    contracted: dict[str, Decimal] = field(default_factory=dict)
    by_area: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    by_month: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    charged_on: dict[str, set[dt.date]] = field(default_factory=dict)
    first: dt.date | None = None
    last: dt.date | None = None
    areas: Counter[str] = field(default_factory=Counter)
    intermediaries: set[str] = field(default_factory=set)
    resellers: set[str] = field(default_factory=set)
    cards: Counter[bool | None] = field(default_factory=Counter)
    in_traffic: bool = False
    earliest: list[tuple[dt.date, str, int]] = field(default_factory=list)

    def add(self, line: Line, recognised: Recognised, judgement: Judgement) -> None:
        """Count one line in, which is what ``judgement`` says."""
        self.lines += 1
        self.names[_named(line)] += 1
        self._seen(line)
        self._judged(judgement.nature, judgement.grounds)
        match line.kind:
            case Kind.OAUTH_GRANT | Kind.DOMAIN_SEEN:
                self.in_traffic = True
            case Kind.CONTRACT:
                self._bought(line)
                _count(self.contracted, currency(line.currency), line.amount)
            case Kind.PAYMENT | Kind.CARD | Kind.SUPPLIER:
                self._bought(line)
                self._paid(line)
        if recognised.intermediary:
            self.intermediaries.add(recognised.intermediary.name)
        elif line.kind not in TRAFFIC and not line.card:
            self.payees[line.supplier] += 1
        if recognised.found and recognised.found.reseller:
            self.resellers.add(recognised.found.reseller.name)

    def _seen(self, line: Line) -> None:
        day = line.date
        if day:
            self.first = min(self.first or day, day)
            self.last = max(self.last or day, day)
        place = (day or dt.date.max, line.file, line.row)
        if len(self.earliest) < PLACES or place < self.earliest[-1]:
            insort(self.earliest, place)
            del self.earliest[PLACES:]

    def _judged(self, nature: Nature, grounds: tuple[Ground, ...]) -> None:
        """Keep the firmest nature; of like lines those grounds that no order of lines changes."""
        ours, theirs = _FIRM.index(self.nature), _FIRM.index(nature)
        if theirs < ours or (theirs == ours and _weight(grounds) < _weight(self.grounds)):
            self.nature, self.grounds = nature, grounds

    def _bought(self, line: Line) -> None:
        self.charges += 1
        self.cards[line.card] += 1
        if line.area:
            self.areas[squeezed(line.area)] += 1

    def _paid(self, line: Line) -> None:
        area = squeezed(line.area)
        code = currency(line.currency)
        _count(self.totals, code, line.amount)
        _count(self.by_area, (area, code), line.amount)
        _count(self.by_month, (f"{line.date:%Y-%m}" if line.date else "", code), line.amount)
        if line.date is None:
            self.undated += 1
        elif line.amount is None or line.amount >= 0:  # a credit is no charge that comes back
            self.charged_on.setdefault(area.casefold(), set()).add(line.date)

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
        return self.cards[True] > 0

    @property
    def places(self) -> tuple[Place, ...]:
        """The earliest lines; those without a date come last."""
        return tuple(Place(file, row) for _, file, row in self.earliest)

    @property
    def departments(self) -> tuple[str, ...]:
        """The areas charged, those with most lines first; each once, however it is written."""
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
        return None if self.cards[None] or not self.cards else False

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


def _count(sums: dict[_Name, Decimal], name: _Name, amount: Decimal | None) -> None:
    if amount is not None:
        sums[name] = sums.get(name, Decimal()) + amount.quantize(_LEAST)


def _commonest(names: Counter[str]) -> str:
    return min(names, key=lambda name: (-names[name], name), default="")


def _named(line: Line) -> str:
    """Whom a line names; a list of look-ups has only addresses."""
    numbers = (identifier.partition(":")[2] for identifier in line.identifiers)
    return line.supplier or next(numbers, "")


def squeezed(text: str) -> str:
    """``text`` with single spaces only."""
    return " ".join(text.split())


def currency(text: str) -> str:
    """The ISO 4217 code that ``text`` means; in capitals, and otherwise as it is, if none."""
    code = text.strip().upper()
    return SYMBOLS.get(code, code)


REMEMBERED = 500_000
"""Distinct lines whose place is kept at a time; it bounds memory, never the answer."""


@dataclass(slots=True)
class Tally:
    """All uses of all lists, and what the lists are able to show.

    ``known`` are the applications that IT knows, by the key of each of their names; a line with
    such a name is of that application also where no catalogue has it.
    """

    recogniser: Recogniser
    known: Mapping[str, str] = field(default_factory=dict)
    uses: dict[str, Use] = field(default_factory=dict)
    kinds: set[Kind] = field(default_factory=set)
    lines: int = 0
    first: dt.date | None = None
    last: dt.date | None = None
    _alike: dict[Hashable, tuple[Use, Recognised, Judgement]] = field(default_factory=dict)
    _dated: bool = False

    def __post_init__(self) -> None:
        """Find out whether names hold for a time only: then the date is looked at, too."""
        self._dated = any(entry.dated_aliases for entry in self.recogniser.catalogue.entries)

    @property
    def days(self) -> int:
        """From the first day of the lists to their last."""
        return (self.last - self.first).days if self.first and self.last else 0

    def add(self, line: Line) -> None:
        """Recognise ``line`` and count it in, by application or supplier."""
        self.lines += 1
        self.kinds.add(line.kind)
        if line.date:
            self.first = min(self.first or line.date, line.date)
            self.last = max(self.last or line.date, line.date)
        use, recognised, judgement = self._placed(line)
        use.add(line, recognised, judgement)

    def _placed(self, line: Line) -> tuple[Use, Recognised, Judgement]:
        """Where ``line`` belongs; worked out once for lines alike in all that this reads."""
        alike = (
            line.supplier,
            line.description,
            line.category,
            line.account,
            line.identifiers,
            line.kind,
            line.card,
            line.date if self._dated else None,
        )
        if alike not in self._alike:
            if len(self._alike) >= REMEMBERED:
                self._alike.clear()
            self._alike[alike] = self._recognised(line)
        return self._alike[alike]

    def _recognised(self, line: Line) -> tuple[Use, Recognised, Judgement]:
        recognised = self.recogniser.recognise(line)
        nature, grounds = recognised.judgement.nature, recognised.judgement.grounds
        found = recognised.found
        entry = found.entry if found and found.certain and not found.entry.reseller else None
        own = "" if entry else self._known(line)
        if own:
            nature = Nature.POSSIBLE if nature is Nature.NOT_SOFTWARE else Nature.SOFTWARE
            why = "it has the name of an application that IT knows"
            grounds = (Ground(Strength.STRONG, "supplier", line.supplier, why), *grounds)
        return self._use(line, nature, entry, own), recognised, Judgement(nature, grounds)

    def _use(self, line: Line, nature: Nature, entry: Entry | None, own: str) -> Use:
        """The use that ``line`` belongs to; lines of one name that are software stand apart."""
        known_as = f"app:{entry.id}" if entry else f"name:{self._key(line, own)}"
        known_as += _APART[nature]
        use = self.uses.get(known_as)
        if use is None:
            use = self.uses[known_as] = Use(known_as, entry, own)
        return use

    def _key(self, line: Line, own: str) -> str:
        name = own or (self.recogniser.catalogue.read(line.supplier).merchant if line.card else "")
        name = name or _named(line)
        return key(name) or name.casefold()

    def _known(self, line: Line) -> str:
        """The application of IT's that a line names in full, if any."""
        if not self.known:
            return ""
        names = [line.supplier]
        if line.card is not False:
            names.append(self.recogniser.catalogue.read(line.supplier).merchant)
        return next((self.known[key(name)] for name in names if key(name) in self.known), "")


def by_spend(uses: Iterable[Use]) -> Iterator[Use]:
    """``uses`` by what they cost, dearest first; those alike by name."""
    yield from sorted(
        uses, key=lambda use: (-sum(use.totals.values(), Decimal()), use.name, use.known_as)
    )
