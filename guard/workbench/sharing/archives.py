"""Reading a pack from an archive that nobody vouches for: all of it, or nothing.

Names that lead out of the archive, links, devices, and what unpacks to more than a pack can be are
refused before anything is written; everything stays in memory.
"""

import gzip
import io
import re
import stat
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from guard.border.text import plain
from guard.errors import Fault, GuardError, Place
from guard.policy.library import LIMIT_BYTES

MOST_MEMBERS = 1_000
"""The most files and folders that an archive may have."""

MOST_UNPACKED = 16_777_216
"""The most bytes that an archive may unpack to: 16 MiB."""

MANIFEST = "pack.toml"
SIGNATURE = "pack.toml.sig"

_TAKEN = re.compile(r"(lists/)?[A-Za-z0-9_-]+\.toml|pack\.toml\.sig")
_STRANGE = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
_KINDS = {0, stat.S_IFREG, stat.S_IFDIR}
_BLOCK = 512
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_REMEDY = "do not use this archive, and tell whoever gave it to you"
_BROKEN = (
    *(tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(ValueError, NotImplementedError, RuntimeError, OverflowError, IndexError),
)


def taken(name: str) -> bool:
    """Whether a file of this name, from the top of a pack, belongs to the pack."""
    return _TAKEN.fullmatch(name) is not None


def read_archive(data: bytes, file: str) -> dict[str, bytes]:
    """The files of the pack in the archive ``data``: zip or tar.gz, told by its first bytes.

    One folder round everything is taken off; what is no part of a pack is left alone.

    Raises:
        GuardError: it is no such archive, is damaged, or is made to do harm.
    """
    members = _Members(file)
    try:
        if data[:4] == b"PK\x03\x04":
            _read_zip(data, members)
        elif data[:2] == b"\x1f\x8b":
            _read_tar(data, members)
        else:
            raise members.refused("is no .zip and no .tar.gz archive", "give one of these")
    except _BROKEN as error:
        raise members.refused(f"is damaged: {plain(str(error))}", "get it again") from None
    return members.of_pack()


@dataclass(slots=True)
class _Members:
    """What was found so far, each name looked at."""

    file: str
    files: dict[str, bytes] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _size: int = 0

    def refused(self, what: str, remedy: str = _REMEDY) -> GuardError:
        return GuardError(Fault(what, remedy, Place(self.file)))

    def name(self, name: str) -> str:
        """``name`` as a path inside the archive, if it is one on every system."""
        said = f'names a file "{plain(name, 80)}"'
        if _STRANGE.search(name):
            raise self.refused(f"{said}, which systems read differently")
        if name.startswith("/"):
            raise self.refused(f"{said}, a place outside the archive")
        parts = [part for part in name.rstrip("/").split("/") if part != "."]
        if ".." in parts or "" in parts:
            raise self.refused(f"{said}, a place outside the archive")
        path = "/".join(parts)
        alike = unicodedata.normalize("NFC", path).casefold()
        if alike in self._seen:
            raise self.refused(f"{said} twice, perhaps with other capitals")
        self._seen.add(alike)
        if len(self._seen) > MOST_MEMBERS:
            raise self.refused(f"has more than {MOST_MEMBERS:,} files")
        return path

    def count(self, size: int) -> None:
        """Make room for ``size`` bytes more."""
        self._size += size
        if self._size > MOST_UNPACKED:
            raise self.refused(f"unpacks to more than {MOST_UNPACKED:,} bytes")

    def add(self, path: str, data: bytes) -> None:
        if len(data) > LIMIT_BYTES:
            raise self.refused(f"has a file of more than {LIMIT_BYTES:,} bytes: {plain(path, 80)}")
        self.files[path] = data

    def of_pack(self) -> dict[str, bytes]:
        first = {path.partition("/")[0] for path in self.files}
        if len(first) == 1 and not any(taken(path) for path in self.files):
            prefix = f"{first.pop()}/"
            self.files = {path.removeprefix(prefix): data for path, data in self.files.items()}
        return {path: data for path, data in sorted(self.files.items()) if taken(path)}


def _read_zip(data: bytes, members: _Members) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            # What Python makes of a name ends at a NUL; what it was given does not.
            path = members.name(info.orig_filename)
            if stat.S_IFMT(info.external_attr >> 16) not in _KINDS:
                raise members.refused(f"has a link or a device: {plain(path, 80)}")
            if info.flag_bits & 1 or info.compress_type not in _METHODS:
                raise members.refused(f"has a file that cannot be read: {plain(path, 80)}")
            members.count(info.file_size)
            if not info.is_dir() and path.endswith((".toml", ".sig")):
                with archive.open(info) as stream:
                    members.add(path, stream.read(LIMIT_BYTES + 1))


def _read_tar(data: bytes, members: _Members) -> None:
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
        plainly = stream.read(MOST_UNPACKED + 1)
    members.count(len(plainly))
    with tarfile.open(fileobj=io.BytesIO(plainly), mode="r:") as archive:
        for info in _each(archive, plainly, members):
            path = members.name(info.name)
            if not (info.isreg() or info.isdir()) or info.issparse():
                raise members.refused(f"has a link or a device: {plain(path, 80)}")
            if info.isreg() and path.endswith((".toml", ".sig")):
                content = archive.extractfile(info)
                members.add(path, content.read(LIMIT_BYTES + 1) if content else b"")


def _each(archive: tarfile.TarFile, plainly: bytes, members: _Members) -> Iterator[tarfile.TarInfo]:
    """The members of an archive: each further on than the one before, and after them nothing."""
    end = 0
    for info in archive:
        if info.size < 0 or info.offset < end:
            raise members.refused("leads back to its own beginning")
        end = info.offset_data + (0 if info.isdir() else -(-info.size // _BLOCK) * _BLOCK)
        if info.name not in {"", "."}:
            yield info
    if plainly[end:].strip(b"\0"):
        raise members.refused("is damaged: something that is no file stands in it", "get it again")
