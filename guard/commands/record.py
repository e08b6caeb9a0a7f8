"""``guard record``."""

from pathlib import Path
from typing import Annotated

import typer

from guard.approval.exporting import export
from guard.assessment import open_history
from guard.border.file import read_text
from guard.border.text import plain
from guard.overview.records import Shelf
from guard.overview.showing import show_all, show_one, show_request
from guard.record.store import open_store
from guard.settings import load
from guard.terminal import (
    Config,
    KeyFile,
    Listed,
    On,
    RecordNumber,
    Role,
    Shape,
    Why,
    Yes,
    notary,
    screen,
    show,
    today,
)

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="See records, and hand them out.",
)

SHOW_EXAMPLES = """Examples:

\b
  guard record show
  guard record show 0 --format json

Without a number: all records. With the id of a request: its whole story; where that is a number,
too: request/7.
"""

EXPORT_EXAMPLES = """Examples:

\b
  guard record export 0 --to for-the-auditor
  guard record export 0 --to for-the-auditor-too --since checkpoint.txt

The folder then holds all that the script in the README needs; with --since, also the proof that
nothing is missing that was there at that checkpoint.
"""


CORRECT_EXAMPLES = """Examples:

\b
  guard record correct 0 --reason "The supplier is Treeline Ltd" --role head-of-it \\
    --key keys/head-of-it
  guard record correct 1 --reason "It was meant for Parks" --role ciso --key keys/ciso --yes

The record itself never changes; the correction is shown with it. Who made a record, or holds the
role in which it was made, corrects it.
"""

ERASE_EXAMPLES = """Examples:

\b
  guard record erase 0 --reason "Retention is over" --role siro --key keys/siro
  guard record erase 0 1 --reason "Retention is over" --role ciso --key keys/ciso --yes

Contents go once three years have passed since a record ended; every proof stays valid.
"""


@app.callback()
def group() -> None:
    """See records, and hand them out."""


@app.command("export", epilog=EXPORT_EXAMPLES)
def export_command(
    index: Annotated[
        int, typer.Argument(metavar="RECORD", help="The record's number, as guard verify shows it.")
    ],
    to: Annotated[Path, typer.Option(metavar="FOLDER", help="A folder; made if it is not there.")],
    since: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A checkpoint kept elsewhere: prove growth from it."),
    ] = None,
    disclose: Annotated[
        list[str] | None,
        typer.Option(metavar="FACT", help="Hand out this private fact too, or all; repeatable."),
    ] = None,
    config: Config = None,
) -> None:
    """Write a record, and all that it takes to verify it without guard, to a folder."""
    files = load(config, Path.cwd()).ledger()
    old = read_text(since) if since else ""
    with open_store(files.ledger, read_only=True) as ledger:
        for path in export(ledger, index, files, to, old, disclose=disclose or ()):
            show(f"{plain(str(path))}\n")


@app.command("show", epilog=SHOW_EXAMPLES)
def show_command(
    which: Annotated[
        str, typer.Argument(metavar="[RECORD | REQUEST]", help="A record's number, or a request.")
    ] = "",
    output_format: Listed = Shape.TABLE,
    config: Config = None,
    on: On = "",
) -> None:
    """Show all records, one record, or the whole story of a request, in plain words."""
    settings = load(config, Path.cwd())
    settings.ledger()
    shelf = Shelf(open_history(settings), today(on))
    seen = None if output_format is Shape.JSON else screen()
    if not which:
        show(show_all(shelf, seen))
    elif which.isdecimal() and int(which) < shelf.history.count():
        show(show_one(shelf, int(which), seen))
    else:
        show(show_request(shelf, which.removeprefix("request/"), seen))


@app.command("correct", epilog=CORRECT_EXAMPLES)
def correct(
    record: RecordNumber,
    role: Role,
    key: KeyFile,
    reason: Why,
    yes: Yes = False,
    config: Config = None,
) -> None:
    """Put right in words what a record says wrongly, in a sealed record."""
    notary(config, role, key, reason, yes).correct(record)


@app.command("erase", epilog=ERASE_EXAMPLES)
def erase(
    records: Annotated[list[int], typer.Argument(metavar="RECORD...", help="Their numbers.")],
    role: Role,
    key: KeyFile,
    reason: Why,
    yes: Yes = False,
    config: Config = None,
) -> None:
    """Keep records no longer; what was signed about them stays provable."""
    notary(config, role, key, reason, yes).erase(records)
