"""DuckDB: rules over tables and files of any size, on this machine."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

import duckdb

from guard.border.text import plain
from guard.condition.types import Type
from guard.errors import Fault, GuardError
from guard.lowering.answers import RowAnswers, read_answers
from guard.lowering.columns import type_at
from guard.lowering.csv_file import copied, csv_header, csv_source
from guard.lowering.dialects.duckdb import DuckDbDialect
from guard.lowering.findings import (
    RowFinding,
    RowOutcome,
    RuleCounts,
    counted,
    counts_query,
    findings_query,
)
from guard.lowering.plan import Plan, Source, environment_of, plans
from guard.lowering.rows import ROW, column_types, lines
from guard.lowering.shape import Group, Items, Plain, Shape
from guard.policy.compile import PolicySet

_DIALECT = DuckDbDialect()
_BATCH = 10_000
_RULES = 25
"""Most rules in one query: with more, it holds too much memory."""
_FOR_COPYING = "200MB"
_READINGS = 2
"""Most queries that read a CSV file itself: for more, what it says is copied once."""
_WRITTEN = (
    "FORMAT parquet, PARQUET_VERSION V2, COMPRESSION zstd, COMPRESSION_LEVEL 1,"
    " DICTIONARY_SIZE_LIMIT 1000"
)
"""Findings come in order of their rows: as differences, keys need neither a dictionary nor time."""
_PLAIN: Mapping[str, Plain] = {
    "boolean": Plain.BOOL,
    "bigint": Plain.BIGINT,
    "varchar": Plain.TEXT,
    "enum": Plain.TEXT,
    "date": Plain.DATE,
    "timestamp with time zone": Plain.INSTANT,
    **dict.fromkeys(("float", "double", "decimal"), Plain.NUMBER),
    **dict.fromkeys(
        ("tinyint", "smallint", "integer", "hugeint", "utinyint", "usmallint", "uinteger",
         "ubigint", "uhugeint"),
        Plain.INT,
    ),
    **dict.fromkeys(("timestamp", "timestamp_s", "timestamp_ms", "timestamp_ns"), Plain.TIME),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Applied:
    """Rules applied to one table; nothing is computed until it is asked for."""

    plans: tuple[Plan, ...]
    connection: duckdb.DuckDBPyConnection

    @property
    def strangers(self) -> tuple[str, ...]:
        """Columns that no rule can read: no fact has their name."""
        return self.plans[0].strangers if self.plans else ()

    def counts(self) -> tuple[RuleCounts, ...]:
        """How many rows each rule passed, failed and so on; memory does not grow with the rows."""
        return tuple(
            found
            for part in self.plans
            for row in self._all(counts_query(part))
            for found in counted(part, row)
        )

    def findings(self) -> Iterator[RowFinding]:
        """The failed, unknown and refused (row, rule) pairs, in no order, one at a time."""
        rules = {rule.rule.text.id: rule.rule for part in self.plans for rule in part.rules}
        for rows in self._run(self._query()):
            for *row, rule, outcome, upcoming, missing in rows:
                yield RowFinding(
                    tuple(row), rules[rule], RowOutcome(outcome), upcoming, tuple(missing)
                )

    def answers(self) -> Iterator[RowAnswers]:
        """What every rule says of each row: the rules of one plan after those of the other."""
        for part in self.plans:
            for names, rows in self._described(part.explained):
                yield from read_answers(part, names, rows)

    def write(self, path: Path) -> int:
        """Write the findings as a Parquet file and give their number.

        Its columns: the row's keys, ``rule``, ``outcome``, ``upcoming``, ``missing`` (list of
        text). The file is there whole or not at all.
        """
        unfinished = path.with_name(f".{path.name}.unfinished")
        try:
            target = _DIALECT.text(str(unfinished))
            copy = f"COPY ({self._query()}) TO {target} ({_WRITTEN})"
            [(written,)] = self._all(copy)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        return int(written)

    def _query(self) -> str:
        return " UNION ALL ".join(findings_query(part) for part in self.plans)

    def _all(self, query: str) -> list[tuple[Any, ...]]:
        return [row for rows in self._run(query) for row in rows]

    def _run(self, query: str) -> Iterator[list[tuple[Any, ...]]]:
        return (rows for _, rows in self._described(query))

    def _described(self, query: str) -> Iterator[tuple[list[str], list[tuple[Any, ...]]]]:
        """Rows in batches, with the names of their columns."""
        try:
            answer = self.connection.cursor().execute(query)
            names = [column[0] for column in answer.description or ()]
            while rows := answer.fetchmany(_BATCH):
                yield names, rows
        except duckdb.Error as error:
            raise _fault(error) from None


class Engine:
    """DuckDB with little memory; what does not fit is kept in files until it is closed."""

    def __init__(
        self,
        *,
        memory: str = "400MB",
        threads: int | None = None,
        spill: Path | None = None,
        connection: duckdb.DuckDBPyConnection | None = None,
    ) -> None:
        """Start an engine of its own, or use the one of ``connection``.

        Args:
            memory: how much it may hold in memory; with many threads it needs more.
            threads: how many; as many as the machine has if ``None``.
            spill: the folder for what does not fit, and for the facts of a CSV file that is read
                often; a temporary one if ``None``.
            connection: an open one, used as it is set up; not closed afterwards.
        """
        self._spill: TemporaryDirectory[str] | None = None
        self._own = connection is None
        self._folder = spill
        self._threads = threads
        self._copies = 0
        if connection is not None:
            self.connection = connection
            return
        if spill is None:
            self._spill = TemporaryDirectory(prefix="guard-")
            spill = Path(self._spill.name)
        self.connection = _connected(memory, spill, threads)

    def __enter__(self) -> Self:
        """The engine itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close what was opened here."""
        if self._own:
            self.connection.close()
        if self._spill is not None:
            self._spill.cleanup()

    def apply(
        self,
        policies: PolicySet,
        facts: Path | str,
        today: dt.date,
        *,
        keys: Sequence[str] = (),
        shared: Mapping[str, object] | None = None,
    ) -> Applied:
        """Apply ``policies`` to each row of a table of facts.

        Args:
            policies: compiled rules with the dated lists they use.
            facts: a Parquet or CSV file, or the name of a table or view of the connection: groups
                as STRUCT, lists as LIST, or each fact as a column by its path (``data.personal``);
                lists in CSV are JSON. NULL, and an empty cell of CSV, is an unknown fact.
            today: the date of decision, as in :func:`guard.finding.apply_rules`.
            keys: the columns that tell a row; its number from 0 (``row``) if none.
            shared: nested facts, ready for conditions, that hold for every row where the table
                has no column for them: ``{"approvals": []}``.

        Raises:
            GuardError: there is no such file or table; a column with the name of a fact holds
                something else; a rule cannot be read over a table.
        """
        environment = environment_of(policies)
        try:
            source, number = self._source(facts, environment, numbered=not keys)
            shapes = self._shapes(source)
        except duckdb.Error as error:
            raise _fault(error) from None
        if unknown := [key for key in keys if key not in shapes]:
            remedy = f"name columns of it: {', '.join(plain(name, 80) for name in shapes)}"
            raise GuardError(Fault(f"the table has no column {plain(unknown[0], 80)}", remedy))
        named = {key: _DIALECT.identifier(key) for key in keys} or {"row": number}
        given = {name: shape for name, shape in shapes.items() if name not in keys}
        table = Source(source, given, named, shared or {})
        if _is_csv(facts) and len(policies.rules) > _READINGS * _RULES:
            table = self._copy(table, environment)
        return Applied(plans(policies, today, _DIALECT, table, most=_RULES), self.connection)

    def _source(
        self, facts: Path | str, environment: Mapping[str, Type], *, numbered: bool
    ) -> tuple[str, str]:
        """What stands after FROM, and the expression for a row's number."""
        if isinstance(facts, str):
            return _DIALECT.identifier(facts), "rowid"
        name = _DIALECT.text(_existing(facts))
        if _is_csv(facts):
            return self._csv(name, environment), "row_number() OVER () - 1"
        counted = ", file_row_number = true" if numbered else ""
        return f"read_parquet({name}{counted})", "file_row_number"

    def _csv(self, name: str, environment: Mapping[str, Type]) -> str:
        """A CSV file read with the types that the facts have; lists and groups are JSON."""
        header = self.connection.execute(csv_header(name)).description or ()
        return csv_source(name, [column[0] for column in header], environment)

    def _copy(self, source: Source, environment: Mapping[str, Type]) -> Source:
        """The keys and facts of ``source`` in a file that is read many times faster."""
        if self._spill is None:
            self._spill = TemporaryDirectory(prefix="guard-", dir=self._folder)
        self._copies += 1
        folder = Path(self._spill.name)
        file = _DIALECT.text(str(folder / f"facts{self._copies}.parquet"))
        facts = [name for name in source.shapes if type_at(name, environment) is not None]
        columns = {name: _DIALECT.identifier(name) for name in facts} | dict(source.keys)
        try:
            # With memory of its own, which is given back: else what copying took stays taken.
            with _connected(_FOR_COPYING, folder, self._threads) as apart:
                apart.execute(copied(source.name, columns, file))
        except duckdb.Error as error:
            raise _fault(error) from None
        keys = {name: _DIALECT.identifier(name) for name in source.keys}
        return replace(source, name=f"read_parquet({file})", keys=keys)

    def _shapes(self, source: str) -> dict[str, Shape]:
        query = f"SELECT * FROM {source} LIMIT 0"  # noqa: S608 (names quoted here)
        described = self.connection.execute(query).description or ()
        return {column[0]: _shape(column[1]) for column in described}


