"""``guard schema``."""

import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from guard.terminal import show

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard schema report
  guard schema request > request.schema.json
"""


class Of(StrEnum):
    """What there is a JSON Schema of."""

    REPORT = "report"
    AUDIT = "audit"
    REQUEST = "request"


@app.command(epilog=EXAMPLES)
def schema(
    of: Annotated[Of, typer.Argument(help="report, audit: what json holds; request: a file.")],
) -> None:
    """Print the JSON Schema of a file.

    In JSON Schema 2020-12: of a report (check --format json), of an audit (--output json=…),
    or of a request.
    """
    show(json.dumps(_schema(of), indent=2) + "\n")


def _schema(of: Of) -> dict[str, Any]:
    match of:
        case Of.REPORT:
            from guard.report_schema import schema as report

            return report()
        case Of.AUDIT:
            from guard.audit.schema import schema as audit

            return audit()
        case Of.REQUEST:
            from guard.request.schema import schema as request

            return request()
