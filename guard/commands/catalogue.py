"""``guard catalogue``."""

from pathlib import Path
from typing import Annotated

import typer

from guard.audit.outputting import replace
from guard.border.text import plain
from guard.catalogue.listing import list_applications, list_files
from guard.catalogue.loading import read_catalogue, shipped
from guard.catalogue.taking import Form, take
from guard.errors import GuardError
from guard.settings import Settings, load
from guard.terminal import Config, On, show, today

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="See known applications; take in public lists.",
)

LIST_EXAMPLES = """Examples:

\b
  guard catalogue list
  guard catalogue list microsoft
"""

IMPORT_EXAMPLES = """Examples:

\b
  guard catalogue import app-catalog/apps --as resmo --to catalogue
  guard catalogue import known_exploited_vulnerabilities.json --as kev --to catalogue

Nothing is fetched: download the list first. What is imported counts by its domains; by its
names only possibly, until somebody has reviewed them. Exit code: 0 done, 2 guard could not run,
or left out a file that it could not read.
"""


@app.command("list", epilog=LIST_EXAMPLES)
def list_command(
    words: Annotated[
        str, typer.Argument(metavar="[NAME]", help="Applications with this in their name.")
    ] = "",
    config: Config = None,
) -> None:
    """List the files of the catalogue, or the applications of a name."""
    own = _own(load(config, Path.cwd()))
    if words:
        show(list_applications(read_catalogue(own).entries, words))
    else:
        show(list_files([*own, shipped()]))


@app.command("import", epilog=IMPORT_EXAMPLES)
def import_command(
    path: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The list: a folder of YAML files, or a JSON file."),
    ],
    form: Annotated[Form, typer.Option("--as", help="Which public list it is.")],
    to: Annotated[Path, typer.Option(metavar="FOLDER", help="A folder; made if it is not there.")],
    on: On = "",
) -> None:
    """Take a public list of applications, or of exploited flaws (KEV), into a folder."""
    taken = take(path, form, to, today(on))
    replace(taken.path, taken.content)
    show(f"{plain(str(taken.path))}: {taken.entries} entries ({plain(taken.source)})\n")
    if form is Form.KEV:
        show(f'To use it, write under [audit] in guard.toml: kev = "{plain(str(taken.path))}"\n')
    if taken.skipped:
        raise GuardError(*taken.skipped)


def _own(settings: Settings) -> list[Path]:
    own = settings.folder / settings.text.audit.catalogue
    return [own] if settings.file and own.is_dir() else []
