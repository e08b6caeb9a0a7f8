"""``guard emergency``."""

from typing import Annotated

import typer

from guard.terminal import Config, KeyFile, Request, Role, Why, Yes, notary, the_date

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard emergency request.toml --review-by 2026-12-01 --reason "Flood" --role head-of-it \\
    --key keys/head-of-it
  guard emergency request.toml --review-by 2026-11-30 --reason "Outage" --role ciso --key keys/ciso

Exit code: 0 sealed, 2 guard could not run.
"""


@app.command(epilog=EXAMPLES)
def emergency(
    request: Request,
    role: Role,
    key: KeyFile,
    review_by: Annotated[
        str, typer.Option(metavar="DATE", help="The day by which it is reviewed.")
    ],
    reason: Why,
    yes: Yes = False,
    config: Config = None,
) -> None:
    """Let an application be used before it is approved.

    It permits nothing: somebody must look at it by a day, within 30 days.
    """
    day = the_date(review_by, "--review-by")
    notary(config, role, key, reason, yes).emergency(request, day)
