"""``parquet``: one row for each application, with its lists kept as lists, for data people."""

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from pydantic_core import to_json

from guard.audit.report import SCHEMA, ApplicationAnswer, AuditReport
from guard.screen import Screen

_TYPES: Mapping[type, str] = {
    str: "VARCHAR",
    bool: "BOOLEAN",
    int: "BIGINT",
    Decimal: "DECIMAL(38, 2)",
    dt.date: "DATE",
}


def render(report: AuditReport, _screen: Screen) -> bytes:
    """A Parquet file; its metadata has the schema's name, guard's version, the day, policies."""
    import duckdb

    with TemporaryDirectory() as folder:
        lines, made = Path(folder, "audit.jsonl"), Path(folder, "audit.parquet")
        lines.write_bytes(b"".join(to_json(each) + b"\n" for each in report.applications))
        # Nothing is loaded from a network: what this needs comes with duckdb.
        connection = duckdb.connect(config={"autoinstall_known_extensions": False})
        with connection:
            connection.execute(_copy(lines, made, _metadata(report)))
        return made.read_bytes()


def _copy(lines: Path, made: Path, metadata: Mapping[str, str]) -> str:
    columns = ", ".join(f"{_text(n)}: {_text(type_)}" for n, type_ in columns_of().items())
    kept = ", ".join(f'"{name}": {_text(value)}' for name, value in metadata.items())
    source = f"read_json({_text(str(lines))}, format='newline_delimited', columns={{{columns}}})"
    to = f"{_text(str(made))} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{kept}}})"
    return f"COPY (FROM {source}) TO {to}"


def columns_of() -> Mapping[str, str]:
    """The columns, each with its SQL type: the fields of an application's answer, in order."""
    return {name: _sql(hint) for name, hint in get_type_hints(ApplicationAnswer).items()}


def _sql(hint: Any) -> str:
    """The SQL type of an annotation; a dataclass becomes a struct, a tuple a list."""
    if get_origin(hint) is UnionType:
        (hint,) = (each for each in get_args(hint) if each is not type(None))
    if get_origin(hint) is tuple:
        return f"{_sql(get_args(hint)[0])}[]"
    if dataclasses.is_dataclass(hint):
        fields = (f'"{name}" {_sql(each)}' for name, each in get_type_hints(hint).items())
        return f"STRUCT({', '.join(fields)})"
    return "VARCHAR" if issubclass(hint, StrEnum) else _TYPES[hint]


def _metadata(report: AuditReport) -> Mapping[str, str]:
    policies = {each.id: f"{each.version} {each.sha256}" for each in report.policies}
    return {
        "schema": SCHEMA,
        "guard": report.guard,
        "on": report.on.isoformat(),
        "policies": json.dumps(policies),
    }


def _text(value: str) -> str:
    """An SQL literal."""
    return "'" + value.replace("'", "''") + "'"
