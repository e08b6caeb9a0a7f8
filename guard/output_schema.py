"""The JSON Schemas (2020-12) of what guard writes as JSON, made from the answers' own types."""

import datetime as dt
from typing import Any

from pydantic import TypeAdapter


def report() -> dict[str, Any]:
    """Of ``guard check --format json``."""
    from guard.report import SCHEMA, Report

    return _output(SCHEMA, "What guard says of requests", reports=tuple[Report, ...])


def audit() -> dict[str, Any]:
    """Of ``guard audit --output json=…``."""
    from guard.audit.report import SCHEMA, AuditReport

    return _output(SCHEMA, "What guard says of lists", audit=AuditReport)


def published() -> dict[str, Any]:
    """Of ``guard register --format json``."""
    from guard.overview.published import SCHEMA, Published

    return _output(SCHEMA, "What is in force, as it may be published", register=Published)


def due() -> dict[str, Any]:
    """Of ``guard due --format json``."""
    from guard.overview.due import SCHEMA, Due

    days: dict[str, Any] = {"on": dt.date, "until": dt.date}
    return _output(SCHEMA, "What needs somebody", **days, due=tuple[Due, ...])


def recheck() -> dict[str, Any]:
    """Of ``guard recheck --format json``."""
    from guard.history.uncounted import Uncounted
    from guard.overview.recheck import SCHEMA, Rechecked

    title = "Live approvals, assessed again"
    cases, idle = tuple[Rechecked, ...], tuple[Uncounted, ...]
    return _output(SCHEMA, title, on=dt.date, cases=cases, uncounted=idle)


def _output(name: str, title: str, **content: Any) -> dict[str, Any]:
    """One whole output: the version's name, and its content by key."""
    adapters = [(key, "serialization", TypeAdapter(of)) for key, of in content.items()]
    schemas, shared = TypeAdapter.json_schemas(adapters)  # type: ignore[arg-type]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": name,
        "title": title,
        "type": "object",
        "properties": {
            "schema": {"const": name},
            **{key: schemas[key, "serialization"] for key in content},
        },
        "required": ["schema", *content],
        "additionalProperties": False,
        "$defs": shared["$defs"],
    }
