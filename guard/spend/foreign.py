"""Files that are no list of a form that is read, told by how they begin, with the next step."""

import codecs
import re
import zipfile
import zlib

from guard.errors import Fault, GuardError
from guard.spend.source import Source

_SAVE = "Open it, and save it as a workbook (.xlsx or .ods) without a password, or as CSV."
_UNPACK = "Unpack it, and give the file or the folder that was in it."
_ASK = "Ask for the list as CSV, as a workbook or as JSON."

_BEGIN = (
    (b"%PDF-", "is a PDF, from which no table is read", _ASK),
    (b"\xd0\xcf\x11\xe0", "is an Excel file of the old form (.xls), or has a password", _SAVE),
    (b"\x1f\x8b", "is packed (gzip)", _UNPACK),
    (b"BZh", "is packed (bzip2)", _UNPACK),
    (b"\xfd7zXZ", "is packed (xz)", _UNPACK),
    (b"7z\xbc\xaf", "is packed (7z)", _UNPACK),
    (b"Rar!", "is packed (RAR)", _UNPACK),
    (b"{\\rtf", "is a text document (RTF)", _ASK),
)
_ZIP = b"PK\x03\x04"
_OF_WORKBOOKS = ("xl/", "mimetype", "[content_types].xml")
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype html|html|head|body|table|meta|div|style)\b",
    re.IGNORECASE,
)
_XML = re.compile(rb"\s*<\?xml\b")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_START = 2048


def refuse_foreign(source: Source) -> None:
    """Refuse what no form of list begins with.

    Raises:
        GuardError: it is packed, a document, a web page or no text; with the next step.
    """
    start = source.head[:_START].removeprefix(codecs.BOM_UTF8)
    for begin, what, remedy in _BEGIN:
        if start.startswith(begin):
            raise GuardError(Fault(what, remedy, source.place))
    if _PAGE.match(start):
        what = "is a web page, whatever its name says"
        raise GuardError(Fault(what, _SAVE, source.place))
    if _XML.match(start):
        remedy = _SAVE if b"schemas-microsoft-com:office" in start else _ASK
        raise GuardError(Fault("is XML, which is not read", remedy, source.place))
    if start.startswith(_ZIP):
        _refuse_packed(source)


def refuse_binary(source: Source) -> None:
    """Refuse what is to be read as text and is none."""
    if b"\0" in source.head and not source.head.startswith(_WIDE) and not wide(source.head):
        what = "is no text, and no workbook that is known"
        raise GuardError(Fault(what, _ASK, source.place))


def wide(head: bytes) -> str:
    """The encoding of a text of two bytes a character that does not say so, or ""."""
    some = head[:_START]
    few = len(some) // 8
    if some[1::2].count(0) > few * 3 and some[::2].count(0) == 0:
        return "utf-16-le"
    return "utf-16-be" if some[::2].count(0) > few * 3 and some[1::2].count(0) == 0 else ""


def _refuse_packed(source: Source) -> None:
    """Refuse a zip of files that is no workbook; a broken one is told of where it is read."""
    try:
        with zipfile.ZipFile(source.path) as archive:
            names = [name.lower() for name in archive.namelist()[:_START]]
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError):
        return
    if any(name.startswith("word/") for name in names):
        raise GuardError(Fault("is a text document of Word", _ASK, source.place))
    if not any(name.startswith(_OF_WORKBOOKS) for name in names):
        what = f"is packed (zip), with {len(names):,} file{'' if len(names) == 1 else 's'} in it"
        raise GuardError(Fault(what, _UNPACK, source.place))
