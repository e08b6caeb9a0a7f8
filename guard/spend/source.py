"""Where a list comes from: a file, or standard input, which is first laid down in a file."""

import os
import sys
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from guard.border.file import STANDARD_INPUT, shown_name
from guard.errors import Fault, GuardError, Place

LIMIT_INPUT = 2_147_483_648
"""The most that is read from standard input: 2 GiB."""

_HEAD = 65_536


@dataclass(eq=False, weakref_slot=True, slots=True)
class Source:
    """A list that can be read as often as needed; ``head`` is how it begins, up to 64 KiB."""

    path: Path
    name: str
    suffix: str
    head: bytes

    @property
    def place(self) -> Place:
        """The whole of it."""
        return Place(self.name)

    def open(self) -> BinaryIO:
        """The bytes from the beginning; each call gives a stream of its own."""
        return self.path.open("rb")

    def whole(self, limit: int, form: str) -> bytes:
        """All of it, for a ``form`` that cannot be read in pieces.

        Raises:
            GuardError: it has more than ``limit`` bytes.
        """
        with self.open() as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            what = f"is larger than {limit:,} bytes, the most that is read of {form}"
            raise GuardError(Fault(what, "Save it as CSV, which has no such limit.", self.place))
        return data


def open_source(path: Path | str) -> Source:
    """The list at ``path``, or on standard input for ``"-"``.

    Raises:
        GuardError: there is no such file, it cannot be read, or it is empty.
    """
    name = shown_name(path)
    if str(path) == STANDARD_INPUT:
        laid = _laid_down()
        source = Source(laid, name, "", _head(laid, name))
        weakref.finalize(source, os.unlink, laid)
    else:
        suffix = Path(path).suffix.removeprefix(".").lower()
        source = Source(Path(path), name, suffix, _head(Path(path), name))
    if not source.head.strip():
        what = "is empty"
        raise GuardError(Fault(what, "Check that the right file was given.", source.place))
    return source


def _head(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_HEAD)
    except FileNotFoundError:
        what, remedy = "there is no such file", "Check the name and the folder."
    except IsADirectoryError:
        what, remedy = "this is a folder", "Name the files in it."
    except (OSError, ValueError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or "the name is not a path"
        what, remedy = f"cannot be read: {reason}", "Check the name, and that you may read it."
    raise GuardError(Fault(what, remedy, Place(name)))


def _laid_down() -> Path:
    """A file of its own for standard input: a list is looked at more than once."""
    handle, name = tempfile.mkstemp(prefix="list-")
    try:
        with os.fdopen(handle, "wb") as file:
            _copy(sys.stdin.buffer, file)
    except BaseException:
        Path(name).unlink()
        raise
    return Path(name)


def _copy(stream: BinaryIO, file: BinaryIO) -> None:
    left = LIMIT_INPUT
    while piece := stream.read(_HEAD):
        left -= len(piece)
        if left < 0:
            what = f"gave more than {LIMIT_INPUT:,} bytes"
            raise GuardError(Fault(what, "Save it in a file.", Place(shown_name(STANDARD_INPUT))))
        file.write(piece)
