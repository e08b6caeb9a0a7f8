"""``guard init``."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from guard.border.text import plain
from guard.setting_up.kind import USUAL, kinds
from guard.setting_up.laying_down import lay_down
from guard.terminal import now, show

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard init
  guard init our-council --for council --name "Exampleshire Council"
"""


@app.command(epilog=EXAMPLES)
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The folder to set up; default: this one.")
    ] = Path(),
    name: Annotated[
        str, typer.Option(metavar="NAME", help="What your organisation is called.")
    ] = "",
    kind: Annotated[
        str, typer.Option("--for", metavar="KIND", help=f"One of {', '.join(kinds())}.")
    ] = USUAL,
) -> None:
    """Set up a folder to work in.

    Lays down guard.toml with the policies, currency, markings and roles of your kind of body, a
    request to try, a register, keys and a ledger. What is there already stays as it is.
    """
    made, kept = lay_down(folder, name, now().date(), kind)
    for path in made:
        show(f"made  {plain(str(path))}\n")
    for path in kept:
        show(f"kept  {plain(str(path))} (it was there already)\n")
    where = "" if folder == Path() else f"cd {shlex.quote(plain(str(folder)))} && "
    show(f"\nNow try it:\n\n  {where}guard check request.toml\n")
