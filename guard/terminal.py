"""What commands share: common options, today's date, and printing to a terminal or a pipe."""

import datetime as dt
import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guard.border.text import plain
from guard.errors import Fault, GuardError
from guard.screen import Screen

if TYPE_CHECKING:
    from guard.approval.notice import Notary
    from guard.approval.signing import Person
    from guard.record.sealed import Signer

EVERY = 10_000
"""Rows after which progress is told again."""

Config = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="guard.toml to use, instead of the nearest one above."),
]
On = Annotated[
    str, typer.Option(metavar="DATE", help="Decide as of this date (YYYY-MM-DD), not today.")
]
FormatName = Annotated[
    str, typer.Option("--format", metavar="FORMAT", help="table, json or markdown.")
]


class Shape(StrEnum):
    """How a list is shown."""

    TABLE = "table"
    JSON = "json"


Listed = Annotated[
    Shape,
    typer.Option(
        "--format", metavar="FORMAT", case_sensitive=False, help="table (for people) or json."
    ),
]
RegisterFile = Annotated[
    Path | None,
    typer.Option("--register", metavar="FILE", help="Applications that IT knows: CSV or TOML."),
]
ExitZero = Annotated[
    bool, typer.Option("--exit-zero", help="Exit with 0 also when the answer is no.")
]
Request = Annotated[str, typer.Argument(metavar="REQUEST", help="A TOML or JSON file.")]
Role = Annotated[
    str, typer.Option(metavar="ROLE", help="The role in which you sign: head-of-it, ciso, siro …")
]
KeyFile = Annotated[
    Path,
    typer.Option(
        metavar="FILE",
        help="Your OpenSSH private key; a .pub file signs through ssh-agent or hardware.",
    ),
]
Reason = Annotated[str, typer.Option(metavar="WHY", help="Why; the record keeps it.")]
Why = Annotated[str, typer.Option("--reason", metavar="WHY", help="Why; the record keeps it.")]
RecordNumber = Annotated[
    int, typer.Argument(metavar="RECORD", help="Its number, as guard record show tells.")
]
Conditions = Annotated[
    list[str] | None,
    typer.Option("--condition", metavar='"WHAT; WHO; DATE"', help="A condition; repeatable."),
]
Until = Annotated[
    str, typer.Option(metavar="DATE", help="The last day it holds; default: as long as it can.")
]
Heed = Annotated[
    list[int] | None, typer.Option(metavar="RECORD", help="Advice that you take; repeatable.")
]
Overrule = Annotated[
    list[str] | None,
    typer.Option(metavar='"RECORD; WHY"', help="Advice that you do not take; repeatable."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask before signing.")]


def a_date(text: str, option: str) -> dt.date | None:
    """The date that was given with ``option``, if one was.

    Raises:
        GuardError: it is not a date.
    """
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        fault = Fault(f"{plain(text)!r} is not a date", f"write it as {option} 2026-11-22")
        raise GuardError(fault) from None


def the_date(text: str, option: str) -> dt.date:
    """The date that must be given with ``option``.

    Raises:
        GuardError: it is not a date.
    """
    found = a_date(text, option)
    if found is None:
        raise GuardError(Fault(f"{option} is empty", f"write it as {option} 2026-11-22"))
    return found


def clock() -> dt.datetime:
    """This moment, in UTC. Only the command line looks at the clock."""
    return dt.datetime.now(dt.UTC)


def now() -> dt.datetime:
    """This moment, in UTC, to the second."""
    return clock().replace(microsecond=0)


def today(on: str) -> dt.date:
    """The date to decide at: ``--on`` if given, otherwise today, in UTC."""
    return a_date(on, "--on") or now().date()


def person(key: Path, yes: bool) -> "Person":
    """The person at this terminal, who signs with ``key`` once they agree (or have, by --yes)."""
    from guard.approval.signing import Person
    from guard.signers import agent, private_key

    def consents() -> None:
        if not (yes or typer.confirm("Sign this?")):
            remedy = "change what is not right, then run it again"
            raise GuardError(Fault("nothing was sealed: you said no", remedy))

    def passphrase() -> bytes:
        return str(typer.prompt(f"Passphrase of {key}", hide_input=True)).encode()

    def signer() -> "Signer":
        return agent.signer(key) if key.suffix == ".pub" else private_key.signer(key, passphrase)

    return Person(show, consents, signer, screen())


def notary(config: Path | None, role: str, key: Path, reason: str, yes: bool) -> "Notary":
    """Who seals events at this terminal, with ``key`` in ``role``.

    Raises:
        GuardError: there is no ledger, or this key may not sign in the role.
    """
    from guard.approval.notice import Notary
    from guard.settings import load

    return Notary(load(config, Path.cwd()), person(key, yes), now(), role, reason)


def screen() -> Screen:
    """The screen that standard output goes to; https://no-color.org is kept."""
    colour = bool(sys.stdout) and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return Screen(min(shutil.get_terminal_size((100, 24)).columns, 110), colour)


@contextmanager
def progress() -> Iterator[Callable[[int], None]]:
    """Tell standard error, if it is a terminal, now and then how many rows were read so far."""
    if not (sys.stderr and sys.stderr.isatty()):
        yield lambda _rows: None
        return

    told = 0

    def tell(rows: int) -> None:
        nonlocal told
        if rows - told >= EVERY:
            told = rows
            sys.stderr.write(f"\r{rows:,} rows read")
            sys.stderr.flush()

    try:
        yield tell
    finally:
        sys.stderr.write(f"\r{' ' * 40}\r")
        sys.stderr.flush()


def show(text: str) -> None:
    """Write ``text`` to standard output as it is.

    Raises:
        OSError: standard output is closed, or cannot take it.
    """
    if not sys.stdout:
        raise OSError(errno.EBADF, "standard output is closed")
    sys.stdout.write(text)
    sys.stdout.flush()
