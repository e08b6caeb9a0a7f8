"""Adding up: each line of each list goes to its use, and lines alike go there together."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter

from guard.audit.use import Use, named
from guard.catalogue.entry import Entry
from guard.catalogue.grounds import Ground, Judgement, Nature, Strength
from guard.catalogue.recognition import Recogniser
from guard.name import key
from guard.spend.line import Kind, Line

REMEMBERED = 500_000
"""Distinct lines whose place is kept at a time; it bounds memory, never the answer."""

HELD = 50_000
"""Lines that are held until those alike are counted in together; it bounds memory, too."""

TOLD = 1_000
"""Lines after which progress is told."""

_ALIKE = ("supplier", "description", "category", "account", "identifiers", "kind", "card")
"""What a line is recognised by, beside its date where names hold for a time only."""


def _fields(*names: str) -> Callable[[Line], tuple[Hashable, ...]]:
    """What gives these fields of a line; a line is a tuple, so that no code of Python runs."""
    getter: Callable[[Line], tuple[Hashable, ...]] = itemgetter(*map(Line._fields.index, names))
    return getter


_recognised_by = _fields(*_ALIKE)
_recognised_by_on_a_day = _fields(*_ALIKE, "date")

_APART = {
    Nature.SOFTWARE: "",
    Nature.POSSIBLE: ":unknown",
    Nature.UNKNOWN: ":unknown",
    Nature.NOT_SOFTWARE: ":not-software",
}


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
    _held: defaultdict[Hashable, list[Line]] = field(default_factory=lambda: defaultdict(list))
    _counted: int = 0
    _places: dict[Hashable, tuple[Use, bool]] = field(default_factory=dict)
    _alike: Callable[[Line], Hashable] = _recognised_by

    def __post_init__(self) -> None:
        """Find out whether names hold for a time only: then the date is looked at, too."""
        if any(entry.dated_aliases for entry in self.recogniser.catalogue.entries):
            self._alike = _recognised_by_on_a_day

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
        self, lines: Iterable[Line], progress: Callable[[int], None] = lambda _lines: None
    ) -> None:
        """Recognise ``lines`` and count them in, by application or supplier.

        Where ``lines`` fails, those before count. ``progress`` is told now and then, and at the
        end, how many lines there were.
        """
        alike, held, count = self._alike, self._held, self.lines
        try:
            for count, line in enumerate(lines, self.lines + 1):
                held[alike(line)].append(line)
                if not count % TOLD:
                    progress(count)
                    if count - self._counted >= HELD:
                        self.lines = count
                        self._count()
        finally:
            self.lines = count
            progress(count)

    def _count(self) -> None:
        """Count in what is held, and let go of it."""
        for alike, lines in self._held.items():
            known = self._places.get(alike)
            if known is None:
                if len(self._places) >= REMEMBERED:
                    self._places.clear()
                known = self._places[alike] = self._placed(lines[0])
            use, direct = known
            use.add(lines, direct=direct)
        self._held.clear()
        self._counted = self.lines

    def _placed(self, line: Line) -> tuple[Use, bool]:
        """The use of a line, and whether no payment company stands between."""
        self._kinds.add(line.kind)
        recognised = self.recogniser.recognise(line)
        nature, grounds = recognised.judgement.nature, recognised.judgement.grounds
        found = recognised.found
        entry = found.entry if found and found.certain and not found.entry.reseller else None
        own = "" if entry else self._known(line)
        if own:
            nature = Nature.POSSIBLE if nature is Nature.NOT_SOFTWARE else Nature.SOFTWARE
            why = "it has the name of an application that IT knows"
            grounds = (Ground(Strength.STRONG, "supplier", line.supplier, why), *grounds)
        use = self._use(line, nature, entry, own)
        use.placed(recognised, Judgement(nature, grounds))
        return use, recognised.intermediary is None

    def _use(self, line: Line, nature: Nature, entry: Entry | None, own: str) -> Use:
        """The use that ``line`` belongs to; lines of one name that are software stand apart."""
        known_as = f"app:{entry.id}" if entry else f"name:{self._key(line, own)}"
        known_as += _APART[nature]
        use = self._uses.get(known_as)
        if use is None:
            use = self._uses[known_as] = Use(known_as, entry, own)
        return use

    def _key(self, line: Line, own: str) -> str:
        name = own or (self.recogniser.catalogue.read(line.supplier).merchant if line.card else "")
        name = name or named(line)
        return key(name) or name.casefold()

    def _known(self, line: Line) -> str:
        """The application of IT's that a line names in full, if any."""
        if not self.known:
            return ""
        names = [line.supplier]
        if line.card is not False:
            names.append(self.recogniser.catalogue.read(line.supplier).merchant)
        return next((self.known[key(name)] for name in names if key(name) in self.known), "")