def _connected(memory: str, spill: Path, threads: int | None) -> duckdb.DuckDBPyConnection:
    """A database of its own, with so much memory; what does not fit goes to the folder."""
    connection = duckdb.connect()
    settings = {
        "memory_limit": memory,
        "temp_directory": str(spill),
        "preserve_insertion_order": "false",
        "autoinstall_known_extensions": "false",
        "enable_progress_bar": "false",
    }
    if threads is not None:
        settings["threads"] = str(threads)
    for name, value in settings.items():
        connection.execute(f"SET {name} = {_DIALECT.text(value)}")
    return connection


def _is_csv(facts: Path | str) -> bool:
    return isinstance(facts, Path) and facts.suffix.lower() == ".csv"


def _existing(file: Path) -> str:
    """The name of ``file`` for DuckDB, which reads some characters as patterns."""
    if not file.is_file():
        raise GuardError(Fault(f"there is no file {plain(str(file))}", "check its name"))
    if set("*?[") & set(str(file)):
        remedy = "rename it, or copy it elsewhere"
        raise GuardError(Fault(f"{plain(str(file))} has *, ? or [ in its name", remedy))
    return str(file)


def _shape(kind: Any) -> Shape:
    """What a column of a DuckDB type holds."""
    match kind.id:
        case "list":
            return Items(_shape(dict(kind.children)["child"]))
        case "struct":
            return Group({name: _shape(inner) for name, inner in kind.children})
        case name:
            return _PLAIN.get(name, Plain.OTHER)


