"""Evidence: files kept outside the ledger, known by what they are."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from guard.border.text import plain
from guard.errors import Fault, GuardError, Place
from guard.record.parts import Digest, Evidence, EvidenceNote

_BLOCK = 1_048_576


def evidence_of(files: Sequence[Path], kind: str) -> tuple[Evidence, ...]:
    """Each of ``files`` by name, SHA-256 and size.

    Raises:
        GuardError: there is none, or one cannot be read.
    """
    if not files:
        raise GuardError(Fault("no evidence was named", "name the files that show it: --evidence"))
    return tuple(_of(file, kind) for file in files)


def _of(file: Path, kind: str) -> Evidence:
    sha256, size = digest_of(file)
    note = EvidenceNote(kind=kind, size=size)
    return Evidence(name=file.name, digest=Digest(sha256=sha256), annotations=note)


def digest_of(file: Path) -> tuple[str, int]:
    """The SHA-256 (hex) of a file, and its size in bytes.

    Raises:
        GuardError: it cannot be read.
    """
    digest, size = hashlib.sha256(), 0
    try:
        with file.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                size += len(block)
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        raise GuardError(Fault(what, "check its name", Place(plain(str(file))))) from None
    return digest.hexdigest(), size


@dataclass(frozen=True, slots=True)
class Kept:
    """The files in a folder where evidence is kept: by SHA-256 (hex), and where each name lies."""

    folder: Path
    digests: frozenset[str]
    names: Mapping[str, Path]


def kept(folder: Path) -> Kept:
    """What is in ``folder`` and below it; every file is read once.

    Raises:
        GuardError: it is no folder, or a file in it cannot be read.
    """
    if not folder.is_dir():
        remedy = "name the folder where evidence is kept: --evidence DIR"
        raise GuardError(Fault("there is no such folder", remedy, Place(plain(str(folder)))))
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    digests = frozenset(digest_of(file)[0] for file in files)
    return Kept(folder, digests, {file.name: file for file in files})


def swapped(claimed: Sequence[Evidence], held: Kept) -> Iterator[tuple[str, str]]:
    """Which evidence is not held as it was when it was relied on: another file, or missing.

    Each with the next step. A file is looked for by its digest, wherever it lies and whatever it
    is called now.
    """
    for each in claimed:
        if each.digest.sha256 not in held.digests:
            other = held.names.get(Path(each.name).name)
            how = f"is another file now: {other}" if other else "is missing"
            step = f"put the file that was sealed into {held.folder}: sha256 {each.digest.sha256}"
            yield f"the evidence {each.name} ({each.annotations.kind}) {how}", step
