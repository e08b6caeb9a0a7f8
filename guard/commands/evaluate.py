"""``guard evaluate``."""

from pathlib import Path
from typing import Annotated

import typer

from guard.approval.ceremony import Wish, perform
from guard.record.events import Event
from guard.settings import load
from guard.terminal import Config, KeyFile, Reason, Request, Yes, now, person

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard evaluate request.toml --key keys/evaluator --yes
  guard evaluate request.toml --key keys/evaluator --reason "Nightly run" --yes

Exit code: 0 sealed, 2 guard could not run.
"""


@app.command(epilog=EXAMPLES)
def evaluate(
    request: Request,
    key: KeyFile,
    role: Annotated[
        str, typer.Option(metavar="ROLE", help="The role in which is signed.")
    ] = "evaluator",
    reason: Reason = "",
    yes: Yes = False,
    config: Config = None,
) -> None:
    """Seal what guard computed of a request; nobody decides anything.

    For a pipeline: a key of its own, in the role "evaluator", needs no person.
    """
    wish = Wish(Event.EVALUATED, role, reason)
    raise typer.Exit(perform(request, wish, load(config, Path.cwd()), person(key, yes), now()))
