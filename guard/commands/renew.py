"""``guard renew``."""

from pathlib import Path
from typing import Annotated

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
  guard renew request.toml --of 0 --role head-of-it --key keys/head-of-it
  guard renew request.toml --of 0 --role ciso --key keys/ciso --until 2027-06-30 --yes

Exit code: 0 sealed, 1 or 3 nothing was sealed because of the request, 2 guard could not run.
"""


@app.command(epilog=EXAMPLES)
def renew(
    request: Request,
    of: Annotated[int, typer.Option(metavar="RECORD", help="The approval that is renewed.")],
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
    """Renew an approval: assess again, and seal a new one."""
    wish = Wish(
        Event.RENEWED,
        role,
        reason,
        condition or [],
        a_date(until, "--until"),
        heed or [],
        overrule or [],
        of,
    )
    raise typer.Exit(perform(request, wish, load(config, Path.cwd()), person(key, yes), now()))
