"""The JSON Schema of what ``--format json`` writes, made from the report's own types."""

from typing import Any

from pydantic import TypeAdapter

from guard.report import SCHEMA, Report


def schema() -> dict[str, Any]:
    """The schema (2020-12) of one whole output: the version's name, and the reports."""
    report = TypeAdapter(Report).json_schema(mode="serialization")
    definitions = report.pop("$defs")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        "title": "What guard says of requests",
        "type": "object",
        "properties": {
            "schema": {"const": SCHEMA},
            "reports": {"type": "array", "items": {"$ref": "#/$defs/Report"}},
        },
        "required": ["schema", "reports"],
        "additionalProperties": False,
        "$defs": definitions | {"Report": report},
    }
