"""Lists written in TOML: one array of tables, such as ``[[application]]``."""

from functools import partial

from guard.border.document import Document, parse_toml
from guard.border.file import decode
from guard.border.row import Row
from guard.errors import Fault, GuardError, Place


def read(data: bytes, file: str) -> tuple[Row, ...]:
    """The tables of the one array of tables that ``data`` is.

    Raises:
        GuardError: it is not TOML, or not one array of tables.
    """
    document = parse_toml(decode(data, file), file)
    if len(document.data) != 1:
        what = f"a list is one array of tables; at the top are {len(document.data)} keys"
        remedy = "Write each thing under a heading of the same name, such as [[application]]."
        raise GuardError(Fault(what, remedy, Place(file)))
    ((name, rows),) = document.data.items()
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        remedy = f"Write each thing under a heading in double brackets: [[{name}]]."
        raise GuardError(Fault("this is not an array of tables", remedy, document.place((name,))))
    return tuple(Row(row, partial(_place, document, name, at)) for at, row in enumerate(rows))


def _place(document: Document, name: str, index: int, key: str) -> Place:
    return document.place((name, index, key) if key else (name, index))
