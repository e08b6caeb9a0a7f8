"""Small lists, written as the mess that a test shows."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from guard.spend.line import Line
from guard.spend.profile import Profile
from guard.spend.reading import ListRead, read_list

HEADER = "Supplier,Date,Amount\n"

_CONTENT_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
</Types>"""
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def written(folder: Path, content: str | bytes, name: str = "list.csv") -> Path:
    """A file with ``content``, text as UTF-8 with its line ends as they are."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(
    folder: Path, content: str | bytes, profile: Profile | None = None, name: str = "list.csv"
) -> tuple[ListRead, list[Line]]:
    """The list of ``content``, read to its end, and its lines."""
    found = read_list(written(folder, content, name), profile)
    return found, list(found)


def lines(
    folder: Path, content: str | bytes, profile: Profile | None = None, name: str = "list.csv"
) -> list[Line]:
    """The lines of the list of ``content``."""
    return read(folder, content, profile, name)[1]


def line(folder: Path, content: str | bytes, profile: Profile | None = None) -> Line:
    """The one line of the list of ``content``."""
    (found,) = lines(folder, content, profile)
    return found


def xlsx(
    path: Path, sheets: Mapping[str, str], hidden: Sequence[str] = (), texts: Sequence[str] = ()
) -> Path:
    """A workbook of Excel whose ``sheets`` have this XML as their data, and its shared texts."""
    state = ' state="hidden"'
    names = "".join(
        f'<sheet name="{escape(name)}" sheetId="{at}" r:id="r{at}"'
        f"{state if name in hidden else ''}/>"
        for at, name in enumerate(sheets, 1)
    )
    targets = "".join(
        f'<Relationship Id="r{at}" Type="{_RELATIONS}/worksheet" Target="worksheets/s{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{names}</sheets></workbook>'
    if texts:
        targets += (
            f'<Relationship Id="t" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
        )
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    root = f'<Relationship Id="r" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES)
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}">{root}</Relationships>')
        archive.writestr("xl/workbook.xml", book)
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}">{targets}</Relationships>',
        )
        if texts:
            archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{shared}</sst>')
        for at, data in enumerate(sheets.values(), 1):
            sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData></worksheet>'
            archive.writestr(f"xl/worksheets/s{at}.xml", sheet)
    return path


def row(number: int, *cells: str | float) -> str:
    """A row of a sheet of Excel."""
    return f'<row r="{number}">' + "".join(map(_cell, range(len(cells)), cells)) + "</row>"


def _cell(at: int, value: str | float) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"


def ods(path: Path, rows: str, before: str = "") -> Path:
    """A workbook of OpenDocument with one sheet that has this XML as its rows."""
    content = (
        f'{before}<office:document-content xmlns:office="{_OPEN}:office:1.0"'
        f' xmlns:table="{_OPEN}:table:1.0" xmlns:text="{_OPEN}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_OPEN}:manifest:1.0"><manifest:file-entry'
        ' manifest:full-path="/"'
        ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path


def ods_row(*cells: str, after: str = "") -> str:
    """A row of a sheet of OpenDocument."""
    filled = "".join(
        '<table:table-cell office:value-type="string">'
        f"<text:p>{escape(cell)}</text:p></table:table-cell>"
        for cell in cells
    )
    return f"<table:table-row>{filled}{after}</table:table-row>"