def _fault(error: duckdb.Error) -> GuardError:
    """An error of DuckDB in its own words, which name the line and the column of a file."""
    what = plain(" ".join(str(error).split()), 400)
    return GuardError(Fault(f"the facts cannot be read: {what}", "correct the table of facts"))


@contextmanager
def applied(
    policies: PolicySet, facts: Path, today: dt.date, keys: Sequence[str]
) -> Iterator[Applied]:
    """``policies`` applied to the file ``facts`` (Parquet or CSV), on this machine."""
    with Engine() as engine:
        yield engine.apply(policies, facts, today, keys=keys, shared={"approvals": []})


@contextmanager
def asked(
    policies: PolicySet, rows: Iterable[Mapping[str, object]], today: dt.date
) -> Iterator[Applied]:
    """``policies`` applied to facts at hand, on this machine; ``row`` tells each, from 0.

    Raises:
        GuardError: a number has more digits than columns hold exactly.
    """
    columns = {ROW: "BIGINT"} | column_types(environment_of(policies), _DIALECT)
    types = ", ".join(f"{_DIALECT.text(n)}: {_DIALECT.text(kind)}" for n, kind in columns.items())
    with TemporaryDirectory(prefix="guard-") as folder, Engine() as engine:
        file = Path(folder) / "facts.json"
        with file.open("w", encoding="ascii") as written:
            written.writelines(f"{line}\n" for line in lines(rows))
        name = _DIALECT.text(str(file))
        read = f"read_json({name}, format = 'newline_delimited', columns = {{{types}}})"
        try:
            engine.connection.execute(f"CREATE TABLE facts AS SELECT * FROM {read}")  # noqa: S608
        except duckdb.Error as error:
            raise _fault(error) from None
        yield engine.apply(policies, "facts", today, keys=[ROW])
