"""A catalogue's file as TOML text."""

import datetime as dt
import json
from collections.abc import Iterator

from guard.catalogue.entry import CatalogueText, DatedAlias, Entry


def as_toml(text: CatalogueText) -> str:
    """``text`` as it is written in a file; reading it again gives an equal value."""
    return "\n".join(_lines(text)) + "\n"


def _lines(text: CatalogueText) -> Iterator[str]:
    for field in ("title", "category", "on", "source"):
        yield f"{field} = {_value(getattr(text, field))}"
    for entry in text.application:
        yield ""
        yield "[[application]]"
        yield from _fields(entry)


def _fields(entry: Entry) -> Iterator[str]:
    for field, info in Entry.model_fields.items():
        value = getattr(entry, field)
        if info.is_required() or value != info.get_default(call_default_factory=True):
            yield f"{info.alias or field} = {_value(value)}"


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case dt.date():
            return value.isoformat()
        case list():
            return "[" + ", ".join(map(_value, value)) + "]"
        case DatedAlias():
            given = value.model_dump(exclude_none=True)
            return "{ " + ", ".join(f"{k} = {_value(v)}" for k, v in given.items()) + " }"
        case _:
            # Strings of JSON are basic strings of TOML, but for DEL, which TOML wants escaped.
            return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
