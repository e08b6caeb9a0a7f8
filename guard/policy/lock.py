"""guard.lock: which packs of others are used here, to the byte, and where they came from."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

from pydantic import Field

from guard.border.document import parse_toml
from guard.border.file import read_bytes, read_text
from guard.errors import Fault, GuardError, Place
from guard.policy.model import Slug, Words
from guard.request.fact import Facts
from guard.request.faults import validated
from guard.request.forms import Sha256

FILE = "guard.lock"
FOLDER = "shared"
"""Where packs of others lie, inside the folder of a body's own policies."""

_LARGEST = 1_048_576
_HEAD = """\
# The packs of others that are used here. Written by guard policy add and guard policy update;
# keep it with guard.toml. `guard policy sync` gets exactly these bytes again.
"""


class LockedPack(Facts):
    """One pack: what it is, where it came from, and the SHA-256 of all that was taken of it."""

    id: Slug = Field(description="The id of its policy.")
    version: Words = Field(description="The version of its policy.")
    source: Words = Field(description="The folder, archive or https address it was taken from.")
    sha256: Sha256 = Field(description="Of the archive; of the listing of the files, for a folder.")
    signed_by: str = Field("", description="Who signed it, as allowed_signers names them.")
    files: dict[str, Sha256] = Field(description="Each file that was taken, and its SHA-256.")

    @property
    def folder(self) -> str:
        """The name of its folder, new with any other bytes: so a change is one step."""
        return f"{self.id}-{self.sha256[:16]}"


class LockText(Facts):
    """guard.lock as it is written."""

    pack: list[LockedPack] = Field([], description="The packs, in the order in which they apply.")


def read_lock(folder: Path) -> tuple[LockedPack, ...]:
    """The packs locked in ``folder``, where guard.toml stands; none where there is no guard.lock.

    Raises:
        GuardError: the file has faults, or names one pack twice.
    """
    path = folder / FILE
    if not path.is_file():
        return ()
    document = parse_toml(read_text(path, _LARGEST), str(path))
    packs = validated(LockText, document).pack
    ids = [pack.id for pack in packs]
    for index, name in enumerate(ids):
        if name in ids[:index]:
            place = document.place(("pack", index, "id"))
            raise GuardError(Fault(f"{name} is locked twice", "keep one of the two", place))
    return tuple(packs)


def write_lock(folder: Path, packs: Iterable[LockedPack]) -> None:
    """Put ``packs`` in place of what guard.lock in ``folder`` says, in one step."""
    text = _HEAD + "".join(_written(pack) for pack in packs)
    with NamedTemporaryFile("w", encoding="utf-8", dir=folder, delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).chmod(0o644)
    Path(file.name).replace(folder / FILE)


def _written(pack: LockedPack) -> str:
    keys = {"id": pack.id, "version": pack.version, "source": pack.source, "sha256": pack.sha256}
    if pack.signed_by:
        keys["signed_by"] = pack.signed_by
    lines = [f"{key} = {json.dumps(value)}" for key, value in keys.items()]
    files = [f"{json.dumps(name)} = {json.dumps(digest)}" for name, digest in pack.files.items()]
    return "\n".join(["", "[[pack]]", *lines, "", "[pack.files]", *files, ""])


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 (hex) of each file, by name, sorted."""
    return {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}


def intact(policies: Path, pack: LockedPack) -> bool:
    """Whether ``pack`` lies in the folder of ``policies`` exactly as it was taken."""
    return not list(_altered(policies / FOLDER / pack.folder, pack))


def folders(policies: Path, packs: Iterable[LockedPack]) -> Iterator[Path]:
    """The folders of ``packs`` below ``policies``.

    Raises:
        GuardError: a pack is not there, or not as it was taken.
    """
    for pack in packs:
        folder = policies / FOLDER / pack.folder
        for altered in _altered(folder, pack):
            what = f"the pack {pack.id} {pack.version} is not as it was taken from {pack.source}"
            remedy = "get it again with: guard policy sync"
            raise GuardError(Fault(what, remedy, Place(str(altered))))
        yield folder


def _altered(folder: Path, pack: LockedPack) -> Iterator[Path]:
    """What below ``folder`` is not as ``pack`` says: changed, missing or added."""
    found = {str(path.relative_to(folder).as_posix()) for path in folder.rglob("*.toml")}
    yield from (folder / name for name in sorted(found - pack.files.keys()))
    for name, digest in pack.files.items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(read_bytes(path, _LARGEST)).hexdigest() != digest:
            yield path
