"""Is it software? Signs, each with where it was seen, and the rule by which they decide.

One strong ground decides, unless something speaks against it; so do two others that stand in
different columns. One alone makes a line possible, which people look at. No ground at all means
unknown: only a trade or a word that tells of something else makes a line "not software".
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from operator import methodcaller
from typing import NamedTuple

from guard.catalogue.matching import Column, Found, How
from guard.catalogue.tables import Categories, GroundTable, Intermediary, Sells
from guard.catalogue.wording import phrases, words
from guard.spend.line import Line

ENOUGH = 2
"""Grounds that are not strong, in as many columns, decide together."""

_CPV_DIGITS = 8
_NAME_OF_CATEGORY = 12  # characters from which a category's name may be cut


class Strength(StrEnum):
    """What a ground is worth."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"
    AGAINST = "against"


class Nature(StrEnum):
    """The answer to: is it software?"""

    SOFTWARE = "software"
    POSSIBLE = "possible"
    NOT_SOFTWARE = "not-software"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Ground:
    """One sign: its strength, the column it was seen in, what was seen, and what that means."""

    strength: Strength
    column: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a line is, and all grounds for and against that."""

    nature: Nature
    grounds: tuple[Ground, ...] = ()


_NO_SIGN = Judgement(Nature.UNKNOWN)


class Signs(NamedTuple):
    """The grounds that lie in whom a line names, and not in what it was charged to.

    Of the catalogue and the payment company, of words, and of numbers.
    """

    known: tuple[Ground, ...] = ()
    said: tuple[Ground, ...] = ()
    numbered: tuple[Ground, ...] = ()


_SAYS_NOTHING = Signs()


class Grounds:
    """Judges lines by a table of grounds; what depends on one column's text is worked on once."""

    def __init__(self, table: GroundTable) -> None:
        """Prepare ``table``."""
        self._categories = tuple(
            (strength, frozenset(listed.codes), tuple(map(_squeezed, listed.names)), why)
            for strength, listed, why in _by_strength(table)
        )
        self._accounts = frozenset(map(_squeezed, table.strong_accounts))
        self._unlike = frozenset(table.strong_accounts_unlike)
        self._account_words = frozenset(map(_squeezed, table.weak_accounts))
        self._words = frozenset(map(_squeezed, table.weak_words))
        self._ends = tuple(table.weak_word_endings)
        self._against = frozenset(map(_squeezed, table.against_words))
        # A phrase that says something begins with one of these words, or ends with one of these.
        self._begun = {phrase.partition(" ")[0] for phrase in self._words | self._against}
        self._ended = methodcaller("endswith", tuple(e.rpartition(" ")[2] for e in self._ends))
        self._endings = frozenset(table.medium_endings)
        self._cpv = tuple(table.strong_cpv)
        remember = lru_cache(maxsize=65_536)
        self._of_category = remember(lambda text: tuple(self._in_category(text)))
        self._of_account = remember(lambda text, column: tuple(self._in_account(text, column)))
        self._of_words = remember(lambda text, column: tuple(self._in_words(text, column)))

    def judge(
        self,
        line: Line,
        found: Found | None = None,
        intermediary: Intermediary | None = None,
        *,
        recurring: bool = False,
    ) -> Judgement:
        """Whether ``line`` pays for software.

        ``found`` is what the catalogue says of it; ``intermediary``, who took the money;
        ``recurring``, that like amounts come at like intervals.
        """
        signs = self.signs(line, found, intermediary)
        return self.weigh(signs, line.category, line.account, recurring=recurring)

    def signs(self, line: Line, found: Found | None, intermediary: Intermediary | None) -> Signs:
        """What speaks for or against software in whom ``line`` names; see :meth:`judge`."""
        known = tuple(_of_entry(found)) if found else ()
        if intermediary:
            known += tuple(_of_intermediary(intermediary))
        said = self._of_words(line.supplier, "supplier")
        if line.description:
            said += self._of_words(line.description, "description")
        if not found and "." in line.supplier:
            said += tuple(self._of_domain(line.supplier))
        numbered = tuple(self._of_numbers(line.identifiers)) if line.identifiers else ()
        return Signs(known, said, numbered) if known or said or numbered else _SAYS_NOTHING

    def weigh(
        self, signs: Signs, category: str, account: str, *, recurring: bool = False
    ) -> Judgement:
        """Whether a line with these ``signs`` pays for software, by what it was charged to."""
        # Lists with one such column give it twice: that is one ground, not two.
        column = "category" if account == category else "account"
        of_category, of_account = self._of_category(category), self._of_account(account, column)
        if signs is _SAYS_NOTHING and not of_category and not of_account and not recurring:
            return _NO_SIGN
        grounds = (*signs.known, *of_category, *signs.said, *of_account, *signs.numbered)
        if recurring:
            why = "like amounts at like intervals"
            grounds = (*grounds, Ground(Strength.WEAK, "amount", "", why))
        return Judgement(_decided(grounds), grounds)

    def _in_category(self, text: str) -> Iterator[Ground]:
        squeezed = _squeezed(text)
        code = squeezed.removeprefix("mcc").strip().partition(" ")[0]
        for strength, codes, names, why in self._categories:
            if code in codes or any(_is_category(squeezed, name) for name in names):
                yield Ground(strength, "category", text, why)
                return
        if self._is_cpv(squeezed):
            yield Ground(Strength.STRONG, "category", text, "the CPV code is that of software")

    def _in_account(self, text: str, column: str) -> Iterator[Ground]:
        found = words(text)
        if self._unlike.intersection(found):
            return
        if _squeezed(text) in self._accounts:
            yield Ground(Strength.STRONG, column, text, "only software is charged to it")
        elif any(phrase in self._account_words for phrase in phrases(found, 2)):
            yield Ground(Strength.WEAK, column, text, "the account is one of computing")

    def _in_words(self, text: str, column: str) -> Iterator[Ground]:
        found = words(text)
        if self._begun.isdisjoint(found) and not any(map(self._ended, found)):
            return
        said = list(phrases(found, 3))
        for phrase in said:
            if phrase in self._against:
                yield Ground(Strength.AGAINST, column, phrase, "it tells of something else")
                return
        for phrase in said:
            if phrase in self._words or phrase.endswith(self._ends):
                yield Ground(Strength.WEAK, column, phrase, "a word that software goes by")
                return

    def _of_domain(self, supplier: str) -> Iterator[Ground]:
        ending = supplier.rstrip().rpartition(".")[2].casefold()
        if ending in self._endings:
            why = "mostly software has such an address"
            yield Ground(Strength.MEDIUM, "supplier", f".{ending}", why)

    def _of_numbers(self, identifiers: Iterable[str]) -> Iterator[Ground]:
        for identifier in identifiers:
            scheme, _, number = identifier.partition(":")
            if scheme.upper() == "CPV" and self._is_cpv(number):
                why = "the CPV code is that of software"
                yield Ground(Strength.STRONG, "identifiers", identifier, why)

    def _is_cpv(self, text: str) -> bool:
        digits = text.removeprefix("cpv").strip()[:_CPV_DIGITS]
        whole = len(digits) == _CPV_DIGITS and digits.isascii() and digits.isdecimal()
        return whole and digits.startswith(self._cpv)


