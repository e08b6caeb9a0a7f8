"""Which characters the bytes of a text stand for, decided from all of it.

UTF-8 and UTF-16 prove themselves. What is neither is cp1252, which British finance systems write,
unless its pound signs are the byte 0x9C: then it comes from DOS (cp850). Guessing among more
encodings from letter frequencies is no help here: these lists are English with a few pound signs.
"""

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

from guard.errors import Fault, GuardError, Place
from guard.spend.foreign import wide
from guard.spend.source import Source

LONGEST_LINE = 1_048_576
"""The longest line that is read, in bytes: 1 MiB."""

_CHUNK = 65_536  # no longer than the longest line, or one inside a piece is missed
_DOS_POUND = re.compile(rb"\x9c ?-?[0-9]|\(\x9c\)")


@dataclass(frozen=True, slots=True)
class Text:
    """How a text is written: its encoding, and a note for people."""

    encoding: str
    note: str = ""


def survey(source: Source) -> Text:
    """Look at all of ``source``, one piece at a time.

    Raises:
        GuardError: a line is longer than LONGEST_LINE.
    """
    marked = source.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    with source.open() as stream:
        utf8, latin, dos = _look(stream, source.place)
    if marked or wide(source.head):
        return Text("utf-16" if marked else wide(source.head), "read as UTF-16")
    if utf8:
        return Text("utf-8-sig")
    if dos and not latin:
        return Text("cp850", "read as cp850: its pound signs are the byte 9C")
    return Text("cp1252", "read as cp1252: it is not UTF-8")


def _look(stream: BinaryIO, place: Place) -> tuple[bool, int, int]:
    """Whether it is UTF-8, and its pound signs of cp1252 and of DOS."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8, latin, dos, open_line = True, 0, 0, 0
    while chunk := stream.read(_CHUNK):
        utf8 = utf8 and _decodes(decoder, chunk)
        if not chunk.isascii():
            latin += chunk.count(b"\xa3")
            dos += len(_DOS_POUND.findall(chunk)) if b"\x9c" in chunk else 0
        ends = [at for end in (b"\n", b"\r") if (at := chunk.find(end)) >= 0]
        if open_line + min(ends, default=len(chunk)) > LONGEST_LINE:
            what = f"has a line of more than {LONGEST_LINE:,} bytes"
            remedy = "Check that it is a list: in one, each purchase has a line of its own."
            raise GuardError(Fault(what, remedy, place))
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        open_line = len(chunk) - 1 - last + (open_line if last < 0 else 0)
    return utf8 and _decodes(decoder, b"", final=True), latin, dos


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
