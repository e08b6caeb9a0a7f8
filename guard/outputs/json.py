"""``json``: the whole audit, for programs; ``guard schema audit`` prints its schema."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from guard.audit.report import SCHEMA, AuditReport
from guard.screen import Screen


@dataclass(frozen=True, slots=True)
class _Output:
    """What is written; by a type that is known, it is written twice as fast."""

    schema: str
    audit: AuditReport


def render(report: AuditReport, _screen: Screen) -> str:
    """One JSON object, ending in a newline."""
    whole = _Output(SCHEMA, report)
    return TypeAdapter(_Output).dump_json(whole, indent=2).decode() + "\n"
