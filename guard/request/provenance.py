"""Who says a fact: any may be written ``{ value = …, source = "…", by = "…", on = DATE }``."""

import datetime as dt
from dataclasses import dataclass

from guard.request.fact import Facts
from guard.request.forms import Date

WRAPPED = "value"
"""The key that marks a fact given together with who says it."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who says a fact: a document or system, a person, and the day; blank where not given."""

    source: str = ""
    by: str = ""
    on: dt.date | None = None


class Said(Facts):
    """What may stand beside the value of a fact."""

    source: str | None = None
    by: str | None = None
    on: Date | None = None
