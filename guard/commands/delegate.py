"""``guard delegate``."""

from pathlib import Path
from typing import Annotated

import typer

from guard.terminal import Config, KeyFile, Reason, Role, Yes, a_date, notary, now, the_date

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard delegate kim@council.example --to-key kim.pub --until 2026-12-31 --role ciso \\
    --key keys/ciso
  guard delegate kim@council.example --to-key kim.pub --from 2026-12-01 --until 2026-12-31 \\
    --role ciso --key keys/ciso --yes

Exit code: 0 sealed, 2 guard could not run.
"""


@app.command(epilog=EXAMPLES)
def delegate(
    to: Annotated[str, typer.Argument(metavar="PERSON", help="Who may sign in your role.")],
    to_key: Annotated[
        Path, typer.Option(metavar="FILE", help="That person's OpenSSH public key (.pub).")
    ],
    until: Annotated[str, typer.Option(metavar="DATE", help="The last day; a year at most.")],
    role: Role,
    key: KeyFile,
    since: Annotated[
        str, typer.Option("--from", metavar="DATE", help="The first day; today by default.")
    ] = "",
    reason: Reason = "",
    yes: Yes = False,
    config: Config = None,
) -> None:
    """Lend a role that you hold to another person for a time.

    That person signs with their own key, and cannot lend the role on.
    """
    days = (a_date(since, "--from") or now().date(), the_date(until, "--until"))
    notary(config, role, key, reason, yes).lend(to, to_key, days)
