"""``guard condition``."""

from pathlib import Path
from typing import Annotated

import typer

from guard.terminal import Config, KeyFile, Reason, RecordNumber, Role, Yes, notary

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard condition 0 C1 --evidence mfa.pdf --role head-of-it --key keys/head-of-it
  guard condition 0 C1 --evidence mfa.pdf --evidence log.txt --role ciso --key keys/ciso --yes

Exit code: 0 sealed, 2 guard could not run.
"""


@app.command(epilog=EXAMPLES)
def condition(
    record: RecordNumber,
    condition: Annotated[
        str, typer.Argument(metavar="CONDITION", help="The condition's id: C1, C2 …")
    ],
    role: Role,
    key: KeyFile,
    evidence: Annotated[
        list[Path], typer.Option(metavar="FILE", help="A file that shows it; repeatable.")
    ],
    reason: Reason = "",
    yes: Yes = False,
    config: Config = None,
) -> None:
    """Say that a condition is met, and by what evidence.

    Who set the condition says whether it is met. Files are recorded by their digest.
    """
    notary(config, role, key, reason, yes).condition_met(record, condition, evidence)
