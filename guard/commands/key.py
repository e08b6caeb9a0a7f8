"""``guard key``."""

from pathlib import Path
from typing import Annotated

import typer

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
  guard key new keys/ciso --person sam@council.example --role ciso
  guard key new keys/siro --person kit@council.example --role siro --no-passphrase
"""


@app.callback()
def group() -> None:
    """Make a key to sign with."""


@app.command(epilog=EXAMPLES)
def new(
    file: Annotated[Path, typer.Argument(help="Where the private key goes; never overwritten.")],
    person: Annotated[str, typer.Option(help="Whose key it is: a work e-mail address.")],
    role: Annotated[list[str], typer.Option(help="A role the person holds; repeatable.")],
    no_passphrase: Annotated[
        bool, typer.Option("--no-passphrase", help="Leave the key unprotected (for trying out).")
    ] = False,
) -> None:
    """Make an OpenSSH key for someone who has none, and the line that gives them their roles."""
    asked = "" if no_passphrase else _passphrase()
    public = make_pair(file, person, asked.encode())
    spaces = ",".join(namespace(held) for held in role)
    show(f"Made {file} (private: keep it to yourself) and {file}.pub.\n")
    show("Whoever keeps allowed_signers adds this line to give the role:\n\n")
    show(f'{person} namespaces="{spaces}" {public.line} {person}\n')


def _passphrase() -> str:
    return str(typer.prompt("A passphrase for the key", hide_input=True, confirmation_prompt=True))
