"""``jsonl``: one JSON object a line for each application, for programs that stream."""

from pydantic_core import to_json

from guard.audit.report import AuditReport
from guard.screen import Screen


def render(report: AuditReport, _screen: Screen) -> str:
    """The applications in the order of the report, one a line."""
    return "".join(to_json(each).decode() + "\n" for each in report.applications)
