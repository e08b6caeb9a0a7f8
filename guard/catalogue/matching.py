"""Which application of the catalogue a line of a list is about.

An identifier decides first, then a web address, then a name that is equal once both are brought
into one form, then the beginning of a card descriptor. What contradicts forbids, and what is
only alike decides nothing: see :mod:`guard.catalogue.proposing`. Every look-up is in a hash
table, and each distinct text is worked on once.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from guard.catalogue.descriptor import Descriptor, Normaliser
from guard.catalogue.entry import Entry
from guard.catalogue.identifiers import canonical_all, domains_above, scheme_of
from guard.catalogue.indexes import SHORTEST_JOINED, Hit, Indexes
from guard.catalogue.names import keys, without_land
from guard.catalogue.tables import Intermediary
from guard.catalogue.wording import beginnings, phrases, words
from guard.spend.line import Line

REMEMBERED = 262_144
"""Distinct texts whose answer is kept: enough for the suppliers of a large body."""

_SHORTEST_CUT = 8  # characters of a name that was cut: fewer begin too many names
_RUN_IN = ("ltd", "limited", "plc", "inc", "com", "couk", "co", "uk")


class How(StrEnum):
    """By what an application was recognised, strongest first."""

    IDENTIFIER = "identifier"
    DOMAIN = "domain"
    NAME = "name"
    ALIAS = "alias"
    DESCRIPTOR = "descriptor"
    POSSIBLE = "possible"


class Column(StrEnum):
    """Which field of a line it was recognised in."""

    IDENTIFIERS = "identifiers"
    SUPPLIER = "supplier"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class Found:
    """An application that a line is, or with ``How.POSSIBLE`` may be, about.

    ``value`` is what was recognised, in the form it was looked up. ``why`` says for a possible
    one what is missing. ``others`` are entries that fit as well. ``reseller`` is the one who
    sells, where the application stands in the description.
    """

    entry: Entry
    how: How
    value: str
    column: Column = Column.SUPPLIER
    why: str = ""
    others: tuple[Entry, ...] = ()
    reseller: Entry | None = None

    @property
    def certain(self) -> bool:
        """Whether it is that application, and not only possibly."""
        return self.how is not How.POSSIBLE


class Catalogue:
    """Applications that exist, ready to be looked up.

    ``entries`` with one id are one application: lists are joined, the first value of each other
    field counts.
    """

    def __init__(self, entries: Iterable[Entry], intermediaries: Iterable[Intermediary]) -> None:
        """Index ``entries``."""
        self._indexes = Indexes(entries)
        self._normaliser = Normaliser(intermediaries)
        self._in_supplier = lru_cache(maxsize=REMEMBERED)(self._look_in_supplier)
        self._in_description = lru_cache(maxsize=REMEMBERED)(self._look_in_description)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The applications, each id once."""
        return self._indexes.entries

    @property
    def intermediaries(self) -> tuple[Intermediary, ...]:
        """The payment companies whose prefixes are known."""
        return self._normaliser.intermediaries

    def read(self, text: str) -> Descriptor:
        """``text`` as a card descriptor."""
        return self._normaliser.read(text)

    def intermediary(self, line: Line) -> Intermediary | None:
        """The payment company that stands between buyer and merchant in a card descriptor."""
        return None if line.card is False else self.read(line.supplier).intermediary

    def find(self, line: Line) -> Found | None:
        """The application that ``line`` is about, or may be about; None when there is no sign.

        A name never counts against a number: where line and entry have numbers of one scheme and
        none is equal, the name is only a possible match. Descriptors are read as such where a card
        paid or the list does not tell.
        """
        numbers = self._numbers(line.identifiers) if line.identifiers else ()
        if numbers and (found := self._by_numbers(numbers)):
            return found
        hit = self._in_supplier(line.supplier, line.card is not False)
        found = _settled(hit, line.date, numbers)
        if line.description and (found is None or found.entry.reseller or not found.certain):
            return self._described(line, found) or found
        return found

    def _numbers(self, identifiers: tuple[str, ...]) -> tuple[str, ...]:
        """Those of a scheme that entries have, too: the others neither tell nor contradict."""
        schemes = self._indexes.schemes
        return canonical_all(
            one for one in identifiers if scheme_of(one).strip().upper() in schemes
        )

    def _by_numbers(self, numbers: tuple[str, ...]) -> Found | None:
        for number in numbers:
            if entries := self._indexes.by_identifier.get(number, ()):
                return _of(entries, How.IDENTIFIER, number, Column.IDENTIFIERS)
        for number in numbers:
            if scheme_of(number) == "DOMAIN" and (hit := self._hosted(number.partition(":")[2])):
                return replace(hit, column=Column.IDENTIFIERS)
        return None

    def _hosted(self, domain: str) -> Found | None:
        for above in domains_above(domain):
            if entries := self._indexes.by_domain.get(above, ()):
                return _of(entries, How.DOMAIN, above)
        return None

    def _look_in_supplier(self, text: str, as_card: bool) -> tuple[Hit | Found, ...]:
        """All that ``text`` may be, strongest first; dates and numbers are looked at later."""
        return tuple(self._candidates(text, as_card))

    def _candidates(self, text: str, as_card: bool) -> Iterator[Hit | Found]:
        read = self.read(text)
        found_words = words(read.merchant)
        hosted = self._hosted(read.domain) if read.domain else None
        if hosted and not _excluded(hosted.entry, found_words):
            yield hosted
        for name in _names(text, read.merchant):
            yield from self._indexes.by_name.get(name, ())
        if as_card or read.intermediary:
            yield from self._begun(found_words)
        text = "".join(found_words)
        if text[:SHORTEST_JOINED] in self._indexes.heads:
            for joined in _run_together(text):
                yield from self._indexes.joined.get(joined, ())
            if found := self._cut_short(read, found_words):
                yield found

    def _begun(self, found_words: tuple[str, ...]) -> Iterator[Hit]:
        if not found_words or found_words[0] not in self._indexes.first_words:
            return
        for phrase in beginnings(found_words, self._indexes.longest_beginning):
            for hit in self._indexes.by_beginning.get(phrase, ()):
                if not _excluded(hit.entry, found_words):
                    yield hit

    def _cut_short(self, read: Descriptor, found_words: tuple[str, ...]) -> Found | None:
        text = "".join(found_words)
        if not read.cut or len(text) < _SHORTEST_CUT:
            return None
        entries = self._indexes.continuing(text)
        if len(entries) != 1 or _excluded(entries[0], found_words):
            return None
        return Found(entries[0], How.POSSIBLE, read.merchant, why="the name may have been cut")

    def _described(self, line: Line, seller: Found | None) -> Found | None:
        """The application named in a description: what a reseller sold, or a possible one."""
        hits = self._in_description(line.description)
        if not hits:
            return None
        sold = seller.entry if seller and seller.entry.reseller else None
        longest = [one for one in hits if len(one.text.split()) == len(hits[0].text.split())]
        hit = next((one for one in longest if sold and _sold_by(one.entry, sold)), hits[0])
        found = _settled((hit,), line.date, ())
        if found is None:
            return None
        if sold and found.certain:
            return replace(found, column=Column.DESCRIPTION, reseller=sold)
        if seller and not sold:
            return None
        why = found.why or "only the description names it"
        return replace(found, how=How.POSSIBLE, column=Column.DESCRIPTION, why=why, reseller=sold)

    def _look_in_description(self, text: str) -> tuple[Hit, ...]:
        found_words = words(text)
        found = (
            hit
            for phrase in phrases(found_words, self._indexes.longest_phrase)
            for hit in self._indexes.by_phrase.get(phrase, ())
            if not hit.entry.reseller and not _excluded(hit.entry, found_words)
        )
        return tuple({hit.entry.id: hit for hit in found}.values())


