"""The types of facts and of conditions over them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Bool:
    """Yes or no; a Python ``bool``."""

    def __str__(self) -> str:
        """Name as CEL writes it."""
        return "bool"


@dataclass(frozen=True, slots=True)
class Int:
    """A whole number of 64 bits; a Python ``int``."""

    def __str__(self) -> str:
        """Name as CEL writes it."""
        return "int"


@dataclass(frozen=True, slots=True)
class Double:
    """A number with decimals; a ``decimal.Decimal``, compared and never calculated."""

    def __str__(self) -> str:
        """Name as CEL writes it."""
        return "double"


@dataclass(frozen=True, slots=True)
class String:
    """A text; ``values`` is its closed vocabulary, ``None`` where any text will do."""

    values: tuple[str, ...] | None = None

    def __str__(self) -> str:
        """Name as CEL writes it."""
        return "string"


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A moment; a timezone-aware ``datetime`` (a date is its midnight in UTC)."""

    def __str__(self) -> str:
        """Name as CEL writes it."""
        return "timestamp"


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time; a ``timedelta``."""

    def __str__(self) -> str:
        """Name as CEL writes it."""
        return "duration"


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose items are all of type ``element``; a Python ``list`` without ``None``."""

    element: "Type"

    def __str__(self) -> str:
        """Name as CEL writes it."""
        return f"list({self.element})"


@dataclass(frozen=True, slots=True)
class Struct:
    """A group of named facts; a ``dict`` from whose keys the unknown facts are absent."""

    name: str
    fields: Mapping[str, "Type"]

    def __str__(self) -> str:
        """Name of the group."""
        return f"the group {self.name}"


@dataclass(frozen=True, slots=True)
class Undetermined:
    """A type not known yet: a definition's parameter, the items of ``[]``, a part already at fault.

    It fits everywhere. Facts never have it.
    """

    def __str__(self) -> str:
        """Name for messages."""
        return "anything"


Type: TypeAlias = (
    Bool | Int | Double | String | Timestamp | Duration | ListOf | Struct | Undetermined
)

BOOL = Bool()
INT = Int()
DOUBLE = Double()
STRING = String()
TIMESTAMP = Timestamp()
DURATION = Duration()
UNDETERMINED = Undetermined()
