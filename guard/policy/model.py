"""A policy file as it is written: the shape of the TOML, before its conditions are compiled."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from guard.request.fact import Answerer

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,9}-[0-9]{2,3}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Scalar = bool | int | Decimal | str | dt.date
Parameter = Scalar | list[str]


class Level(StrEnum):
    """What a failed or undecided rule does to the decision."""

    BLOCK = "block"
    SIGN_OFF = "sign-off"
    WARN = "warn"
    INFO = "info"


class Basis(StrEnum):
    """By what authority a rule asks: from law down to good advice."""

    LAW = "law"
    MANDATED_POLICY = "mandated-policy"
    ADOPTED_POLICY = "adopted-policy"
    GUIDANCE = "guidance"


class Verified(StrEnum):
    """How far a rule was held against its source: the source itself, a report of it, not at all."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


class FactType(StrEnum):
    """The type of a body's own fact, in words an IT team uses."""

    YES_NO = "yes-no"
    WHOLE_NUMBER = "whole-number"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    LIST_OF_TEXT = "list-of-text"


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Source(_Written):
    """Where a rule or a list comes from, and how far that was checked."""

    title: Words
    verified: Verified
    on: dt.date
    section: str = ""
    url: str = ""
    note: str = ""


class RuleText(_Written):
    """One requirement. ``when`` false: not applicable; otherwise ``require`` must hold."""

    id: RuleId
    title: Words
    level: Level
    require: str
    why: Words
    remedy: Words
    ask_of: Answerer
    basis: Basis
    source: Source
    when: str = "true"
    sign_off: tuple[Slug, ...] = ()
    binds: tuple[Slug, ...] = ()
    effective_from: dt.date | None = None
    effective_until: dt.date | None = None
    points: Annotated[int, Field(ge=0, le=100)] = 0
    example: tuple[dict[str, Any], ...] = ()

    @model_validator(mode="after")
    def _someone_signs(self) -> Self:
        if self.level is Level.SIGN_OFF and not self.sign_off:
            raise ValueError("a sign-off rule names in `sign_off` the roles that must sign")
        return self


class OwnFact(_Written):
    """A fact that a body declares for itself; rules read it as ``local.NAME``."""

    name: Name
    type: FactType
    question: Words
    ask_of: Answerer
    values: tuple[str, ...] = ()


class PolicyText(_Written):
    """One policy file: rules, and what they are built from."""

    id: Slug
    title: Words
    version: Words
    owner: Words
    summary: str = ""
    extends: tuple[Slug, ...] = ()
    parameters: dict[Name, Parameter] = {}
    define: dict[str, str] = {}
    fact: tuple[OwnFact, ...] = ()
    rule: tuple[RuleText, ...] = ()


class DatedList(_Written):
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
