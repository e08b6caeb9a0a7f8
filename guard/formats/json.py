"""``--format json``: for programs; ``guard schema report`` prints its schema."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from guard.report import SCHEMA, Report
from guard.screen import Screen


def render(reports: Sequence[Report], _screen: Screen) -> str:
    """One JSON object with all reports in order, ending in a newline."""
    content = {"schema": SCHEMA, "reports": [asdict(report) for report in reports]}
    return json.dumps(content, default=str, ensure_ascii=False, indent=2) + "\n"
