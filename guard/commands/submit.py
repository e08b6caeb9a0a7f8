"""``guard submit``."""

from typing import Annotated

import typer

from guard.terminal import Config, KeyFile, Reason, Request, Yes, notary

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard submit request.toml --key keys/requester
  guard submit request.toml --key keys/requester.pub --yes

Exit code: 0 sealed, 2 guard could not run.
"""


@app.command(epilog=EXAMPLES)
def submit(
    request: Request,
    key: KeyFile,
    role: Annotated[
        str, typer.Option(metavar="ROLE", help="The role in which you sign.")
    ] = "requester",
    reason: Reason = "",
    yes: Yes = False,
    config: Config = None,
) -> None:
    """File a request, signed by who asks for it.

    It is optional; once filed, neither that person nor that key can decide about it.
    """
    notary(config, role, key, reason, yes).submit(request)
