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
    REQUEST = "request"
    POLICY = "policy"
    LIST = "list"
    REGISTER = "register"
    SETTINGS = "settings"
    WAIVERS = "waivers"


@app.command(epilog=EXAMPLES)
def schema(
    of: Annotated[Of, typer.Argument(help="The kind of file.")],
) -> None:
    """Print the JSON Schema of a file.

    In JSON Schema 2020-12: of a report (check --format json), of an audit (--output json=…), or
    of a file that people write: a request, a policy, a dated list, a register, settings
    (guard.toml), waivers. An editor that knows TOML helps to write one whose first line is
    `#:schema policy.schema.json`.
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
        case _:
            from guard import toml_schema

            written: dict[Of, Callable[[], dict[str, Any]]] = {
                Of.POLICY: toml_schema.policy,
                Of.LIST: toml_schema.dated_list,
                Of.REGISTER: toml_schema.register,
                Of.SETTINGS: toml_schema.settings,
                Of.WAIVERS: toml_schema.waivers,
            }
            return written[of]()
