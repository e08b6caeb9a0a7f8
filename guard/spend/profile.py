"""How one list is to be read, where guard cannot or should not decide it by itself."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from guard.border.document import read
from guard.request.fact import Facts, Vocabulary
from guard.request.faults import validated
from guard.request.forms import Form
from guard.spend.amounts import Mark
from guard.spend.dates import Order
from guard.spend.line import Kind


class Delimiter(Vocabulary):
    """What stands between the cells of a text."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"
    BAR = "bar"


class Profile(Facts):
    """Choices for lists of one layout, kept as TOML; what is left out is decided from the list."""

    kind: Kind | None = Field(None, description="what the lines are")
    header: Annotated[int, Field(ge=0, le=10_000), Form("a row number, or 0 for none")] | None = (
        Field(None, description="the row of the column names; 0 where there are none")
    )
    columns: dict[str, str | int] = Field(
        {}, description="field = column, by its name or its number from 1, 0 for none"
    )
    sheet: str | None = Field(None, description="the sheet of a workbook")
    encoding: str | None = Field(None, description="the character encoding, cp1252 for instance")
    delimiter: Delimiter | None = Field(None, description="what stands between cells of a text")
    quotes: bool = Field(default=True, description="whether quotes hold a cell together")
    dates: Order | None = Field(None, description="day-first or month-first")
    decimal: Mark | None = Field(None, description="what stands before the pence: point or comma")
    currency: str | None = Field(None, description="the currency of amounts, GBP for instance")
    personal: bool = Field(default=False, description="whether columns about persons are kept")


AUTOMATIC = Profile()
"""Everything is decided from the list."""


def load_profile(path: Path) -> Profile:
    """Read a profile.

    Raises:
        GuardError: it cannot be read or has faults, all at once.
    """
    return validated(Profile, read(path))


def profile_text(profile: Profile) -> str:
    """``profile`` as TOML, with what each choice means; :func:`load_profile` reads it back."""
    given = profile.model_dump(mode="json", exclude_defaults=True)
    columns: Mapping[str, str | int] = given.pop("columns", {})
    rows = ["# How lists of this layout are read."]
    for name, value in given.items():
        rows += [f"# {Profile.model_fields[name].description}", f"{name} = {_value(value)}"]
    if columns:
        rows += ["", "[columns]", *(f"{key} = {_value(value)}" for key, value in columns.items())]
    return "\n".join([*rows, ""])


def _value(value: object) -> str:
    """A text, number or truth value of TOML; for these it is as JSON writes them."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
