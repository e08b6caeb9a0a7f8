"""Facts as canonical JSON and back, so that what a decision rested on can be sealed and re-read."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from guard.condition.types import Double, ListOf, Struct, Timestamp, Type


def to_json(value: object) -> Any:
    """Plain JSON for facts: dates as ISO 8601 text, decimals as text, the rest as it is."""
    match value:
        case Mapping():
            return {str(key): to_json(item) for key, item in value.items()}
        case list() | tuple():
            return [to_json(item) for item in value]
        case dt.datetime():
            return value.date().isoformat()
        case dt.date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case _:
            return value


def from_json(value: Any, kind: Type) -> object:
    """Facts again, from :func:`to_json`, guided by their types.

    Raises:
        ValueError: a text is not the date or number that its type says.
    """
    match kind:
        case Struct():
            return {key: from_json(item, kind.fields[key]) for key, item in value.items()}
        case ListOf():
            return [from_json(item, kind.element) for item in value]
        case Timestamp():
            return dt.datetime.combine(dt.date.fromisoformat(value), dt.time(tzinfo=dt.UTC))
        case Double():
            return Decimal(value)
        case _:
            return value
