"""The group ``local``: facts that a body has declared for itself in its policy files."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from guard.request.fact import LONGEST_TEXT
from guard.request.forms import MOST, Form


def _scalar(value: Any) -> Any:
    """A value whose declaration is known elsewhere: only its kind and size are looked at here."""
    fits = (
        (isinstance(value, int) and abs(value) <= MOST)
        or (isinstance(value, str) and value.strip() and len(value) <= LONGEST_TEXT)
        or isinstance(value, Decimal)
        or (isinstance(value, dt.date) and not isinstance(value, dt.datetime))
    )
    if not fits:
        raise PydanticCustomError("local_value", "not a value that a fact can have")
    return value


def _scalar_or_list(value: Any) -> Any:
    if isinstance(value, list):
        return [_scalar(item) for item in value]
    return None if value is None else _scalar(value)


LocalName = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]*$"),
    Form("a name in small letters, digits and underscores"),
]
LocalValue = Annotated[
    Any,
    AfterValidator(_scalar_or_list),
    WithJsonSchema({}),
    Form("true or false, a number, a date, text in quotation marks, or a list of these"),
]
LocalFacts = dict[LocalName, LocalValue]
"""By name: true or false, a number, a date, a text, or a list of these."""
