"""``guard revoke``."""

import typer

from guard.terminal import Config, KeyFile, RecordNumber, Role, Why, Yes, notary

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard revoke 0 --reason "Breach at the supplier" --role ciso --key keys/ciso
  guard revoke 0 --reason "No longer needed" --role head-of-it --key keys/head-of-it --yes

Exit code: 0 sealed, 2 guard could not run.
"""


@app.command(epilog=EXAMPLES)
def revoke(
    record: RecordNumber,
    role: Role,
    key: KeyFile,
    reason: Why,
    yes: Yes = False,
    config: Config = None,
) -> None:
    """End what a record allows: it holds no longer.

    An approval, a waiver, emergency use or a delegation; the record itself stays as it is.
    """
    notary(config, role, key, reason, yes).revoke(record)
