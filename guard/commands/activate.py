"""``guard activate``."""

from typing import Annotated

import typer

from guard.terminal import Config, KeyFile, Reason, Role, Yes, notary

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard activate --role head-of-it --key keys/head-of-it
  guard activate --role ciso --key keys/ciso --allow-older --reason "Faulty version" --yes

From then on, a decision by other policies, or by other versions of them, is refused and found.

Exit code: 0 sealed, 2 guard could not run.
"""


@app.command(epilog=EXAMPLES)
def activate(
    role: Role,
    key: KeyFile,
    allow_older: Annotated[
        bool, typer.Option("--allow-older", help="Let a version of a policy go back.")
    ] = False,
    reason: Reason = "",
    yes: Yes = False,
    config: Config = None,
) -> None:
    """Let requests be measured by the policies in use, and no others.

    It is sealed in a record.
    """
    notary(config, role, key, reason, yes).activate(older=allow_older)
