"""``guard alias``."""

from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from guard.assessment import prepare
from guard.audit.alias import (
    Alike,
    Review,
    accept_in_catalogue,
    accept_in_register,
    application,
    propose,
)
from guard.audit.outputting import replace
from guard.audit.run import recogniser_for
from guard.border.text import plain
from guard.catalogue.entry import Entry
from guard.errors import Fault, GuardError
from guard.settings import FILE, load
from guard.spend.line import Line
from guard.spend.reading import find_lists, read_list
from guard.terminal import Config, On, RegisterFile, show, today
from guard.wording import count

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="Say whose names that are not recognised are.",
)

PROPOSE_EXAMPLES = """Examples:

\b
  guard alias propose spend.csv
  guard alias propose spend.csv --register register.csv

Nothing is decided here: about half of such names are of something else. Look at each, then
accept those that are the same. The score is from 0 to 100; the margin is how far one is ahead.
"""

ACCEPT_EXAMPLES = """Examples:

\b
  guard alias accept "EXAMPLE FORM LTD" APP-001 --by "Pat Doe, IT"
  guard alias accept "SURVEYMNKEY EUROPE" surveymonkey --by "Pat Doe, IT"

What is on the register gets the alias there; else it goes to aliases.toml in your catalogue.
"""


@app.command("propose", epilog=PROPOSE_EXAMPLES)
def propose_command(
    lists: Annotated[
        list[str], typer.Argument(metavar="LIST", help="Files, folders, patterns; - reads input.")
    ],
    register: RegisterFile = None,
    config: Config = None,
) -> None:
    """Which names are like one that is known, and are not recognised?"""
    settings = load(config, Path.cwd())
    bench = prepare(settings, today(""), register=register)
    faults: list[Fault] = []
    lines = _lines(lists, faults)
    found = propose(lines, recogniser_for(settings), bench.register)
    show("".join(map(_shown, found)))
    show(f"{count(len(found), 'name')} to look at; none is decided\n")
    if faults:
        raise GuardError(*faults)


@app.command("accept", epilog=ACCEPT_EXAMPLES)
def accept_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name, as the list has it.")],
    number: Annotated[
        str, typer.Argument(metavar="ID", help="A number of the register, or a catalogue's id.")
    ],
    by: Annotated[str, typer.Option(metavar="PERSON", help="Who has looked at it.")],
    register: RegisterFile = None,
    config: Config = None,
    on: On = "",
) -> None:
    """Write down that a name is of an application; from then on it is recognised."""
    settings = load(config, Path.cwd())
    day = today(on)
    bench = prepare(settings, day, register=register)
    catalogue = recogniser_for(settings).catalogue
    chosen = application(number, catalogue, bench.register)
    review = Review(by, day)
    if isinstance(chosen, Entry):
        if not settings.file:
            what = "there is no folder for a catalogue of your own"
            raise GuardError(Fault(what, f"run `guard init`, or name a {FILE} with --config"))
        folder = settings.folder / settings.text.audit.catalogue
        accepted = accept_in_catalogue(name, chosen, folder, (catalogue, bench.register), review)
    else:
        file = register or settings.register
        accepted = accept_in_register(name, chosen, file or Path(), catalogue, review)
    replace(accepted.path, accepted.text.encode())
    show(f"{plain(str(accepted.path))}: “{plain(name)}” is {plain(accepted.application)}\n")


def _lines(lists: list[str], faults: list[Fault]) -> Iterator[Line]:
    """The lines of all lists; what cannot be read goes to ``faults``."""
    for path in find_lists(lists):
        try:
            yield from read_list(path)
        except GuardError as error:
            faults += error.faults


def _shown(alike: Alike) -> str:
    head = f"{plain(alike.name, 80)} ({count(alike.lines, 'line')})\n"
    accept = f"guard alias accept {quote(plain(alike.name, 200))}"
    return head + "".join(
        f"  {each.score:3} (+{each.margin}) {plain(each.known_as, 80)}\n"
        f"      {accept} {quote(plain(each.entry.id))} --by YOU\n"
        for each in alike.proposals
    )