def _names(text: str, merchant: str) -> Iterable[str]:
    """The keys of a text and of the merchant in it, then these without the country."""
    names = keys(text)
    if not (text.isascii() and text.lower() == merchant):
        names = tuple(dict.fromkeys([*names, *keys(merchant)]))
    shorter = tuple(map(without_land, names))
    return names if shorter == names else dict.fromkeys([*names, *shorter])


def _settled(
    hits: Iterable[Hit | Found], on: dt.date | None, numbers: tuple[str, ...]
) -> Found | None:
    """The strongest of ``hits`` that the day and the numbers of a line allow."""
    weak: Found | None = None
    for hit in hits:
        found = hit if isinstance(hit, Found) else _on_day(hit, on)
        if found and _contradicted(found.entry, numbers):
            found = replace(found, how=How.POSSIBLE, why="its number is another's")
        if found and found.certain:
            return found
        weak = weak or found
    return weak


def _on_day(hit: Hit, on: dt.date | None) -> Found | None:
    """What ``hit`` is worth on a day; an old name is not that of its bearer for ever."""
    if hit.alias and on and not hit.alias.in_force(on):
        return None
    found = Found(hit.entry, How(hit.how), hit.text)
    if hit.alias and not on:
        return replace(found, how=How.POSSIBLE, why="a name of some years, and there is no date")
    if hit.rivals:
        return replace(found, how=How.POSSIBLE, why="others have that name", others=hit.rivals)
    if hit.doubt:
        return replace(found, how=How.POSSIBLE, why=hit.doubt)
    return found


def _of(
    entries: tuple[Entry, ...], how: How, value: str, column: Column = Column.SUPPLIER
) -> Found:
    first, *others = entries
    if not others:
        return Found(first, how, value, column)
    why = "several applications have it"
    return Found(first, How.POSSIBLE, value, column, why, tuple(others))


def _contradicted(entry: Entry, numbers: tuple[str, ...]) -> bool:
    """Whether line and entry have numbers of one scheme, none of them equal."""
    known = canonical_all(entry.identifiers)
    schemes = {scheme_of(one) for one in known} & {scheme_of(one) for one in numbers}
    return any(
        not {one for one in known if scheme_of(one) == scheme} & set(numbers) for scheme in schemes
    )


def _excluded(entry: Entry, found_words: tuple[str, ...]) -> bool:
    """Whether a word or phrase stands there that tells of another thing of that name."""
    if not entry.exclusions:
        return False
    text = f" {' '.join(found_words)} "
    return any(f" {' '.join(words(phrase))} " in text for phrase in entry.exclusions)


def _run_together(text: str) -> Iterator[str]:
    """Words without blanks, and without an ending that ran into them: "TEXTHELPLTD"."""
    yield text
    if text.endswith(_RUN_IN):
        yield from (text.removesuffix(end) for end in _RUN_IN if text.endswith(end))


def _sold_by(entry: Entry, seller: Entry) -> bool:
    return seller.name in entry.sold_by or seller.id in entry.sold_by
