"""``guard refuse``."""

from pathlib import Path

import typer

from guard.approval.ceremony import Wish, perform
from guard.record.events import Event
from guard.settings import load
from guard.terminal import Config, KeyFile, Request, Role, Why, Yes, now, person

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard refuse request.toml --role ciso --key keys/ciso --reason "No MFA"
  guard refuse request.toml --role ciso --key keys/ciso --reason "No MFA" --yes

Exit code: 0 sealed, 2 guard could not run.
"""


@app.command(epilog=EXAMPLES)
def refuse(
    request: Request,
    role: Role,
    key: KeyFile,
    reason: Why,
    yes: Yes = False,
    config: Config = None,
) -> None:
    """Refuse a purchase, in a sealed record."""
    wish = Wish(Event.REFUSED, role, reason)
    raise typer.Exit(perform(request, wish, load(config, Path.cwd()), person(key, yes), now()))
