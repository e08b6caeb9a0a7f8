"""``guard due``."""

from pathlib import Path
from typing import Annotated

import typer

from guard.assessment import open_history
from guard.history.grants import grants
from guard.overview.due import SCHEMA, Due, When, due
from guard.overview.grid import as_json, grid
from guard.overview.horizon import horizon
from guard.settings import load
from guard.terminal import Config, Listed, On, Shape, screen, show, today

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard due
  guard due --within 90d --format json

REQUEST in a next step is the file of that request.

Exit code: 0 nothing is overdue, 1 something is, 2 guard could not run.
"""

_HEADS = ("day", "state", "what, and the next step", "who", "record")


@app.command("due", epilog=EXAMPLES)
def due_command(
    within: Annotated[
        str, typer.Option(metavar="TIME", help="How far ahead: 60d, 8w, 3m, or a date.")
    ] = "60d",
    output_format: Listed = Shape.TABLE,
    config: Config = None,
    on: On = "",
) -> None:
    """What needs somebody soon, or should have been done already?

    Approvals that end, conditions, waivers, emergency uses, evidence, delegations, sign-offs.
    """
    settings = load(config, Path.cwd())
    settings.ledger()
    day = today(on)
    until = horizon(within, day)
    history = open_history(settings)
    found = due(history.cases(day), grants(history, day), day, until)
    if output_format is Shape.JSON:
        show(as_json({"schema": SCHEMA, "on": day, "until": until, "due": found}))
    else:
        show(_table(found, until))
    raise typer.Exit(int(any(each.when is When.OVERDUE for each in found)))


def _table(found: tuple[Due, ...], until: object) -> str:
    if not found:
        return f"Nothing is due until {until}, and nothing is overdue.\n"
    rows = [(str(one.day), one.when.value, _what(one), one.who, str(one.record)) for one in found]
    overdue = sum(one.when is When.OVERDUE for one in found)
    told = f"{overdue} overdue, {len(found) - overdue} due until {until} or waiting.\n"
    return grid(_HEADS, rows, screen(), widest=2) + "\n" + told


def _what(one: Due) -> str:
    about = f"{one.application or 'An application'} ({one.request}), " if one.request else ""
    return f"{about}{one.matter.value}: {one.what}\nnext: {one.next}"
