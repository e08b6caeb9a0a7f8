"""Bytes from outside as text: bounded, UTF-8, or refused with the next step."""

import sys
from pathlib import Path

from guard.border.position import line_column
from guard.border.text import plain
from guard.errors import Fault, GuardError, Place

LIMIT_BYTES = 262_144
"""The most that is read of a request or a policy: 256 KiB."""

STANDARD_INPUT = "-"
"""Given as a path, this reads standard input."""


def shown_name(source: Path | str) -> str:
    """The name that faults give to ``source``, safe to print."""
    return "standard input" if str(source) == STANDARD_INPUT else plain(str(source))


def read_text(source: Path | str, limit: int = LIMIT_BYTES) -> str:
    """The text of a file, or of standard input for ``"-"``; a byte order mark is dropped.

    Raises GuardError as :func:`read_bytes` and :func:`decode` do.
    """
    return decode(read_bytes(source, limit), shown_name(source))


def read_bytes(source: Path | str, limit: int = LIMIT_BYTES) -> bytes:
    """All of a file, or of standard input for ``"-"``.

    Raises GuardError when there is no such file, it cannot be read or has more than ``limit``
    bytes; no more than one byte beyond them is read.
    """
    if str(source) == STANDARD_INPUT:
        return _bounded(sys.stdin.buffer.read(limit + 1), limit, Place(shown_name(source)))
    path = Path(source)
    place = Place(shown_name(source))
    try:
        with path.open("rb") as stream:
            return _bounded(stream.read(limit + 1), limit, place)
    except FileNotFoundError:
        raise GuardError(Fault("there is no such file", _near_files(path), place)) from None
    except IsADirectoryError:
        raise GuardError(Fault("this is a folder", "Name a file in it.", place)) from None
    except (OSError, ValueError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or "the name is not a path"
        remedy = "Check the name, and that you may read the file."
        raise GuardError(Fault(f"cannot be read: {reason}", remedy, place)) from None


def _bounded(data: bytes, limit: int, place: Place) -> bytes:
    if len(data) > limit:
        what = f"is larger than {limit:,} bytes, the most that is read of such a file"
        raise GuardError(Fault(what, "Split it, or check that it is the right file.", place))
    return data


def _near_files(path: Path) -> str:
    """What to do about a file that is not there: files of its folder with like names."""
    import difflib

    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    except OSError:
        return "Check the folder's name: there is no such folder either."
    near = difflib.get_close_matches(path.name, names, n=3, cutoff=0.7)
    if near:
        return f"Did you mean {' or '.join(map(plain, near))}?"
    return "Check the name and the folder."


def decode(data: bytes, file: str) -> str:
    """``data`` as text, without a byte order mark; ``file`` is the name that faults give.

    Raises GuardError for what is not UTF-8, and for a NUL.
    """
    save_as = "Save it as UTF-8 (Notepad: Save as, Encoding UTF-8; Excel: CSV UTF-8)."
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise GuardError(Fault("is saved as UTF-16, not as UTF-8", save_as, Place(file)))
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        place = Place(file, *line_column(before, len(before)))
        raise GuardError(Fault("is not UTF-8 text", save_as, place)) from None
    if (at := text.find("\0")) >= 0:
        remedy = "Check that it is a text file, and delete the character."
        place = Place(file, *line_column(text, at))
        raise GuardError(Fault("a NUL character stands in the text", remedy, place))
    return text
