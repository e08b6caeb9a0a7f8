"""Spark: the same rules as Spark SQL, on a cluster that already runs."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import types as spark

from guard.errors import Fault, GuardError
from guard.lowering.dialects.spark import SparkDialect
from guard.lowering.findings import (
    RowFinding,
    RowOutcome,
    RuleCounts,
    counted,
    counts_query,
    findings_query,
)
from guard.lowering.plan import Plan, plan
from guard.lowering.shape import Group, Items, Plain, Shape
from guard.policy.compile import PolicySet
from guard.text import plain

_DIALECT: Final = SparkDialect()
_VIEW: Final = "guard_facts"
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

    plan: Plan
    session: SparkSession

    @property
    def strangers(self) -> tuple[str, ...]:
        """Columns that no rule can read: no fact has their name."""
        return self.plan.strangers

    def counts(self) -> tuple[RuleCounts, ...]:
        """How many rows each rule passed, failed and so on."""
        return counted(self.plan, tuple(self._run(counts_query(self.plan)).collect()[0]))

    def findings(self) -> Iterator[RowFinding]:
        """The failed, unknown and refused (row, rule) pairs, in no order, one at a time."""
        rules = {rule.rule.text.id: rule.rule for rule in self.plan.rules}
        for *row, rule, outcome, upcoming, missing in self.table().toLocalIterator():
            yield RowFinding(tuple(row), rules[rule], RowOutcome(outcome), upcoming, tuple(missing))

    def table(self) -> DataFrame:
        """The findings as a table: the keys, ``rule outcome upcoming missing``."""
        return self._run(findings_query(self.plan))

    def write(self, path: Path) -> int:
        """Write the findings as a folder of Parquet files and give their number.

        Raises:
            GuardError: there is such a folder already, or the facts cannot be read.
        """
        try:
            self.table().write.parquet(str(path))
        except PySparkException as error:
            raise _fault(error) from None
        return self.session.read.parquet(str(path)).count()

    def _run(self, query: str) -> DataFrame:
        try:
            return self.session.sql(query)
        except PySparkException as error:
            raise _fault(error) from None


class Engine:
    """Spark, by a session that is open already; it is left open."""

    def __init__(self, session: SparkSession) -> None:
        """Use ``session`` as it is set up."""
        self._session = session

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
        facts.createOrReplaceTempView(_VIEW)
        shapes = {f.name: _shape(f.dataType) for f in facts.schema.fields if f.name not in keys}
        named = {key: _DIALECT.identifier(key) for key in keys}
        made = plan(policies, today, _DIALECT, _VIEW, shapes, named, shared or {})
        return Applied(made, self._session)


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
