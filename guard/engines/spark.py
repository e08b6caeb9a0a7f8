"""Spark: the same rules as Spark SQL, on a cluster that already runs."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import types as spark
from pyspark.sql.functions import from_json

from guard.border.text import plain
from guard.errors import Fault, GuardError
from guard.lowering.answers import RowAnswers, read_answers
from guard.lowering.brackets import as_calls
from guard.lowering.dialects.spark import SparkDialect
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

_DIALECT: Final = SparkDialect()
_VIEW: Final = "guard_facts"
_RULES: Final = 5
"""Most rules in one query: Spark takes long over long ones."""
_EXCLUDED: Final = "spark.sql.optimizer.excludedRules"
_OPTIMIZER: Final = "org.apache.spark.sql.catalyst.optimizer"
_PLAIN: Final[Mapping[type[spark.DataType], Plain]] = {
    spark.BooleanType: Plain.BOOL,
    spark.ByteType: Plain.INT,
    spark.ShortType: Plain.INT,
    spark.IntegerType: Plain.INT,
    spark.LongType: Plain.BIGINT,
    spark.FloatType: Plain.NUMBER,
    spark.DoubleType: Plain.NUMBER,
    spark.DecimalType: Plain.NUMBER,
    spark.StringType: Plain.TEXT,
    spark.DateType: Plain.DATE,
    spark.TimestampType: Plain.INSTANT,
    spark.TimestampNTZType: Plain.TIME,
}


@dataclass(frozen=True, slots=True)
class Applied:
    """Rules applied to one table; nothing is computed until it is asked for."""

    plans: tuple[Plan, ...]
    session: SparkSession

    @property
    def strangers(self) -> tuple[str, ...]:
        """Columns that no rule can read: no fact has their name."""
        return self.plans[0].strangers if self.plans else ()

    def counts(self) -> tuple[RuleCounts, ...]:
        """How many rows each rule passed, failed and so on."""
        return tuple(
            found
            for part in self.plans
            for found in counted(part, tuple(self._run(counts_query(part)).collect()[0]))
        )

    def findings(self) -> Iterator[RowFinding]:
        """The failed, unknown and refused (row, rule) pairs, in no order, one at a time."""
        rules = {rule.rule.text.id: rule.rule for part in self.plans for rule in part.rules}
        for table in self.tables():
            for *row, rule, outcome, upcoming, missing in table.toLocalIterator():
                said = RowOutcome(outcome)
                yield RowFinding(tuple(row), rules[rule], said, upcoming, tuple(missing))

    def answers(self) -> Iterator[RowAnswers]:
        """What every rule says of each row: the rules of one plan after those of the other."""
        for part in self.plans:
            table = self._run(part.explained)
            yield from read_answers(part, table.columns, table.toLocalIterator())

    def tables(self) -> Iterator[DataFrame]:
        """The findings as tables of the keys, ``rule outcome upcoming missing``."""
        return (self._run(findings_query(part)) for part in self.plans)

    def write(self, path: Path) -> int:
        """Write the findings as a folder of Parquet files and give their number.

        Raises:
            GuardError: there is such a folder already, or the facts cannot be read.
        """
        try:
            for number, table in enumerate(self.tables()):
                table.write.mode("append" if number else "errorifexists").parquet(str(path))
            return int(self.session.read.parquet(str(path)).count())
        except PySparkException as error:
            raise _fault(error) from None

    def _run(self, query: str) -> DataFrame:
        try:
            return self.session.sql(as_calls(query))
        except PySparkException as error:
            raise _fault(error) from None


class Engine:
    """Spark, by a session that is open already; it is left open."""

    def __init__(self, session: SparkSession) -> None:
        """Work beside ``session``: on its cluster, with settings that it does not see."""
        self._session = session.newSession()
        # These would put the shared columns back into every place that uses them.
        self._session.conf.set("spark.sql.constraintPropagation.enabled", "false")
        self._session.conf.set(_EXCLUDED, f"{_OPTIMIZER}.CollapseProject")
        # Words of SQL are not names of columns, which the parser would have to find out each time.
        self._session.conf.set("spark.sql.ansi.enabled", "true")
        self._session.conf.set("spark.sql.ansi.enforceReservedKeywords", "true")
        # What it would keep of each query to show: of these, more than fits in memory.
        self._session.conf.set("spark.sql.maxPlanStringLength", "1000")

    def apply(
        self,
        policies: PolicySet,
        facts: DataFrame,
        today: dt.date,
        *,
        keys: Sequence[str],
        shared: Mapping[str, object] | None = None,
    ) -> Applied:
        """Apply ``policies`` to each row of a table of facts.

        Args:
            policies: compiled rules with the dated lists they use.
            facts: the table; its columns are facts as for the engine DuckDB, with STRUCT and
                ARRAY. NULL is an unknown fact.
            today: the date of decision, as in :func:`guard.finding.apply_rules`.
            keys: the columns that tell a row.
            shared: nested facts, ready for conditions, that hold for every row where the table
                has no column for them.

        Raises:
            GuardError: a column with the name of a fact holds something else; a rule cannot be
                read over a table.
        """
        if unknown := [key for key in keys if key not in facts.columns]:
            remedy = f"name columns of it: {', '.join(plain(c, 80) for c in facts.columns)}"
            raise GuardError(Fault(f"the table has no column {plain(unknown[0], 80)}", remedy))
        facts.createOrReplaceGlobalTempView(_VIEW)
        shapes = {f.name: _shape(f.dataType) for f in facts.schema.fields if f.name not in keys}
        named = {key: _DIALECT.identifier(key) for key in keys}
        table = Source(f"global_temp.{_VIEW}", shapes, named, shared or {})
        return Applied(plans(policies, today, _DIALECT, table, most=_RULES), self._session)


def _shape(kind: spark.DataType) -> Shape:
    """What a column of a Spark type holds."""
    match kind:
        case spark.ArrayType():
            return Items(_shape(kind.elementType))
        case spark.StructType():
            return Group({field.name: _shape(field.dataType) for field in kind.fields})
        case _:
            return _PLAIN.get(type(kind), Plain.OTHER)


def _fault(error: PySparkException) -> GuardError:
    what = plain(" ".join(str(error).split()), 400)
    return GuardError(Fault(f"the facts cannot be read: {what}", "correct the table of facts"))


@contextmanager
def _session() -> Iterator[SparkSession]:
    """The session that is open; else one of the cluster that Spark is set up for.

    ``spark-submit`` or the environment name the cluster; without either, this machine is it.
    """
    running = SparkSession.getActiveSession()
    session = running or SparkSession.builder.appName("guard").getOrCreate()
    try:
        yield session
    except PySparkException as error:
        raise _fault(error) from None
    finally:
        if running is None:
            session.stop()


@contextmanager
def applied(
    policies: PolicySet, facts: Path, today: dt.date, keys: Sequence[str]
) -> Iterator[Applied]:
    """``policies`` applied to the Parquet ``facts``, on the cluster."""
    with _session() as session:
        table = session.read.parquet(str(facts))
        yield Engine(session).apply(policies, table, today, keys=keys, shared={"approvals": []})


@contextmanager
def asked(
    policies: PolicySet, rows: Iterable[Mapping[str, object]], today: dt.date
) -> Iterator[Applied]:
    """``policies`` applied to facts at hand, on the cluster; ``row`` tells each, from 0.

    Raises:
        GuardError: a number has more digits than columns hold exactly.
    """
    columns = {ROW: "BIGINT"} | column_types(environment_of(policies), _DIALECT)
    schema = ", ".join(f"{_DIALECT.identifier(name)} {kind}" for name, kind in columns.items())
    with _session() as session:
        # Sent from here: workers do not see this machine's files.
        texts = session.createDataFrame([(line,) for line in lines(rows)], "line STRING")
        parsed = texts.select(from_json("line", schema, {"mode": "FAILFAST"}).alias("facts"))
        yield Engine(session).apply(policies, parsed.select("facts.*"), today, keys=[ROW])
