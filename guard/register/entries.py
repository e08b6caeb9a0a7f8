"""The applications IT knows, and which of them a request is about.

An application is recognised by a number, by its name or a reviewed alias, or by its web address,
and only where nothing contradicts that. Names that are merely alike are proposed to a person and
decide nothing: of such pairs, read by hand, about half were not the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from heapq import nlargest
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from guard.border.text import plain
from guard.name import agree, key
from guard.request.fact import Facts, Vocabulary
from guard.request.forms import Date, Domain, Form, Word

ALIKE = 83
"""From this score on, of 100, a name is proposed: one letter of six may differ."""

MOST_PROPOSED = 3
"""The most entries proposed for one name."""


class Status(Vocabulary):
    """What IT has decided about an application that it knows."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    RESTRICTED = "restricted"
    RETIRED = "retired"
    PROHIBITED = "prohibited"


def _nameable(name: str) -> str:
    if not key(name):
        raise PydanticCustomError("name", "has no letter and no digit")
    return name


Name = Annotated[str, AfterValidator(_nameable), Form("a name, with a letter or a digit in it")]
Identifier = Annotated[
    str,
    StringConstraints(pattern=r"^[^\s:]+:\S+$"),
    Form("a scheme, a colon and a number without spaces"),
]


class RegisterEntry(Facts):
    """One application that IT knows: the keys of a TOML register, the columns of a CSV one."""

    id: str = Field(description="Its number in the register.")
    name: Name = Field(description="Its name.")
    status: Status = Field(description="What IT has decided about it.")
    aliases: list[Name] = Field([], description="Other names, each looked at and found to be it.")
    supplier: str | None = Field(None, description="Who provides it.")
    domains: list[Domain] = Field([], description="Web addresses that are its alone.")
    identifiers: list[Identifier] = Field(
        [], description="Its own public numbers (not its supplier's), as scheme:number."
    )
    owner: str | None = Field(None, description="Who in the service owns it.")
    information_asset_owner: str | None = Field(
        None, description="Who answers for the information in it."
    )
    capability: str | None = Field(None, description="The kind of job it does.")
    approved_uses: list[str] = Field([], description="The uses it is approved for.")
    max_classification: Word | None = Field(
        None, description="The highest marking of information it is approved for."
    )
    review_on: Date | None = Field(None, description="The day it will be looked at again.")


class How(StrEnum):
    """By what an application was recognised, strongest first."""

    REGISTER_ID = "register-id"
    IDENTIFIER = "identifier"
    NAME = "name"
    ALIAS = "alias"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True)
class Near:
    """An entry with a name like the one looked for; ``score`` is from 0 to 100."""

    entry: RegisterEntry
    score: int


@dataclass(frozen=True, slots=True)
class Match:
    """What the register says of an application: its entry, or questions to settle, or nothing.

    ``how`` is there when ``entry`` is, and then there are no ``questions``. ``near`` are entries
    that are only alike in name; they always come with a question.
    """

    entry: RegisterEntry | None = None
    how: How | None = None
    questions: tuple[str, ...] = ()
    near: tuple[Near, ...] = ()


