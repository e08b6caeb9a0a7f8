"""What a catalogue holds, in words: its files, or the applications of a name."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from guard.border.text import plain
from guard.catalogue.entry import Entry
from guard.catalogue.loading import read_file
from guard.errors import Fault, GuardError
from guard.name import key


def list_files(folders: Iterable[Path]) -> str:
    """Each file with its date, how many applications it has, how many nobody reviewed, its source.

    Raises:
        GuardError: a file has faults.
    """
    files = [file for folder in folders for file in sorted(folder.glob("*.toml"))]
    return "".join(map(_file, files))


def _file(file: Path) -> str:
    text = read_file(file)
    unreviewed = sum(1 for entry in text.application if not entry.reviewed)
    count = f"{len(text.application)} applications"
    counted = f"{count} ({unreviewed} not reviewed)" if unreviewed else count
    head = f"{plain(str(file))}: {plain(text.title)}, {text.on}, {counted}\n"
    return f"{head}  {plain(text.source)}\n"


def list_applications(entries: Iterable[Entry], words: str) -> str:
    """The applications with ``words`` in an id, a name or the supplier, with all their names.

    Raises:
        GuardError: there is none.
    """
    wanted = key(words)
    found = [entry for entry in entries if wanted and any(wanted in n for n in _keys(entry))]
    if not found:
        what = f'no application in the catalogue has "{plain(words, 60)}" in its name'
        raise GuardError(Fault(what, "Look for a shorter word, or see `guard catalogue list`."))
    return "".join(f"{line}\n" for entry in found for line in _application(entry))


def _keys(entry: Entry) -> Iterator[str]:
    yield entry.id
    yield from map(key, (entry.name, entry.supplier or "", *entry.aliases))


def _application(entry: Entry) -> Iterator[str]:
    supplier = f" from {plain(entry.supplier)}" if entry.supplier else ""
    reviewed = "" if entry.reviewed else ", not reviewed"
    yield f"{entry.id}: {plain(entry.name)}{supplier} ({plain(entry.category)}{reviewed})"
    for title, texts in (
        ("also", entry.aliases),
        ("domains", entry.domains),
        ("descriptors", entry.descriptors),
        ("not", entry.exclusions),
    ):
        if texts:
            yield f"  {title}: {plain(', '.join(texts))}"
