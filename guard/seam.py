"""Seams: folders whose files are choices. Adding a choice takes one file and no other edit."""

from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from types import ModuleType

from guard.border.text import plain
from guard.errors import Fault, GuardError

_PACKAGE = Path(__file__).parent


def choices(folder: str) -> tuple[str, ...]:
    """The choices in ``folder`` (``formats``, ``readers`` …), sorted."""
    return tuple(sorted(file.stem for file in (_PACKAGE / folder).glob("[a-z]*.py")))


def choose(folder: str, name: str, what: str) -> ModuleType:
    """The module of choice ``name``, imported now.

    Args:
        folder: the seam, ``formats`` for instance.
        name: as the user wrote it, in capitals or not.
        what: what is being chosen, in words: ``a format``.

    Raises:
        GuardError: there is no such choice, which names those there are; or what it needs is an
            extra, and not installed.
    """
    known = choices(folder)
    if name.lower() in known:
        return _imported(f"guard.{folder.replace('/', '.')}.{name.lower()}", name.lower())
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    remedy = f"{hint}use one of {', '.join(known)}"
    raise GuardError(Fault(f'"{plain(name)}" is not {what}', remedy))


def _imported(module: str, extra: str) -> ModuleType:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        remedy = f"run: pip install 'procurement-guard[{extra}]'"
        raise GuardError(Fault(f"{error.name} is not installed", remedy)) from None