@dataclass(frozen=True)
class Register:
    """The entries of one register; ``digest`` is the SHA-256 (hex) of ``file`` as it was read."""

    entries: tuple[RegisterEntry, ...]
    file: str
    digest: str

    @cached_property
    def _by_id(self) -> Mapping[str, RegisterEntry]:
        return {entry.id.casefold(): entry for entry in self.entries}

    @cached_property
    def _by_identifier(self) -> Mapping[str, Sequence[RegisterEntry]]:
        return _index((i.casefold(), entry) for entry in self.entries for i in entry.identifiers)

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[RegisterEntry]]:
        return _index((key(name), entry) for entry in self.entries for name in _names(entry))

    @cached_property
    def _by_domain(self) -> Mapping[str, Sequence[RegisterEntry]]:
        return _index(
            (domain.removeprefix("www."), entry)
            for entry in self.entries
            for domain in entry.domains
        )

    def supplies(self, supplier: str) -> bool:
        """Whether an application that IT has not stopped is from ``supplier``."""
        return bool(key(supplier)) and key(supplier) in self._suppliers

    @cached_property
    def called(self) -> Mapping[str, str]:
        """The name of each application by the key of each name that it has alone."""
        return {
            text: entries[0].name for text, entries in self._by_name.items() if len(entries) == 1
        }

    @cached_property
    def _suppliers(self) -> frozenset[str]:
        stopped = {Status.RETIRED, Status.PROHIBITED}
        kept = (entry for entry in self.entries if entry.status not in stopped)
        return frozenset(key(entry.supplier) for entry in kept if entry.supplier)

    def match(
        self,
        *,
        name: str = "",
        supplier: str = "",
        url: str = "",
        register_id: str = "",
        identifiers: Iterable[str] = (),
    ) -> Match:
        """The entry of the application so described; what is empty is not known.

        A number in the register comes first, then an identifier ("scheme:number"). A name or an
        alias counts unless the supplier or the web address speaks against it; a web address, when
        it is or lies below a domain of an entry that has all words of the name in its own. Where
        several entries fit equally, or something contradicts, there is a question and no entry.
        """
        named = self._by_name.get(key(name), ())
        if register_id:
            return self._numbered(register_id, named)
        listed = (self._by_identifier.get(text.casefold(), ()) for text in identifiers)
        if found := _distinct(entry for entries in listed for entry in entries):
            return Match(found[0], How.IDENTIFIER) if len(found) == 1 else _which(found)
        hosted = self._hosted(url)
        if named:
            return _named(named, hosted, name, supplier)
        if hosted:
            return _at_address(hosted, name, supplier)
        return self._alike(name)

    def _numbered(self, register_id: str, named: Sequence[RegisterEntry]) -> Match:
        entry = self._by_id.get(register_id.strip().casefold())
        if entry is None:
            known = f'The register has no number "{plain(register_id, 60)}".'
            return Match(questions=(f"{known} Which number is meant?",))
        if named and entry not in named:
            told = f"The number is that of {_shown([entry])}, the name that of {_shown(named)}."
            return Match(questions=(f"{told} Which is meant?",))
        return Match(entry, How.REGISTER_ID)

    def _hosted(self, url: str) -> Sequence[RegisterEntry]:
        """The entries of the domain that ``url`` is or lies below; the longest such domain."""
        labels = _host(url).split(".")
        domains = (".".join(labels[start:]) for start in range(len(labels) - 1))
        return next((self._by_domain[d] for d in domains if d in self._by_domain), ())

    def _alike(self, name: str) -> Match:
        from rapidfuzz import fuzz

        looked_for = key(name)
        best: dict[str, Near] = {}
        for other, entries in self._by_name.items() if looked_for else ():
            ratio = fuzz.ratio(looked_for, other), fuzz.token_set_ratio(looked_for, other)
            for entry in entries if max(ratio) >= ALIKE else ():
                near = Near(entry, int(max(ratio)))
                best[entry.id] = max(best.get(entry.id, near), near, key=lambda one: one.score)
        near_ones = tuple(nlargest(MOST_PROPOSED, best.values(), key=lambda one: one.score))
        if not near_ones:
            return Match()
        proposed = ", ".join(f"{_shown([one.entry])} {one.score}/100" for one in near_ones)
        question = f'Is "{plain(name, 80)}" the same as one of these? {proposed}. {SETTLE}'
        return Match(questions=(question,), near=near_ones)


SETTLE = (
    "If so, write its number as register_id under it_management; "
    'if not, write register_status = "unregistered" there.'
)
"""How a request settles a question; what is found in a list has none, and the register answers."""


def _named(
    named: Sequence[RegisterEntry], hosted: Sequence[RegisterEntry], name: str, supplier: str
) -> Match:
    fitting = [entry for entry in named if entry in hosted] or named
    if len(fitting) > 1 and supplier:
        fitting = [e for e in fitting if key(e.supplier or "") == key(supplier)] or fitting
    if len(fitting) > 1:
        return _which(fitting)
    (entry,) = fitting
    if hosted and entry not in hosted:
        told = f"The name is that of {_shown([entry])}, the web address that of {_shown(hosted)}."
        return Match(questions=(f"{told} Which is it? {SETTLE}",))
    if not agree(supplier, entry.supplier or ""):
        sold = f'{_shown([entry])} from "{plain(entry.supplier or "", 80)}"'
        here = f'"{plain(supplier, 80)}"'
        return Match(questions=(f"The register has {sold}. Is that the one from {here}? {SETTLE}",))
    return Match(entry, How.NAME if key(entry.name) == key(name) else How.ALIAS)


def _at_address(hosted: Sequence[RegisterEntry], name: str, supplier: str) -> Match:
    # "Zoom" may be short for "Zoom Meetings"; "Zoom Phone" is another thing at the same address.
    words = set(key(name).split())
    fitting = [
        entry
        for entry in hosted
        if agree(supplier, entry.supplier or "")
        and any(words <= set(key(known).split()) for known in _names(entry))
    ]
    if len(fitting) == 1:
        return Match(fitting[0], How.DOMAIN)
    return _which(fitting or hosted)


def _which(entries: Sequence[RegisterEntry]) -> Match:
    return Match(questions=(f"Is it this in the register: {_shown(entries)}? {SETTLE}",))


def _shown(entries: Sequence[RegisterEntry]) -> str:
    named = [f'"{plain(entry.name, 80)}" ({plain(entry.id, 60)})' for entry in entries]
    return " or ".join(named)


def _names(entry: RegisterEntry) -> tuple[str, ...]:
    return (entry.name, *entry.aliases)


def _distinct(entries: Iterable[RegisterEntry]) -> tuple[RegisterEntry, ...]:
    return tuple({entry.id: entry for entry in entries}.values())


def _index(pairs: Iterable[tuple[str, RegisterEntry]]) -> Mapping[str, Sequence[RegisterEntry]]:
    found: dict[str, dict[str, RegisterEntry]] = {}
    for text, entry in pairs:
        found.setdefault(text, {})[entry.id] = entry
    return {text: tuple(entries.values()) for text, entries in found.items()}


def _host(url: str) -> str:
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:
        return ""
    return (host or "").rstrip(".").removeprefix("www.")
