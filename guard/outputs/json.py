"""``json``: the whole audit, for programs; ``guard schema audit`` prints its schema."""

from pydantic_core import to_json

from guard.audit.report import SCHEMA, AuditReport
from guard.screen import Screen


def render(report: AuditReport, _screen: Screen) -> str:
    """One JSON object, ending in a newline."""
    return to_json({"schema": SCHEMA, "audit": report}, indent=2).decode() + "\n"
