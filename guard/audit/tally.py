"""Adding up: each line of each list goes to its use, and lines alike go there together."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from typing import NamedTuple

from guard.audit.use import Charge, Use, Who, name_in
from guard.catalogue.entry import Entry
from guard.catalogue.grounds import Ground, Judgement, Nature, Strength
from guard.catalogue.recognition import Recogniser, Subject
from guard.name import key
from guard.spend.line import Chunk, Kind, Line

REMEMBERED = 500_000
"""Distinct lines whose place is kept at a time; it bounds memory, never the answer."""

HELD = 100_000
"""Lines that are held until those alike are counted in together; it bounds memory, too."""

TOLD = 1_000
"""Lines after which progress is told."""

_Named = tuple[str, str, tuple[str, ...], Kind, bool | None, dt.date | None]
"""By what it is known whom a line names: its supplier, description, identifiers, kind, whether a
card paid, and its date where names hold for a time only."""

_What = tuple[str, str, tuple[str, ...], Kind, bool | None, dt.date | None, str, str]
"""The same, then category and account: by what a line is recognised."""

_Alike = tuple[str, str, tuple[str, ...], Kind, bool | None, dt.date | None, str, str, str, str]
"""The same, then area and currency: lines of which all this is one are counted in together."""

_APART = {
    Nature.SOFTWARE: "",
    Nature.POSSIBLE: ":unknown",
    Nature.UNKNOWN: ":unknown",
    Nature.NOT_SOFTWARE: ":not-software",
}


class _Party(NamedTuple):
    """Whom lines name: what the catalogue says of it, and by what name IT knows it, if any.

    ``known_as`` is that of its use, without what tells whether it is software.
    """

    who: Who
    subject: Subject
    entry: Entry | None
    own: str
    known_as: str


@dataclass(slots=True)
class Tally:
    """All uses of all lists, and what the lists are able to show.

    ``known`` are the applications that IT knows, by the key of each of their names; a line with
    such a name is of that application also where no catalogue has it.
    """

    recogniser: Recogniser
    known: Mapping[str, str] = field(default_factory=dict)
    lines: int = 0
    _uses: dict[str, Use] = field(default_factory=dict)
    _kinds: set[Kind] = field(default_factory=set)
    _held: defaultdict[_Alike, list[Charge]] = field(default_factory=lambda: defaultdict(list))
    _counted: int = 0
    _places: dict[_What, tuple[Use, Who]] = field(default_factory=dict)
    _parties: dict[_Named, _Party] = field(default_factory=dict)
    _dated: bool = False

    def __post_init__(self) -> None:
        """Find out whether names hold for a time only: then the date is looked at, too."""
        self._dated = any(entry.dated_aliases for entry in self.recogniser.catalogue.entries)

    @property
    def uses(self) -> Mapping[str, Use]:
        """The uses of all lines so far, by what they are known as."""
        self._count()
        return self._uses

    @property
    def kinds(self) -> frozenset[Kind]:
        """What the lines so far are."""
        self._count()
        return frozenset(self._kinds)

    @property
    def days(self) -> int:
        """From the first day of the lists to their last."""
        days = [day for use in self.uses.values() for day in (use.first, use.last) if day]
        return (max(days) - min(days)).days if days else 0

    def add(
        self, chunks: Iterable[Chunk], progress: Callable[[int], None] = lambda _lines: None
    ) -> None:
        """Recognise the lines of ``chunks`` and count them in, by application or supplier.

        Where ``chunks`` fails, the lines before count. ``progress`` is told now and then, and at
        the end, how many lines there were.
        """
        told = self.lines
        try:
            for chunk in chunks:
                self._hold(chunk)
                self.lines += len(chunk.row)
                if self.lines - told >= TOLD:
                    told = self.lines
                    progress(told)
                if self.lines - self._counted >= HELD:
                    self._count()
        finally:
            progress(self.lines)

    def _hold(self, chunk: Chunk) -> None:
        """Put each line to those that it is like; nothing here is done twice for a line."""
        held = self._held
        days = chunk.date if self._dated else repeat(None)
        alike = zip(
            chunk.supplier, chunk.description, chunk.identifiers, chunk.kind, chunk.card, days,
            chunk.category, chunk.account, chunk.area, chunk.currency,
            strict=False,
        )  # fmt: skip
        charges = zip(chunk.date, chunk.file, chunk.row, chunk.amount, strict=False)
        for which, charge in zip(alike, charges, strict=False):
            held[which].append(charge)

    def _count(self) -> None:
        """Count in what is held, and let go of it."""
        for alike, charges in self._held.items():
            what, area, code = alike[:8], alike[8], alike[9]
            if what not in self._places:
                if len(self._places) >= REMEMBERED:
                    self._places.clear()
                self._places[what] = self._place(what)
            use, who = self._places[what]
            use.add(who, area, code, charges)
        self._held.clear()
        self._counted = self.lines

    def _place(self, what: _What) -> tuple[Use, Who]:
        """The use of lines that are recognised by ``what``, and whom they name."""
        named, category, account = what[:6], what[6], what[7]
        party = self._parties.get(named)
        if party is None:
            if len(self._parties) >= REMEMBERED:
                self._parties.clear()
            party = self._parties[named] = self._party(named)
        judgement = self.recogniser.grounds.weigh(party.subject.signs, category, account)
        if party.own:
            judgement = _as_known(judgement, what[0])
        # Lines of one name that are software stand apart from the others.
        known_as = party.known_as + _APART[judgement.nature]
        use = self._uses.get(known_as)
        if use is None:
            use = self._uses[known_as] = Use(known_as, party.entry, party.own)
        use.placed(party.subject, judgement)
        return use, party.who

    def _party(self, named: _Named) -> _Party:
        supplier, description, identifiers, kind, card, day = named
        line = Line(
            kind=kind, date=day, supplier=supplier, description=description, card=card,
            identifiers=identifiers,
        )  # fmt: skip
        self._kinds.add(kind)
        subject = self.recogniser.subject(line)
        found = subject.found
        entry = found.entry if found and found.certain and not found.entry.reseller else None
        own = "" if entry else self._known(line)
        known_as = f"app:{entry.id}" if entry else f"name:{self._key(line, own)}"
        payee = None if card or subject.intermediary else supplier
        who = Who(name_in(line), payee, kind, card)
        return _Party(who, subject, entry, own, known_as)

    def _key(self, line: Line, own: str) -> str:
        name = own or (self.recogniser.catalogue.read(line.supplier).merchant if line.card else "")
        name = name or name_in(line)
        return key(name) or name.casefold()

    def _known(self, line: Line) -> str:
        """The application of IT's that a line names in full, if any."""
        if not self.known:
            return ""
        names = [line.supplier]
        if line.card is not False:
            names.append(self.recogniser.catalogue.read(line.supplier).merchant)
        return next((self.known[key(name)] for name in names if key(name) in self.known), "")


def _as_known(judgement: Judgement, supplier: str) -> Judgement:
    """``judgement`` of lines that have the name of an application of IT's."""
    against = judgement.nature is Nature.NOT_SOFTWARE
    why = "it has the name of an application that IT knows"
    ground = Ground(Strength.STRONG, "supplier", supplier, why)
    nature = Nature.POSSIBLE if against else Nature.SOFTWARE
    return Judgement(nature, (ground, *judgement.grounds))