def _by_strength(table: GroundTable) -> tuple[tuple[Strength, Categories, str], ...]:
    return (
        (Strength.MEDIUM, table.medium_categories, "such merchants mostly sell software"),
        (Strength.WEAK, table.weak_categories, "such merchants often sell software"),
        (Strength.AGAINST, table.against_categories, "such merchants sell no software"),
    )


def _of_entry(found: Found) -> Iterator[Ground]:
    """What the catalogue's answer is worth."""
    column = str(found.column)
    if found.how is How.POSSIBLE:
        yield Ground(
            Strength.MEDIUM, column, found.value, f"may be {found.entry.name}: {found.why}"
        )
    elif found.entry.reseller:
        # It tells the seller's trade, as the merchant category does: that is one ground, not two.
        why = f"{found.entry.name} sells software, among other things"
        yield Ground(Strength.MEDIUM, "category", found.value, why)
    elif found.entry.other_goods and found.column is not Column.DESCRIPTION:
        why = f"{found.entry.supplier or found.entry.name} sells other things, too"
        yield Ground(Strength.MEDIUM, column, found.value, why)
    else:
        yield Ground(Strength.STRONG, column, found.value, f"is {found.entry.name}")


def _of_intermediary(intermediary: Intermediary) -> Iterator[Ground]:
    """What it tells that a payment company stands between."""
    if intermediary.sells is Sells.SOFTWARE:
        why = "it sells software for its makers"
        yield Ground(Strength.MEDIUM, "intermediary", intermediary.name, why)
    elif intermediary.sells is Sells.GOODS:
        why = "it is paid for a shop's goods"
        yield Ground(Strength.AGAINST, "intermediary", intermediary.name, why)


def _decided(grounds: Sequence[Ground]) -> Nature:
    """The rule of the module's docstring."""
    strong = [ground for ground in grounds if ground.strength is Strength.STRONG]
    against = any(ground.strength is Strength.AGAINST for ground in grounds)
    columns = {g.column for g in grounds if g.strength is not Strength.AGAINST}
    if against:
        return Nature.POSSIBLE if strong else Nature.NOT_SOFTWARE
    if strong or len(columns) >= ENOUGH:
        return Nature.SOFTWARE
    return Nature.POSSIBLE if columns else Nature.UNKNOWN


def _squeezed(text: str) -> str:
    return " ".join(words(text))


def _is_category(text: str, name: str) -> bool:
    """Whether a category's name is ``name``; card statements cut both."""
    return text == name or (
        min(len(text), len(name)) >= _NAME_OF_CATEGORY
        and (text.startswith(name) or name.startswith(text))
    )
