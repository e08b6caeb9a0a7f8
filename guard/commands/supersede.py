"""``guard supersede``."""

from typing import Annotated

import typer

from guard.terminal import Config, KeyFile, Reason, RecordNumber, Role, Yes, notary

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard supersede 0 --by 4 --role head-of-it --key keys/head-of-it
  guard supersede 0 --by 4 --role ciso --key keys/ciso --reason "A new contract" --yes

Exit code: 0 sealed, 2 guard could not run.
"""


@app.command(epilog=EXAMPLES)
def supersede(
    record: RecordNumber,
    role: Role,
    key: KeyFile,
    by: Annotated[int, typer.Option(metavar="RECORD", help="The approval that takes its place.")],
    reason: Reason = "",
    yes: Yes = False,
    config: Config = None,
) -> None:
    """Let one approval give way to another, in a sealed record."""
    notary(config, role, key, reason, yes).supersede(record, by)
