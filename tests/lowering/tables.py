"""Tables of facts for tests: nested facts as JSON lines, read with explicit types."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from guard.condition.types import (
    Bool,
    Double,
    Int,
    ListOf,
    Struct,
    Timestamp,
    Type,
)
from guard.lowering.shape import Group, Items, Plain, Shape

DUCKDB: Mapping[type[Type], str] = {
    Bool: "BOOLEAN",
    Int: "BIGINT",
    Double: "DECIMAL(38,12)",
    Timestamp: "TIMESTAMP",
}
SPARK: Mapping[type[Type], str] = {**DUCKDB, Timestamp: "TIMESTAMP_NTZ"}


def duckdb_type(kind: Type) -> str:
    match kind:
        case ListOf(element=element):
            return f"{duckdb_type(element)}[]"
        case Struct(fields=fields):
            inner = (f'"{name}" {duckdb_type(field)}' for name, field in fields.items())
            return f"STRUCT({', '.join(inner)})"
        case _:
            return DUCKDB.get(type(kind), "VARCHAR")


def spark_type(kind: Type) -> str:
    match kind:
        case ListOf(element=element):
            return f"ARRAY<{spark_type(element)}>"
        case Struct(fields=fields):
            return f"STRUCT<{', '.join(f'`{n}`: {spark_type(k)}' for n, k in fields.items())}>"
        case _:
            return SPARK.get(type(kind), "STRING")


def shape_of(kind: Type) -> Shape:
    """What the columns of these tables hold."""
    match kind:
        case ListOf(element=element):
            return Items(shape_of(element))
        case Struct(fields=fields):
            return Group({name: shape_of(inner) for name, inner in fields.items()})
        case _:
            shapes = {
                Bool: Plain.BOOL,
                Int: Plain.BIGINT,
                Double: Plain.NUMBER,
                Timestamp: Plain.TIME,
            }
            return shapes.get(type(kind), Plain.TEXT)


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """One line for each row, with its number as ``row``."""
    lines = (json.dumps({"row": n} | _plain(row)) for n, row in enumerate(rows))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def duckdb_source(path: Path, environment: Mapping[str, Type]) -> str:
    columns = {"row": "BIGINT"} | {
        name: duckdb_type(kind) for name, kind in environment.items() if kind != Struct(name, {})
    }
    written = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    return f"read_json('{path}', format='newline_delimited', columns={{{written}}})"


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M:%S.%f")
        case _:
            return value
