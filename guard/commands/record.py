"""``guard record``."""

from pathlib import Path
from typing import Annotated

import typer

from guard.approval.exporting import export
from guard.border.text import plain
from guard.errors import Fault, GuardError, Place
from guard.ledgers.sqlite import Ledger
from guard.settings import load
from guard.terminal import Config, show

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="Hand out records and checkpoints.",
)

EXPORT_EXAMPLES = """Examples:

\b
  guard record export 0 --to for-the-auditor
  guard record export 0 --to for-the-auditor --config guard.toml
"""

CHECKPOINT_EXAMPLES = """Examples:

\b
  guard record checkpoint
  guard record checkpoint > checkpoint.txt
"""


@app.command("export", epilog=EXPORT_EXAMPLES)
def export_command(
    index: Annotated[int, typer.Argument(help="The record's number, as guard verify shows it.")],
    to: Annotated[Path, typer.Option(help="A folder; made if it is not there.")],
    config: Config = None,
) -> None:
    """Write a record, and all that it takes to verify it without guard, to a folder."""
    files = load(config, Path.cwd()).ledger()
    with Ledger.open(files.ledger, read_only=True) as ledger:
        for path in export(ledger, index, files.allowed_signers, to):
            show(f"{plain(str(path))}\n")


@app.command(epilog=CHECKPOINT_EXAMPLES)
def checkpoint(config: Config = None) -> None:
    """Print the ledger's signed head, to be kept outside this machine."""
    files = load(config, Path.cwd()).ledger()
    with Ledger.open(files.ledger, read_only=True) as ledger:
        head = ledger.latest()
    if head is None:
        raise GuardError(
            Fault(
                "the ledger is empty, so it has no head to hand out",
                "seal a first record: guard approve",
                Place(str(files.ledger)),
            )
        )
    show(head.note)
