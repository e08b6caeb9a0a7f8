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

    title: Words
    verified: Verified
    on: dt.date
    section: str = ""
    url: str = ""
    note: str = ""


class RuleText(Facts):
    """One requirement. ``when`` false: not applicable; otherwise ``require`` must hold.

    A rule with ``points`` is a signal of bypass; ``sign`` says what is so when it fails.
    """

    id: RuleId
    title: Words
    level: Level
    require: ConditionText
    why: Words
    remedy: Words
    ask_of: Answerer
    basis: Basis
    source: Source
    when: ConditionText = "true"
    sign_off: list[Slug] = Field([])
    binds: list[Slug] = Field([])
    effective_from: dt.date | None = None
    effective_until: dt.date | None = None
    points: Points = 0
    sign: str = ""
    example: list[dict[str, Any]] = Field([])


class OwnFact(Facts):
    """A fact that a body declares for itself; rules read it as ``local.NAME``."""

    name: Name
    type: FactType
    question: Words
    ask_of: Answerer
    values: list[str] = Field([])


class PolicyText(Facts):
    """One policy file: rules, and what they are built from."""

    id: Slug
    title: Words
    version: Words
    owner: Words
    summary: str = ""
    extends: list[Slug] = Field([])
    parameters: dict[Name, Parameter] = Field({})
    define: dict[str, ConditionText] = Field({})
    fact: list[OwnFact] = Field([])
    rule: list[RuleText] = Field([])


class DatedList(Facts):
    """Values that change by date (adequate countries, thresholds); rules read ``lists.ID.KEY``."""

    id: Name
    title: Words
    source: Source
    valid_from: dt.date
    valid_to: dt.date
    values: dict[Name, Parameter]

    def live(self, on: dt.date) -> bool:
        """Whether the list may be relied on at ``on``; if not, rules that use it are unknown."""
        return self.valid_from <= on <= self.valid_to
