"""What commands share: common options, today's date, and printing to a terminal or a pipe."""

import datetime as dt
import os
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from guard.errors import Fault, GuardError
from guard.screen import Screen
from guard.text import plain

Config = Annotated[
    Path | None, typer.Option(help="guard.toml to use, instead of the nearest one above.")
]
On = Annotated[
    str, typer.Option(metavar="DATE", help="Decide as of this date (YYYY-MM-DD), not today.")
]
FormatName = Annotated[
    str, typer.Option("--format", metavar="FORMAT", help="table, json or markdown.")
]


def today(on: str) -> dt.date:
    """The date to decide at: ``on`` if given, otherwise the clock's, in UTC.

    Raises:
        GuardError: ``on`` is not a date.
    """
    if not on:
        return dt.datetime.now(dt.UTC).date()
    try:
        return dt.date.fromisoformat(on)
    except ValueError:
        fault = Fault(f"{plain(on)!r} is not a date", "write it as 2026-11-22 after --on")
        raise GuardError(fault) from None


def screen() -> Screen:
    """The screen that standard output goes to; https://no-color.org is kept."""
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return Screen(min(shutil.get_terminal_size((100, 24)).columns, 110), colour)


def show(text: str) -> None:
    """Write ``text`` to standard output as it is."""
    sys.stdout.write(text)
    sys.stdout.flush()
