"""Parquet, through DuckDB: the form in which data platforms hand out large lists."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from guard.border.text import plain
from guard.errors import Fault, GuardError
from guard.spend.profile import Profile
from guard.spend.source import Source
from guard.spend.table import BATCH, Batch, Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SUFFIXES = frozenset({"parquet", "pq"})

_MAGIC = b"PAR1"
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "512MB",
    "threads": "1",
    "preserve_insertion_order": "true",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def recognises(head: bytes) -> bool:
    """Whether a file begins as Parquet does."""
    return head.startswith(_MAGIC)


def tables(source: Source, _profile: Profile) -> tuple[Table, ...]:
    """The one table of ``source``.

    Raises:
        GuardError: it is not valid Parquet, also while its rows are read.
    """
    with _opened(source) as database:
        names = tuple(str(column[0]) for column in database.description or ())
    return (Table(partial(_batches, source), header=names),)


def _opened(source: Source) -> "DuckDBPyConnection":
    """A database of its own, with the question asked."""
    import duckdb

    if set("*?[") & set(str(source.path)):
        what = "has a name that means a pattern: *, ? or ["
        raise GuardError(Fault(what, "Give it another name.", source.place))
    database = duckdb.connect(config=_SETTINGS)
    try:
        return database.execute("SELECT * FROM read_parquet(?)", [str(source.path.resolve())])
    except duckdb.Error as error:
        raise GuardError(_unreadable(error, source)) from None


def _unreadable(error: Exception, source: Source) -> Fault:
    what = f"is not valid Parquet: {plain(str(error), 200)}"
    return Fault(what, "Ask for it again, or for CSV.", source.place)


def _batches(source: Source) -> Iterator[Batch]:
    import duckdb

    number = 1
    with _opened(source) as database:
        try:
            while rows := database.fetchmany(BATCH):
                cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
                yield range(number, number + len(rows)), cells
                number += len(rows)
        except duckdb.Error as error:
            raise GuardError(_unreadable(error, source)) from None
