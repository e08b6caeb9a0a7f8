"""Spark SQL."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from guard.lowering.dialect import PLAIN_TEXT, Dialect
from guard.lowering.shape import Plain


class SparkDialect(Dialect):
    """Spark 3.5 and later: ``x -> …``, positions from 0."""

    text_type: ClassVar[str] = "STRING"
    first: ClassVar[int] = 0

    def text(self, value: str) -> str:
        """A literal text; other than plain ones as bytes, since quoting hangs on a setting."""
        if PLAIN_TEXT.fullmatch(value):
            return f"'{value}'"
        return f"CAST(X'{value.encode().hex()}' AS STRING)"

    def identifier(self, name: str) -> str:
        """The quoted name of a column."""
        return "`" + name.replace("`", "``") + "`"

    def field(self, group: str, name: str) -> str:
        """The part ``name`` of a group."""
        return f"{group}.{self.identifier(name)}"

    def list_type(self, element: str) -> str:
        """The type of lists of the type ``element``."""
        return f"ARRAY<{element}>"

    def group_type(self, fields: Mapping[str, str]) -> str:
        """The type of groups whose parts have these types."""
        parts = (f"{self.identifier(name)}: {kind}" for name, kind in fields.items())
        return f"STRUCT<{', '.join(parts)}>"

    def array(self, items: Sequence[str]) -> str:
        """A list written out."""
        return f"array({', '.join(items)})"

    def transform(self, items: str, variable: str, body: str, index: str = "") -> str:
        """``body`` of each item."""
        names = f"({variable}, {index})" if index else variable
        return f"transform({items}, {names} -> {body})"

    def contains(self, items: str, item: str) -> str:
        """Whether a list has an item."""
        return f"array_contains({items}, {item})"

    def any_true(self, tests: str) -> str:
        """Whether a list has a TRUE item: ``array_contains`` minds NULL."""
        return self.contains(tests, "TRUE")

    def has_empty(self, items: str) -> str:
        """Whether a list has a NULL item."""
        return f"exists({items}, e0 -> e0 IS NULL)"

    def has_any(self, items: str, words: Sequence[str]) -> str:
        """Whether a list has one of some items: ``array_contains`` minds NULL."""
        return f"({' OR '.join(self.contains(items, word) for word in words)})"

    def among(self, item: str, literals: Sequence[str]) -> str:
        """Whether an item is one of some."""
        return f"({item} IN ({', '.join(literals)}))"

    def largest(self, items: str) -> str:
        """The largest item of a list."""
        return f"array_max({items})"

    def at(self, items: str, position: str) -> str:
        """The item at ``position``, counted from 1."""
        return f"element_at({items}, CAST({position} AS INT))"

    def count(self, items: str) -> str:
        """How many items a list has; ``size`` gives -1 for NULL in some settings."""
        return f"array_size({items})"

    def where(self, items: str, variable: str, body: str) -> str:
        """The items for which ``body`` is TRUE."""
        return f"filter({items}, {variable} -> {body})"

    def length(self, text: str) -> str:
        """How many characters a text has."""
        return f"char_length({text})"

    def starts(self, text: str, part: str) -> str:
        """Whether a text starts with another."""
        return f"startswith({text}, {part})"

    def ends(self, text: str, part: str) -> str:
        """Whether a text ends with another."""
        return f"endswith({text}, {part})"

    def includes(self, text: str, part: str) -> str:
        """Whether a text has another in it."""
        return f"contains({text}, {part})"

    def microseconds(self, moment: str, shape: Plain) -> str:
        """Microseconds since 1970, whatever the time zone of the session."""
        match shape:
            case Plain.DATE:
                return f"(CAST(unix_date({moment}) AS BIGINT) * 86400000000)"
            case Plain.TIME:
                return f"timestampdiff(MICROSECOND, TIMESTAMP_NTZ'1970-01-01', {moment})"
            case _:
                return f"unix_micros({moment})"

    def concatenated(self, lists: Sequence[str]) -> str:
        """Lists one after the other."""
        return f"concat({', '.join(lists)})"

    def flattened(self, lists: str) -> str:
        """The items of a list of lists."""
        return f"flatten({lists})"

    def ordered(self, items: str) -> str:
        """The different items of a list, in order."""
        return f"array_sort(array_distinct({items}))"

    def chosen(self, items: str, bits: str) -> str:
        """The items of a list whose bit is set."""
        return f"filter({items}, (p, i) -> shiftright({bits}, i) & 1 = 1)"

    def all_bits(self, numbers: str) -> str:
        """The bits that any number of a list has."""
        return f"aggregate({numbers}, CAST(0 AS BIGINT), (a, b) -> a | b)"

    def shifted(self, bits: str, places: str) -> str:
        """The number ``bits`` with its bits moved up."""
        return f"shiftleft({bits}, {places})"

    def numbers(self, count: int) -> str:
        """The list of the whole numbers below ``count``; ``sequence`` includes its end."""
        return f"sequence(0, {count - 1})"

    def word(self, value: str, among: Sequence[str]) -> str:  # noqa: ARG002 (all texts are)
        """A text like any other."""
        return self.text(value)
