"""Uses: what all lines of all lists say of one application, added up."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from statistics import median

from guard.catalogue.entry import Entry
from guard.catalogue.grounds import Ground, Nature
from guard.catalogue.recognition import Recognised, Recogniser
from guard.errors import Place
from guard.name import key
from guard.spend.line import Kind, Line

PLACES = 5
"""The lines of a use that are named; the others are counted."""

_OFTEN = 3
_PERIODS = ((25, 35), (80, 100), (350, 380))
"""Days between charges of a subscription: by the month, the quarter, the year."""

_FIRM = (Nature.SOFTWARE, Nature.POSSIBLE, Nature.NOT_SOFTWARE, Nature.UNKNOWN)
_TRAFFIC = (Kind.OAUTH_GRANT, Kind.DOMAIN_SEEN)


@dataclass(slots=True)
class Use:
    """One application, or one supplier that was not recognised, over all lists."""

    name: str
    supplier: str
    entry: Entry | None
    nature: Nature = Nature.UNKNOWN
    grounds: tuple[Ground, ...] = ()
    lines: int = 0
    charges: int = 0
    totals: dict[str, Decimal] = field(default_factory=dict)
    dates: set[dt.date] = field(default_factory=set)
    areas: Counter[str] = field(default_factory=Counter)
    buyers: set[str] = field(default_factory=set)
    intermediaries: set[str] = field(default_factory=set)
    resellers: set[str] = field(default_factory=set)
    by_card: bool = False
    in_traffic: bool = False
    places: list[Place] = field(default_factory=list)

    def add(self, line: Line, recognised: Recognised) -> None:
        """Count one line in."""
        self.lines += 1
        if len(self.places) < PLACES:
            self.places.append(line.place)
        if _FIRM.index(recognised.judgement.nature) < _FIRM.index(self.nature):
            self.nature, self.grounds = recognised.judgement.nature, recognised.judgement.grounds
        if line.kind in _TRAFFIC:
            self.in_traffic = True
        else:
            self._charge(line)
        if recognised.intermediary:
            self.intermediaries.add(recognised.intermediary.name)
        if recognised.found and recognised.found.reseller:
            self.resellers.add(recognised.found.reseller.name)

    def _charge(self, line: Line) -> None:
        self.charges += 1
        if line.date:
            self.dates.add(line.date)
        if line.amount is not None:
            self.totals[line.currency] = self.totals.get(line.currency, Decimal()) + line.amount
        if line.area:
            self.areas[line.area] += 1
        if line.buyer:
            self.buyers.add(line.buyer)
        self.by_card = self.by_card or bool(line.card)

    @property
    def months(self) -> int:
        """In how many months something was paid."""
        return len({(day.year, day.month) for day in self.dates})

    @property
    def recurring(self) -> bool:
        """Whether three charges or more came at like intervals."""
        if len(self.dates) < _OFTEN:
            return False
        between = median((b - a).days for a, b in pairwise(sorted(self.dates)))
        return any(least <= between <= most for least, most in _PERIODS)


def add_up(lines: Iterable[Line], recogniser: Recogniser, uses: dict[str, Use]) -> None:
    """Recognise each of ``lines`` and count it into ``uses``, by application or supplier."""
    for line in lines:
        recognised = recogniser.recognise(line)
        found = recognised.found
        sure = found if found and found.certain and not found.entry.reseller else None
        name = sure.entry.name if sure else line.supplier
        known_as = f"app:{sure.entry.id}" if sure else f"name:{key(name)}"
        use = uses.get(known_as)
        if use is None:
            supplier = (sure.entry.supplier or line.supplier) if sure else line.supplier
            use = uses[known_as] = Use(name, supplier, sure.entry if sure else None)
        use.add(line, recognised)


def by_spend(uses: Iterable[Use]) -> Iterator[Use]:
    """``uses`` by what they cost, dearest first; those alike by name."""
    yield from sorted(uses, key=lambda use: (-sum(use.totals.values(), Decimal()), use.name))
