"""Taking public lists into a body's own catalogue: as files that can be read, and looked at."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from guard.border.file import read_bytes, shown_name
from guard.catalogue.exploited import LIMIT_BYTES, read_exploited
from guard.catalogue.importing import PublicList, import_list
from guard.catalogue.loading import read_file, shipped
from guard.catalogue.writing import as_toml
from guard.errors import Fault, GuardError, Place


class Form(StrEnum):
    """The forms of public lists that are read."""

    RESMO = "resmo"
    SSO_WALL = "sso-wall"
    KEV = "kev"


@dataclass(frozen=True, slots=True)
class Taken:
    """What is to be written, where, how much it holds, and the faults of what was left out."""

    path: Path
    content: bytes
    entries: int
    source: str
    skipped: tuple[Fault, ...] = ()


def take(path: Path, form: Form, folder: Path, on: dt.date) -> Taken:
    """The list at ``path`` as a file of ``folder``; nothing is written here.

    Raises:
        GuardError: it is no such list, or the file there was not written by an import.
    """
    match form:
        case Form.KEV:
            return _kev(path, folder)
        case Form.RESMO:
            return _applications(path, PublicList.RESMO, folder, on)
        case Form.SSO_WALL:
            return _applications(path, PublicList.SSO_WALL, folder, on)


def _kev(path: Path, folder: Path) -> Taken:
    """The list as it is: what was published is what is kept."""
    listed = read_exploited(path)
    content = read_bytes(path, LIMIT_BYTES)
    target = folder / "known_exploited_vulnerabilities.json"
    return Taken(target, content, len(listed.vulnerabilities), f"CISA, {listed.version}")


def _applications(path: Path, kind: PublicList, folder: Path, on: dt.date) -> Taken:
    target = folder / f"imported-{kind.value}.toml"
    others = [file for file in _files(folder, shipped()) if file != target]
    known = [entry for file in others for entry in read_file(file).entries()]
    imported = import_list(path, kind, known, on)
    _refuse_reviewed(target)
    content = as_toml(imported.text).encode()
    entries = len(imported.text.application)
    return Taken(target, content, entries, imported.text.source, imported.skipped)


def _refuse_reviewed(target: Path) -> None:
    """What a person has looked at since it was imported is not written over."""
    if not target.exists():
        return
    reviewed = [entry.name for entry in read_file(target).entries() if entry.reviewed]
    if reviewed:
        what = f"entries of it were reviewed since, such as {reviewed[0]}"
        remedy = "Move them to a file of another name, then import again."
        raise GuardError(Fault(what, remedy, Place(shown_name(target))))


def _files(*folders: Path) -> list[Path]:
    return [file for folder in folders for file in sorted(folder.glob("*.toml"))]
