"""``guard schema``."""

import json
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any

import typer

from guard.terminal import show

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard schema report
  guard schema policy > policy.schema.json
"""


class Of(StrEnum):
    """What there is a JSON Schema of."""

    REPORT = "report"
    AUDIT = "audit"
    PUBLISHED = "published"
    DUE = "due"
    RECHECK = "recheck"
    REQUEST = "request"
    POLICY = "policy"
    LIST = "list"
    REGISTER = "register"
    SETTINGS = "settings"
    WAIVERS = "waivers"


@app.command(epilog=EXAMPLES)
def schema(
    of: Annotated[
        Of, typer.Argument(metavar="KIND", case_sensitive=False, help=f"One of {', '.join(Of)}.")
    ],
) -> None:
    """Print the JSON Schema of a file.

    In JSON Schema 2020-12: of what guard writes as JSON (a report of check, an audit, the
    published register, due, recheck), or of a file that people write: a request, a policy, a
    dated list, an IT register, settings (guard.toml), waivers. An editor that knows TOML helps
    to write one whose first line is `#:schema policy.schema.json`.
    """
    show(json.dumps(_schema(of), indent=2) + "\n")


def _schema(of: Of) -> dict[str, Any]:
    from guard import output_schema, toml_schema
    from guard.request.schema import schema as request

    made: dict[Of, Callable[[], dict[str, Any]]] = {
        Of.REPORT: output_schema.report,
        Of.AUDIT: output_schema.audit,
        Of.PUBLISHED: output_schema.published,
        Of.DUE: output_schema.due,
        Of.RECHECK: output_schema.recheck,
        Of.REQUEST: request,
        Of.POLICY: toml_schema.policy,
        Of.LIST: toml_schema.dated_list,
        Of.REGISTER: toml_schema.register,
        Of.SETTINGS: toml_schema.settings,
        Of.WAIVERS: toml_schema.waivers,
    }
    return made[of]()
