"""What a catalogue says of an application that exists: the shape of policies/catalogue/*.toml."""

import datetime as dt
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from guard.request.fact import Facts, Vocabulary
from guard.request.forms import Date, Domain, Form, Word

RESELLER = "reseller"
"""The category of those who sell what others make: the seller of a line, not the application."""

EntryId = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$"),
    Form('an id in small letters, digits and hyphens, such as "survey-monkey"'),
]
Identifier = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z][A-Z0-9-]*:\S+$"),
    Form('a scheme, a colon and a number, such as "GB-COH:01234567"'),
]


def _listed(description: str, **more: Any) -> Any:
    """A list that may be left out: made anew, for copying an empty one takes many times longer."""
    return Field(default_factory=list, description=description, **more)


class Sso(Vocabulary):
    """How single sign-on is sold with an application."""

    INCLUDED = "included"
    EXTRA = "extra"


class DatedAlias(Facts):
    """A name that an application or its supplier had for a time; both days count."""

    name: str = Field(description="The name.")
    since: Date | None = Field(None, description="The first day on which it was the name.")
    until: Date | None = Field(None, description="The last day on which it was the name.")

    def in_force(self, on: dt.date) -> bool:
        """Whether it was the name on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


class Entry(Facts):
    """One application. A name that is here was looked at by a person, unless ``reviewed`` is false.

    Names and aliases count when the whole name in a list is equal to them; descriptors when a
    card descriptor begins with them.
    """

    id: EntryId = Field(description="Its id, the same in every file that speaks of it.")
    name: str = Field(description="Its name.")
    supplier: str | None = Field(None, description="Who makes or provides it.")
    category: Word = Field("other", description="What it is for; the file's where it has none.")
    aliases: list[str] = _listed("Other names of it, or of a supplier of it alone.")
    dated_aliases: list[DatedAlias] = _listed("Names that held for a time.")
    domains: list[Domain] = _listed("Web addresses that are its alone.")
    descriptors: list[str] = _listed("Words that a card descriptor begins with.")
    exclusions: list[str] = _listed(
        "Words that tell that it is another thing of that name.", alias="not"
    )
    identifiers: list[Identifier] = _listed("Public numbers of its supplier.")
    sold_by: list[str] = _listed("Resellers known to sell it.")
    sso: Sso | None = Field(None, description="Whether single sign-on costs extra; absent: unknown")
    common_word: bool = Field(
        default=False, description="Its name is also another's: alone, it is one sign, not proof."
    )
    other_goods: bool = Field(
        default=False, description="Its supplier sells other things, too: one sign, not proof."
    )
    reviewed: bool = Field(default=True, description="Whether a person looked at its names.")
    seen_in: Word | None = Field(None, description="The labelled list it was written from.")

    @property
    def reseller(self) -> bool:
        """Whether this sells what others make."""
        return self.category == RESELLER

    def joined_with(self, other: "Entry") -> "Entry":
        """One entry of two: lists joined, and of all else what this one was given first.

        What nobody reviewed adds only domains and the price of single sign-on to what somebody
        did: its names must not become certain by standing beside others.
        """
        if other.reviewed and not self.reviewed:
            return other.joined_with(self)
        taken: dict[str, Any] = {}
        for field in Entry.model_fields:
            ours, theirs = getattr(self, field), getattr(other, field)
            if isinstance(ours, list):
                taken[field] = [*ours, *(item for item in theirs if item not in ours)]
            elif field in other.model_fields_set - self.model_fields_set:
                taken[field] = theirs
        if self.reviewed and not other.reviewed:
            taken = {field: taken[field] for field in ("domains", "sso") if field in taken}
        return self.model_copy(update=taken)


class CatalogueText(Facts):
    """One file of a catalogue: applications of one field, dated and sourced."""

    title: str = Field(description="What the file is about.")
    category: Word = Field(description="The category of entries that name none.")
    on: Date = Field(description="The day on which it was written or last looked through.")
    source: str = Field(description="Where its facts come from, and under what licence.")
    application: list[Entry] = Field(description="The applications.")

    def entries(self) -> tuple[Entry, ...]:
        """The applications, each with its category."""
        return tuple(
            entry
            if "category" in entry.model_fields_set
            else entry.model_copy(update={"category": self.category})
            for entry in self.application
        )
