"""``guard key``."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from guard.border.text import plain
from guard.errors import Fault, refuse_if
from guard.record.keys import make_pair
from guard.record.statement import namespace
from guard.terminal import show

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="Make a key to sign with.",
)

EXAMPLES = """Examples:

\b
  guard key new keys/sam --person sam@council.example --role ciso
  guard key new keys/kit --person kit@council.example --role siro --no-passphrase
"""


@app.callback()
def group() -> None:
    """Make a key to sign with."""


@app.command(epilog=EXAMPLES)
def new(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where the private key goes; never overwritten.")
    ],
    person: Annotated[
        str, typer.Option(metavar="PERSON", help="Whose key it is: a work e-mail address.")
    ],
    role: Annotated[
        list[str], typer.Option(metavar="ROLE", help="A role the person holds; repeatable.")
    ],
    no_passphrase: Annotated[
        bool, typer.Option("--no-passphrase", help="Leave the key unprotected (for trying out).")
    ] = False,
) -> None:
    """Make an OpenSSH key for someone who has none, and the line that gives them their roles."""
    refuse_if(_unfit(person, role))
    asked = "" if no_passphrase else _passphrase()
    public = make_pair(file, person, asked.encode())
    spaces = ",".join(namespace(held) for held in role)
    made = plain(str(file))
    show(f"Made {made} (private: keep it to yourself) and {made}.pub.\n")
    show("Whoever keeps allowed_signers adds this line to give the role:\n\n")
    show(f'{person} namespaces="{spaces}" {public.line} {person}\n')


def _unfit(person: str, roles: list[str]) -> Iterator[Fault]:
    """What would not be one person, or one role, in a line of allowed_signers."""
    if not re.fullmatch(r"[^\s\"#*?!,]+", person) or plain(person) != person:
        remedy = "give one work e-mail address: --person sam@council.example"
        yield Fault(f"{plain(person)!r} does not name one person", remedy)
    for role in roles:
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,62}", role):
            remedy = "write it small, with hyphens: --role head-of-it"
            yield Fault(f"{plain(role)!r} does not name a role", remedy)


def _passphrase() -> str:
    return str(typer.prompt("A passphrase for the key", hide_input=True, confirmation_prompt=True))
