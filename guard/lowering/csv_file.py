"""A CSV file as a table of DuckDB: its columns have the types of their facts."""

import json
from collections.abc import Mapping, Sequence

from guard.condition.types import Bool, Double, Int, ListOf, Struct, Timestamp, Type
from guard.lowering.columns import type_at
from guard.lowering.dialects.duckdb import DuckDbDialect

_DIALECT = DuckDbDialect()
_HELD = 30_720
"""Rows that are held until they are written: rows of facts are wide, and more cost more time."""


def csv_header(file: str) -> str:
    """The query whose columns are those of ``file``, a literal text."""
    return f"SELECT * FROM read_csv({file}, header = true, all_varchar = true) LIMIT 0"  # noqa: S608


def csv_source(file: str, columns: Sequence[str], environment: Mapping[str, Type]) -> str:
    """What stands after FROM to read ``file``, a literal text; lists and groups are JSON in it."""
    kinds = {column: type_at(column, environment) for column in columns}
    types = ", ".join(
        f"{_DIALECT.text(column)}: '{_scalar_type(kind)}'" for column, kind in kinds.items()
    )
    read = f"read_csv({file}, header = true, types = {{{types}}})"
    nested = [
        f"from_json({_DIALECT.identifier(column)}, {_DIALECT.text(_structure(kind))})"
        f" AS {_DIALECT.identifier(column)}"
        for column, kind in kinds.items()
        if isinstance(kind, ListOf | Struct)
    ]
    if not nested:
        return read
    return f"(SELECT * REPLACE ({', '.join(nested)}) FROM {read})"  # noqa: S608


def copied(source: str, columns: Mapping[str, str], target: str) -> str:
    """The statement that copies columns of ``source`` into a Parquet file ``target``.

    ``columns``: their names in the file, with the expression for each; ``target`` is a literal
    text.
    """
    chosen = ", ".join(f"{sql} AS {_DIALECT.identifier(name)}" for name, sql in columns.items())
    how = f"FORMAT parquet, ROW_GROUP_SIZE {_HELD}"
    return f"COPY (SELECT {chosen} FROM {source}) TO {target} ({how})"  # noqa: S608


def _scalar_type(kind: Type | None) -> str:
    """The type with which a column is read."""
    match kind:
        case Bool() | Int() | Double():
            return _DIALECT.type(kind)
        case Timestamp():
            return "TIMESTAMP"
        case _:
            return "VARCHAR"


def _structure(kind: Type) -> str:
    """What ``from_json`` is to make of a text."""
    match kind:
        case ListOf(element=element):
            return f"[{_structure(element)}]"
        case Struct(fields=fields):
            inner = (f"{json.dumps(name)}: {_structure(field)}" for name, field in fields.items())
            return f"{{{', '.join(inner)}}}"
        case _:
            return json.dumps(_scalar_type(kind))
