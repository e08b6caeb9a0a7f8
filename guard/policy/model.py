"""A policy file as it is written: the shape of the TOML, before its conditions are compiled."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from guard.request.fact import Answerer, Facts, Vocabulary
from guard.request.forms import MOST, Form

Slug = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$"),
    Form('a name in small letters and hyphens, such as "head-of-it"'),
]
Name = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$"),
    Form('a name in small letters and underscores, such as "export_formats"'),
]
RuleId = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,9}-[0-9]{2,3}$"),
    Form('a rule id: capitals, a hyphen, two or three digits, such as "CORE-01"'),
]
Words = Annotated[
    str,
    StringConstraints(min_length=1, max_length=1000),
    Form("text in quotation marks, at most 1,000 characters"),
]
ConditionText = Annotated[
    str,
    StringConstraints(strip_whitespace=False),  # faults count lines and columns from its start
    Form("a condition in quotation marks"),
]
Points = Annotated[int, Field(ge=0, le=100), Form("a whole number from 0 to 100")]


def _constant(value: Any) -> Any:
    """Refuse in one go what no parameter can be: a union refuses once for each of its members."""
    fits = (
        (isinstance(value, int) and abs(value) <= MOST)
        or isinstance(value, str | Decimal)
        or (isinstance(value, dt.date) and not isinstance(value, dt.datetime))
        or (isinstance(value, list) and all(isinstance(item, str) for item in value))
    )
    if not fits:
        raise PydanticCustomError("constant", "not a value that a parameter can have")
    return value


Parameter = Annotated[
    bool | int | Decimal | str | dt.date | list[str],
    BeforeValidator(_constant),
    Form("true or false, a number, a date, text in quotation marks, or a list of texts"),
]


class Level(Vocabulary):
    """What a failed or undecided rule does to the decision."""

    BLOCK = "block"
    SIGN_OFF = "sign-off"
    WARN = "warn"
    INFO = "info"


class Basis(Vocabulary):
    """By what authority a rule asks: from law down to good advice."""

    LAW = "law"
    MANDATED_POLICY = "mandated-policy"
    ADOPTED_POLICY = "adopted-policy"
    GUIDANCE = "guidance"


class Verified(Vocabulary):
    """How far a rule was held against its source: the source itself, a report of it, not at all."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


class FactType(Vocabulary):
    """The type of a body's own fact, in words an IT team uses."""

    YES_NO = "yes-no"
    WHOLE_NUMBER = "whole-number"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    LIST_OF_TEXT = "list-of-text"


KINDS: Mapping[FactType, Any] = {
    FactType.YES_NO: bool,
    FactType.WHOLE_NUMBER: int,
    FactType.NUMBER: Decimal,
    FactType.TEXT: str,
    FactType.DATE: dt.date,
    FactType.LIST_OF_TEXT: list[str],
}
"""The Python type of each type of a body's own fact."""


class Source(Facts):
    """Where a rule or a list comes from, and how far that was checked."""

    title: Words = Field(description="What it is called: a law, a standard, a policy of your own.")
    verified: Verified = Field(
        description="How far this was held against it: itself, a report of it, or not yet."
    )
    on: dt.date = Field(description="The day on which that was done.")
    section: str = Field("", description="The part of it that asks this.")
    url: str = Field("", description="Where it can be read.")
    note: str = Field("", description="What else to know, such as whom it does not bind.")

    @property
    def cited(self) -> str:
        """What it is called, and which part of it."""
        return cited(self.title, self.section)


def cited(title: str, section: str) -> str:
    """A source and the part of it that is meant, on one line."""
    return ": ".join(part for part in (title, section) if part)


class RuleText(Facts):
    """One requirement. ``when`` false: not applicable; otherwise ``require`` must hold.

    A rule with ``points`` is a signal of bypass; ``sign`` says what is so when it fails.
    """

    id: RuleId = Field(description="The id of the rule: capitals, a hyphen, two or three digits.")
    title: Words = Field(
        description="What is asked, as a sentence that is true when the rule is met."
    )
    level: Level = Field(
        description="What follows when it is not met, from not buying it down to a note."
    )
    require: ConditionText = Field(
        description="The condition that must hold, in CEL; facts are named as data.personal is."
    )
    why: Words = Field(description="Why this is asked, in plain words, for who reads the answer.")
    remedy: Words = Field(description="The next step when it is not met.")
    ask_of: Answerer = Field(description="Who can answer what it asks.")
    basis: Basis = Field(description="By what authority it asks, from law down to guidance.")
    source: Source = Field(description="Where it comes from, and how far that was checked.")
    when: ConditionText = Field(
        "true",
        description="The condition under which it applies, in CEL; without it, it always does.",
    )
    sign_off: list[Slug] = Field(
        [], description="The roles that must sign when it is not met; all of them."
    )
    binds: list[Slug] = Field([], description="The kinds of body that the source binds.")
    effective_from: dt.date | None = Field(
        None, description="The first day on which it counts; until then it is shown as upcoming."
    )
    effective_until: dt.date | None = Field(None, description="The last day on which it counts.")
    points: Points = Field(0, description="How many points of bypassing IT a failure is worth.")
    sign: str = Field("", description="What is so when it fails, for a rule with points.")
    example: list[dict[str, Any]] = Field(
        [], description="Facts, and what the rule says of them; guard policy test runs these."
    )


class OwnFact(Facts):
    """A fact that a body declares for itself; rules read it as ``local.NAME``."""

    name: Name = Field(description="Its name; rules read it as local.NAME.")
    type: FactType = Field(description="What kind of answer it has.")
    question: Words = Field(description="How it is asked for.")
    ask_of: Answerer = Field(description="Who can answer it.")
    values: list[str] = Field(
        [], description="The answers there are, for a text with a closed list of them."
    )


class PolicyText(Facts):
    """One policy file: rules, and what they are built from."""

    id: Slug = Field(description="Its name, which is that of its file.")
    title: Words = Field(description="What it is about.")
    version: Words = Field(
        description="Its version; it only moves forward, such as 2026.1, then 2026.2."
    )
    owner: Words = Field(description="Who keeps it.")
    summary: str = Field("", description="What it asks, in a sentence or two.")
    extends: list[Slug] = Field([], description="The policies that it builds on.")
    parameters: dict[Name, Parameter] = Field(
        {}, description="Values that a body may change in guard.toml."
    )
    define: dict[str, ConditionText] = Field(
        {}, description="Named expressions, used like functions."
    )
    fact: list[OwnFact] = Field([], description="Facts of your own, beside those of every request.")
    rule: list[RuleText] = Field([], description="The rules.")
    case: list[dict[str, Any]] = Field(
        [], description="Whole requests, and what is decided of them; guard policy test runs these."
    )


class DatedList(Facts):
    """Values that change by date (adequate countries, thresholds); rules read ``lists.ID.KEY``."""

    id: Name = Field(description="Its name; rules read it as lists.NAME.KEY.")
    title: Words = Field(description="What is on it.")
    source: Source = Field(description="Where it comes from, and how far that was checked.")
    valid_from: dt.date = Field(description="The first day on which it holds.")
    valid_to: dt.date = Field(
        description="The last day on which it holds; later, rules that read it are unknown."
    )
    values: Annotated[
        dict[Name, Parameter],
        Form('the heading [values], and names with their values below it: members = ["GB", "IE"]'),
    ] = Field(description="The values, each under a name.")

    def live(self, on: dt.date) -> bool:
        """Whether the list may be relied on at ``on``; if not, rules that use it are unknown."""
        return self.valid_from <= on <= self.valid_to
