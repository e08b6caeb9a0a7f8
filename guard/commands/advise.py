"""``guard advise``."""

from typing import Annotated

import typer

from guard.record.events import Counsel
from guard.terminal import Config, KeyFile, Request, Role, Why, Yes, notary

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard advise request.toml --role dpo --key keys/dpo --counsel proceed --reason "No risk left"
  guard advise request.toml --role dpo --key keys/dpo --counsel do-not-proceed --reason "No"

Exit code: 0 sealed, 2 guard could not run.
"""


@app.command(epilog=EXAMPLES)
def advise(
    request: Request,
    role: Role,
    key: KeyFile,
    counsel: Annotated[Counsel, typer.Option(help="What you advise.")],
    reason: Why,
    yes: Yes = False,
    config: Config = None,
) -> None:
    """Advise on a purchase, in a sealed record.

    Whoever approves takes the advice, or says why not.
    """
    notary(config, role, key, reason, yes).advise(request, counsel)
