"""The JSON Schema of what the output ``json`` of an audit writes, made from the report's types."""

from typing import Any

from pydantic import TypeAdapter

from guard.audit.report import SCHEMA, AuditReport


def schema() -> dict[str, Any]:
    """The schema (2020-12) of one whole output: the version's name, and the audit."""
    report = TypeAdapter(AuditReport).json_schema(mode="serialization")
    definitions = report.pop("$defs")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        "title": "What guard says of lists",
        "type": "object",
        "properties": {
            "schema": {"const": SCHEMA},
            "audit": {"$ref": "#/$defs/AuditReport"},
        },
        "required": ["schema", "audit"],
        "additionalProperties": False,
        "$defs": definitions | {"AuditReport": report},
    }
