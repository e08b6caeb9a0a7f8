"""Columns that are computed once and then used by name, in stages that build on each other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from guard.lowering.value import OPEN, Value

_NAME: Final = re.compile(r"[a-z][a-z_]*[0-9]+", re.ASCII)


class Stages:
    """The columns of each stage. Stage 0 reads the table; stage n may use all before it.

    The same text is one column, whichever rule asks for it: what rules share, a quantifier
    over a list above all, is computed once a row.
    """

    def __init__(self) -> None:
        """Begin with no columns."""
        self._stages: list[dict[str, str]] = []
        self._count = 0

    def hoisted(self, value: Value) -> Value:
        """``value`` as the name of a column; unchanged where it is one, is fixed or is bound."""
        if value.bound or value.fixed is not OPEN or _NAME.fullmatch(value.sql):
            return value
        while len(self._stages) <= value.level:
            self._stages.append({})
        stage = self._stages[value.level]
        if value.sql not in stage:
            self._count += 1
            stage[value.sql] = f"c{self._count}"
        return replace(value, sql=stage[value.sql], level=value.level + 1)

    def query(self, source: str, keys: Sequence[str]) -> str:
        """Select all stages of ``source``; ``keys`` are kept as they are, as SQL with names."""
        first, *others = self._stages or [{}]
        columns = ", ".join([*keys, *_columns(first)]) or "1 AS none"
        text = f"SELECT {columns} FROM {source}"  # noqa: S608 (names and literals are made here)
        for number, stage in enumerate(others, 1):
            text = f"SELECT *, {', '.join(_columns(stage))} FROM ({text}) s{number}"  # noqa: S608
        return text


def _columns(stage: dict[str, str]) -> Iterator[str]:
    return (f"{sql} AS {name}" for sql, name in stage.items())
