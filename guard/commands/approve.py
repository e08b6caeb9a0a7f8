"""``guard approve``."""

from pathlib import Path

import typer

from guard.approval.ceremony import Wish, perform
from guard.record.events import Event
from guard.settings import load
from guard.terminal import (
    Conditions,
    Config,
    Heed,
    KeyFile,
    Overrule,
    Reason,
    Request,
    Role,
    Until,
    Yes,
    a_date,
    now,
    person,
)

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard approve request.toml --role head-of-it --key keys/head-of-it
  guard approve request.toml --role ciso --key keys/ciso --until 2027-03-31

A condition says what, who and by when:

\b
  --condition "Switch on MFA for everyone; head-of-it; 2027-01-31"

Exit code: 0 sealed, 1 or 3 nothing was sealed because of the request, 2 guard could not run.
"""


@app.command(epilog=EXAMPLES)
def approve(
    request: Request,
    role: Role,
    key: KeyFile,
    reason: Reason = "",
    condition: Conditions = None,
    until: Until = "",
    heed: Heed = None,
    overrule: Overrule = None,
    yes: Yes = False,
    config: Config = None,
) -> None:
    """Approve a purchase, in a sealed record.

    It is assessed again; you see what you sign, and are asked, before it is sealed.
    """
    wish = Wish(
        Event.APPROVED,
        role,
        reason,
        condition or [],
        a_date(until, "--until"),
        heed or [],
        overrule or [],
    )
    raise typer.Exit(perform(request, wish, load(config, Path.cwd()), person(key, yes), now()))
