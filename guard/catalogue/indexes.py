"""The hash tables in which a catalogue is looked up."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from guard.catalogue.entry import DatedAlias, Entry
from guard.catalogue.identifiers import canonical_all, scheme_of
from guard.catalogue.wording import words
from guard.name import key

COMMON = "its name is also another's"
SUPPLIER = "the supplier's name does not say which application"
UNREVIEWED = "nobody has looked at this name yet"

SHORTEST_JOINED = 7
"""Letters of a name that is looked up without blanks: shorter ones are too often other words."""


class Hit(NamedTuple):
    """An entry under a text: how it got there, and what keeps the text from deciding alone."""

    entry: Entry
    how: str
    text: str
    doubt: str = ""
    alias: DatedAlias | None = None
    rivals: tuple[Entry, ...] = ()


class Indexes:
    """Entries by number, domain, name, beginning of a descriptor, and phrase."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Join ``entries`` that have one id."""
        joined: dict[str, Entry] = {}
        for entry in entries:
            known = joined.get(entry.id)
            joined[entry.id] = known.joined_with(entry) if known else entry
        self.entries = tuple(joined.values())

    @cached_property
    def _names(self) -> Sequence[Hit]:
        return [hit for entry in self.entries for hit in _named(entry)]

    @cached_property
    def _beginnings(self) -> Sequence[Hit]:
        return [hit for entry in self.entries for hit in _described(entry)]

    @cached_property
    def by_identifier(self) -> Mapping[str, tuple[Entry, ...]]:
        """Entries by identifier in its one form."""
        return _grouped((n, e) for e in self.entries for n in canonical_all(e.identifiers))

    @cached_property
    def schemes(self) -> frozenset[str]:
        """The schemes of numbers in :attr:`by_identifier`, and that of web addresses."""
        return frozenset({"DOMAIN", *map(scheme_of, self.by_identifier)})

    @cached_property
    def by_domain(self) -> Mapping[str, tuple[Entry, ...]]:
        """Entries by domain."""
        return _grouped((d.removeprefix("www."), e) for e in self.entries for d in e.domains)

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Hit, ...]]:
        """Hits by key of a name; those without doubt first."""
        return _settled(self._names)

    @cached_property
    def by_beginning(self) -> Mapping[str, tuple[Hit, ...]]:
        """Hits by the words that a descriptor begins with."""
        return _settled(self._beginnings)

    @cached_property
    def by_phrase(self) -> Mapping[str, tuple[Hit, ...]]:
        """Hits by words that may stand anywhere in a description: no common word among them."""
        return _settled(hit for hit in self._rewritten(" ") if len(hit.text) >= len("sims"))

    @cached_property
    def joined(self) -> Mapping[str, tuple[Hit, ...]]:
        """Hits by name without blanks: cards say "SURVEYMONKEY" and "SURVEY MONKEY"."""
        return _settled(hit for hit in self._rewritten("") if len(hit.text) >= SHORTEST_JOINED)

    def _rewritten(self, gap: str) -> Iterator[Hit]:
        """The hits without doubt, by the words of their text with ``gap`` between them."""
        for hit in (*self._names, *self._beginnings):
            if not hit.doubt:
                joined = hit.text.replace(" ", "")
                alike = joined.isascii() and joined.isalnum()  # then its words are as they stand
                text = hit.text.replace(" ", gap) if alike else gap.join(words(hit.text))
                yield Hit(hit.entry, hit.how, text, "", hit.alias)

    @cached_property
    def first_words(self) -> frozenset[str]:
        """The first words of :attr:`by_beginning`: a text with another first word is not there."""
        return frozenset(text.partition(" ")[0] for text in self.by_beginning)

    @cached_property
    def heads(self) -> frozenset[str]:
        """The first letters of :attr:`joined`, as many as each has at least."""
        return frozenset(text[:SHORTEST_JOINED] for text in self.joined)

    @cached_property
    def longest_beginning(self) -> int:
        """The most words that a text of :attr:`by_beginning` has."""
        return max((len(text.split()) for text in self.by_beginning), default=0)

    @cached_property
    def longest_phrase(self) -> int:
        """The most words that a text of :attr:`by_phrase` has."""
        return max((len(text.split()) for text in self.by_phrase), default=0)

    def continuing(self, beginning: str) -> tuple[Entry, ...]:
        """The entries with a name that goes on after ``beginning``, written without blanks."""
        ordered = self._sorted
        at = bisect_left(ordered, beginning)
        found: dict[str, Entry] = {}
        while at < len(ordered) and ordered[at].startswith(beginning) and len(found) < 2:  # noqa: PLR2004
            found.update((hit.entry.id, hit.entry) for hit in self.joined[ordered[at]])
            at += 1
        return tuple(found.values())

    @cached_property
    def _sorted(self) -> Sequence[str]:
        return sorted(self.joined)


def _named(entry: Entry) -> Iterator[Hit]:
    """The names of an entry as keys."""
    doubt = _doubt(entry)
    if found := key(entry.name):
        yield Hit(entry, "name", found, doubt or (COMMON if entry.common_word else ""))
    for alias in entry.aliases:
        yield Hit(entry, "alias", key(alias), doubt)
    for dated in entry.dated_aliases:
        yield Hit(entry, "alias", key(dated.name), doubt, dated)
    # A supplier of another name may sell anything: that it makes this, too, is no sign.
    maker = key(entry.supplier or "")
    if maker != found and set(maker.split()) & set(found.split()):
        yield Hit(entry, "name", maker, SUPPLIER)


def _described(entry: Entry) -> Iterator[Hit]:
    for descriptor in entry.descriptors:
        yield Hit(entry, "descriptor", " ".join(words(descriptor)), _doubt(entry))


def _doubt(entry: Entry) -> str:
    return "" if entry.reviewed else UNREVIEWED


def _settled(hits: Iterable[Hit]) -> Mapping[str, tuple[Hit, ...]]:
    """Hits by text; those without doubt alone where there are any, rivals named where several."""
    grouped: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.text:
            grouped.setdefault(hit.text, []).append(hit)
    alone = {text: tuple(found) for text, found in grouped.items() if len(found) == 1}
    return alone | {text: _best(found) for text, found in grouped.items() if len(found) > 1}


def _best(hits: list[Hit]) -> tuple[Hit, ...]:
    best = [hit for hit in hits if not hit.doubt] or hits
    dated = [hit for hit in best if hit.alias]
    one_each = {hit.entry.id: hit for hit in reversed(best) if not hit.alias}
    always = tuple(reversed(one_each.values()))
    rivals = tuple(hit.entry for hit in always[1:])
    return (*dated, *(hit._replace(rivals=rivals) for hit in always[:1]))


def _grouped(pairs: Iterable[tuple[str, Entry]]) -> Mapping[str, tuple[Entry, ...]]:
    found: dict[str, dict[str, Entry]] = {}
    for text, entry in pairs:
        found.setdefault(text, {})[entry.id] = entry
    return {text: tuple(entries.values()) for text, entries in found.items()}
