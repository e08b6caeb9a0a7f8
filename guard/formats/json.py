"""``--format json``: for programs; ``guard schema report`` prints its schema."""

from collections.abc import Sequence

from pydantic_core import to_json

from guard.report import SCHEMA, Report
from guard.screen import Screen


def render(reports: Sequence[Report], _screen: Screen) -> str:
    """One JSON object with all reports in order, ending in a newline."""
    content = {"schema": SCHEMA, "reports": reports}
    return to_json(content, indent=2).decode() + "\n"
