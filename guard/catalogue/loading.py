"""Reading catalogues from files."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from guard.border.document import parse_toml
from guard.border.file import read_text
from guard.catalogue.entry import CatalogueText, Entry
from guard.catalogue.grounds import Grounds
from guard.catalogue.matching import Catalogue
from guard.catalogue.tables import GroundTable, IntermediaryTable
from guard.errors import Fault, refuse_if
from guard.request.faults import validated

LIMIT_BYTES = 4_194_304
"""The most that is read of one file of a catalogue: 4 MiB."""

RECOGNITION = "recognition"
"""The folder, in that of a catalogue, of what is no application: intermediaries and grounds."""


def shipped() -> Path:
    """The catalogue that comes with guard: inside an installed package, beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "policies" / "catalogue"
    return installed if installed.is_dir() else package.parent / "policies" / "catalogue"


def read_file(file: Path) -> CatalogueText:
    """One file of a catalogue.

    Raises:
        GuardError: all faults of the file at once, each with line and column.
    """
    document = parse_toml(read_text(file, LIMIT_BYTES), str(file))
    text = validated(CatalogueText, document)
    first: dict[str, int] = {}
    refuse_if(
        Fault(
            f'the id "{entry.id}" stands twice in this file',
            "Join the two, or give one of them another id.",
            document.place(("application", index, "id")),
        )
        for index, entry in enumerate(text.application)
        if first.setdefault(entry.id, index) != index
    )
    return text


def read_entries(folders: Iterable[Path]) -> tuple[Entry, ...]:
    """The entries of all files in ``folders``; what an earlier folder says counts first."""
    return tuple(_entries(folders))


def read_catalogue(own: Iterable[Path] = ()) -> Catalogue:
    """The catalogue of a body's ``own`` folders, then that which comes with guard.

    Raises:
        GuardError: a file cannot be read or has faults.
    """
    folders = [*own, shipped()]
    table = _recognition(folders, "intermediaries.toml")
    document = parse_toml(read_text(table, LIMIT_BYTES), str(table))
    intermediaries = validated(IntermediaryTable, document).intermediary
    return Catalogue(read_entries(folders), intermediaries)


def edition(own: Iterable[Path] = ()) -> str:
    """Which catalogue it is: the SHA-256 (hex, first 12) of all its files, one after the other."""
    digest = hashlib.sha256()
    for folder in (*own, shipped()):
        for file in (*sorted(folder.glob("*.toml")), *sorted((folder / RECOGNITION).glob("*"))):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def read_grounds(own: Iterable[Path] = ()) -> Grounds:
    """What counts as a ground for software: the first folder that has a table of it counts."""
    table = _recognition([*own, shipped()], "grounds.toml")
    document = parse_toml(read_text(table, LIMIT_BYTES), str(table))
    return Grounds(validated(GroundTable, document))


def _entries(folders: Iterable[Path]) -> Iterator[Entry]:
    for folder in folders:
        for file in sorted(folder.glob("*.toml")):
            yield from read_file(file).entries()


def _recognition(folders: list[Path], name: str) -> Path:
    files = (folder / RECOGNITION / name for folder in folders)
    return next((file for file in files if file.is_file()), folders[-1] / RECOGNITION / name)
