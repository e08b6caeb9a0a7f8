"""``guard register``."""

from pathlib import Path
from typing import Annotated

import typer

from guard.assessment import open_history
from guard.audit.outputting import replace
from guard.errors import Fault, GuardError, Place
from guard.overview.published import Asked, published
from guard.screen import Screen
from guard.seam import choose
from guard.settings import Settings, load
from guard.terminal import Config, On, screen, show, today

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard register
  guard register --format html --output register.html

What guard writes as csv it can read as the [register] of guard.toml.

Exit code: 0 done, 2 guard could not run.
"""


@app.command("register", epilog=EXAMPLES)
def register_command(
    output_format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="table, csv, json or html.")
    ] = "table",
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it there, and not here.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what expired, was revoked, replaced or refused.")
    ] = False,
    with_names: Annotated[
        bool, typer.Option("--with-names", help="Also who approved; not for publishing.")
    ] = False,
    with_prices: Annotated[
        bool, typer.Option("--with-prices", help="Also prices; not for publishing.")
    ] = False,
    config: Config = None,
    on: On = "",
) -> None:
    """List what is in force on a day, to be published.

    People's names and prices are not in it unless they are asked for.
    """
    form = choose("publishing", output_format, "a format of the register")
    settings = load(config, Path.cwd())
    files = settings.ledger()
    if output and str(output.resolve()) in _read(settings, files.ledger):
        what = "the register would replace what is read"
        raise GuardError(Fault(what, "give it a path of its own", Place(str(output))))
    named = settings.text.organisation
    asked = Asked(everything, with_names, with_prices)
    history = open_history(settings)
    found = published(history, today(on), (named and named.name) or "", asked)
    if output:
        replace(output, form.render(found, Screen()).encode())
    else:
        show(form.render(found, screen()))


def _read(settings: Settings, ledger: str) -> set[str]:
    """The files that a register must not replace."""
    read = [Path(settings.file), Path(ledger)]
    read += [settings.register] if settings.register else []
    return {str(each.resolve()) for each in read}
