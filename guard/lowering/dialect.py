"""What every SQL engine has to be able to write. All methods take and give SQL text."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import ClassVar, Final

from guard.condition.tree import Scalar
from guard.condition.types import (
    Bool,
    Double,
    Duration,
    Int,
    ListOf,
    String,
    Struct,
    Timestamp,
    Type,
    Undetermined,
)
from guard.errors import Fault, GuardError
from guard.lowering.shape import Plain

DECIMAL: Final = "DECIMAL(38,12)"
"""Numbers with decimals are held exactly, with 26 digits before the point and 12 after it."""

PLACES: Final = Decimal("1e-12")
_EXACT: Final = Context(prec=38, traps=[Inexact, InvalidOperation])
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
PLAIN_TEXT: Final = re.compile(r"[A-Za-z0-9 _.,:/@()\[\]-]*", re.ASCII)
"""Texts that stand between single quotes as they are in every engine."""


class Dialect(ABC):
    """One engine's SQL. What is the same everywhere is written here once."""

    text_type: ClassVar[str]
    first: ClassVar[int]
    """What :meth:`transform` counts positions from."""

    # -- what engines write each in their own way -------------------------------------------

    @abstractmethod
    def text(self, value: str) -> str:
        """A literal text, whatever characters it has."""

    @abstractmethod
    def identifier(self, name: str) -> str:
        """The quoted name of a column."""

    @abstractmethod
    def field(self, group: str, name: str) -> str:
        """The part ``name`` of a group."""

    @abstractmethod
    def list_type(self, element: str) -> str:
        """The type of lists of the type ``element``."""

    @abstractmethod
    def group_type(self, fields: Mapping[str, str]) -> str:
        """The type of groups whose parts have these types."""

    @abstractmethod
    def array(self, items: Sequence[str]) -> str:
        """A list written out."""

    @abstractmethod
    def transform(self, items: str, variable: str, body: str, index: str = "") -> str:
        """``body`` of each item; ``index`` names its position, counted from :attr:`first`."""

    @abstractmethod
    def contains(self, items: str, item: str) -> str:
        """Whether a list has an item; any answer that is not TRUE where it has none."""

    @abstractmethod
    def any_true(self, tests: str) -> str:
        """Whether a list, a column, has a TRUE item; NULL if it is or has NULL and has none."""

    @abstractmethod
    def has_empty(self, items: str) -> str:
        """Whether a list has a NULL item."""

    @abstractmethod
    def has_any(self, items: str, words: Sequence[str]) -> str:
        """Whether a list has one of some known items; NULL if it is or has NULL and has none."""

    @abstractmethod
    def among(self, item: str, literals: Sequence[str]) -> str:
        """Whether an item of a list is one of some literals; NULL if it is NULL."""

    @abstractmethod
    def largest(self, items: str) -> str:
        """The largest item of a list, NULL if it has none."""

    @abstractmethod
    def at(self, items: str, position: str) -> str:
        """The item at ``position``, counted from 1."""

    @abstractmethod
    def count(self, items: str) -> str:
        """How many items a list has."""

    @abstractmethod
    def where(self, items: str, variable: str, body: str) -> str:
        """The items for which ``body`` is TRUE."""

    @abstractmethod
    def length(self, text: str) -> str:
        """How many characters a text has."""

    @abstractmethod
    def starts(self, text: str, part: str) -> str:
        """Whether a text starts with another."""

    @abstractmethod
    def ends(self, text: str, part: str) -> str:
        """Whether a text ends with another."""

    @abstractmethod
    def includes(self, text: str, part: str) -> str:
        """Whether a text has another in it."""

    @abstractmethod
    def microseconds(self, moment: str, shape: Plain) -> str:
        """Microseconds since 1970 of a date or a time."""

    @abstractmethod
    def concatenated(self, lists: Sequence[str]) -> str:
        """Lists one after the other."""

    @abstractmethod
    def flattened(self, lists: str) -> str:
        """The items of a list of lists."""

    @abstractmethod
    def ordered(self, items: str) -> str:
        """The different items of a list, in order."""

    @abstractmethod
    def chosen(self, items: str, bits: str) -> str:
        """The items of a list whose bit is set; none where ``bits`` is NULL."""

    @abstractmethod
    def all_bits(self, numbers: str) -> str:
        """The bits that any number of a list has."""

    @abstractmethod
    def shifted(self, bits: str, places: str) -> str:
        """The number ``bits`` with its bits moved up by so many places."""

    @abstractmethod
    def numbers(self, count: int) -> str:
        """The list of the whole numbers from 0 up to ``count``, without it."""

    @abstractmethod
    def word(self, value: str, among: Sequence[str]) -> str:
        """A literal text that is one of few: columns of them may be held as numbers."""

    # -- what is the same everywhere --------------------------------------------------------

    def position(self, index: str) -> str:
        """The position that ``index`` of :meth:`transform` stands for, from 0, as text."""
        return f"CAST({index} - {self.first} AS {self.text_type})"

    def exact(self, value: str) -> str:
        """A number with decimals as conditions compare it; NULL if it has too many digits."""
        return f"TRY_CAST({value} AS {DECIMAL})"

    def whole(self, value: str) -> str:
        """A whole number of 64 bits; NULL if it is larger."""
        return f"TRY_CAST({value} AS BIGINT)"

    def calculated(self, operator: str, left: str, right: str) -> str:
        """A sum or difference of whole numbers; NULL where it leaves 64 bits."""
        wide = (f"CAST({side} AS DECIMAL(20,0))" for side in (left, right))
        return self.whole(f"({f' {operator} '.join(wide)})")

    def joined_text(self, texts: Sequence[str]) -> str:
        """Texts one after the other."""
        return texts[0] if len(texts) == 1 else f"concat({', '.join(texts)})"

    def lower(self, text: str) -> str:
        """A text with A to Z made small and nothing else."""
        capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        return f"translate({text}, '{capitals}', '{capitals.lower()}')"

    def type(self, kind: Type) -> str:
        """The name of the type that holds ``kind``."""
        match kind:
            case Bool():
                return "BOOLEAN"
            case Int() | Timestamp() | Duration():
                return "BIGINT"
            case Double():
                return DECIMAL
            case String() | Undetermined():
                return self.text_type
            case ListOf(element=element):
                return self.list_type(self.type(element))
            case Struct():
                raise GuardError(
                    Fault(
                        f"groups ({kind.name}) are not calculated over tables",
                        "name the facts inside the group",
                    )
                )

    def null(self, kind: Type) -> str:
        """An unknown value of type ``kind``."""
        return f"CAST(NULL AS {self.type(kind)})"

    def literal(self, value: Scalar) -> str:
        """A value written out.

        Raises:
            GuardError: a number has more digits than columns hold exactly.
        """
        match value:
            case bool():
                return "TRUE" if value else "FALSE"
            case int():
                return f"CAST({value} AS BIGINT)"
            case Decimal():
                return f"CAST('{digits(value)}' AS {DECIMAL})"
            case str():
                return self.text(value)
            case datetime():
                return self.literal((value - _EPOCH) // _MICROSECOND)
            case timedelta():
                return self.literal(value // _MICROSECOND)


def digits(value: Decimal) -> str:
    """``value`` as a column holds it.

    Raises:
        GuardError: it has more digits than columns hold exactly.
    """
    try:
        return f"{value.quantize(PLACES, context=_EXACT):f}"
    except (Inexact, InvalidOperation):
        remedy = "write a number with at most 26 digits and 12 decimals"
        raise GuardError(Fault(f"{value} cannot be held exactly", remedy)) from None
