"""DuckDB's SQL."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from guard.lowering.dialect import Dialect
from guard.lowering.shape import Plain


class DuckDbDialect(Dialect):
    """DuckDB 1.3 and later: ``lambda x: …``, positions from 1."""

    text_type: ClassVar[str] = "VARCHAR"
    first: ClassVar[int] = 1

    def text(self, value: str) -> str:
        """A literal text: quotes are doubled, nothing else is special, and NUL is put in apart."""
        pieces = ("'" + piece.replace("'", "''") + "'" for piece in value.split("\0"))
        joined = " || chr(0) || ".join(pieces)
        return f"({joined})" if "\0" in value else joined

    def identifier(self, name: str) -> str:
        """The quoted name of a column."""
        return '"' + name.replace('"', '""') + '"'

    def field(self, group: str, name: str) -> str:
        """The part ``name`` of a group."""
        return f"struct_extract({group}, {self.text(name)})"

    def list_type(self, element: str) -> str:
        """The type of lists of the type ``element``."""
        return f"{element}[]"

    def group_type(self, fields: Mapping[str, str]) -> str:
        """The type of groups whose parts have these types."""
        parts = (f"{self.identifier(name)} {kind}" for name, kind in fields.items())
        return f"STRUCT({', '.join(parts)})"

    def array(self, items: Sequence[str]) -> str:
        """A list written out."""
        return f"[{', '.join(items)}]"

    def transform(self, items: str, variable: str, body: str, index: str = "") -> str:
        """``body`` of each item."""
        names = f"{variable}, {index}" if index else variable
        return f"list_transform({items}, lambda {names}: {body})"

    def contains(self, items: str, item: str) -> str:
        """Whether a list has an item."""
        return f"list_contains({items}, {item})"

    def any_true(self, tests: str) -> str:
        """Whether a list has a TRUE item: ``list_contains`` passes over NULL."""
        return self.has_any(tests, ["TRUE"])

    def has_empty(self, items: str) -> str:
        """Whether a list has a NULL item: its position is sought without a lambda."""
        return f"(list_position({items}, NULL) IS NOT NULL)"

    def has_any(self, items: str, words: Sequence[str]) -> str:
        """Whether a list has one of some items: each is sought where those before were not."""
        whens = " ".join(f"WHEN {self.contains(items, word)} THEN TRUE" for word in words)
        empty = f"{items} IS NULL OR {self.has_empty(items)}"
        return f"CASE {whens} WHEN NOT ({empty}) THEN FALSE END"

    def among(self, item: str, literals: Sequence[str]) -> str:
        """Whether an item is one of some: in a lambda IN is slow."""
        return self.contains(self.array(literals), item)

    def largest(self, items: str) -> str:
        """The largest item of a list."""
        return f"list_max({items})"

    def at(self, items: str, position: str) -> str:
        """The item at ``position``, counted from 1."""
        return f"list_extract({items}, {position})"

    def count(self, items: str) -> str:
        """How many items a list has."""
        return f"len({items})"

    def where(self, items: str, variable: str, body: str) -> str:
        """The items for which ``body`` is TRUE."""
        return f"list_filter({items}, lambda {variable}: {body})"

    def length(self, text: str) -> str:
        """How many characters a text has."""
        return f"length({text})"

    def starts(self, text: str, part: str) -> str:
        """Whether a text starts with another."""
        return f"starts_with({text}, {part})"

    def ends(self, text: str, part: str) -> str:
        """Whether a text ends with another."""
        return f"ends_with({text}, {part})"

    def includes(self, text: str, part: str) -> str:
        """Whether a text has another in it."""
        return f"contains({text}, {part})"

    def microseconds(self, moment: str, shape: Plain) -> str:
        """Microseconds since 1970; infinite times are unknown."""
        zoned = "TIMESTAMPTZ" if shape is Plain.INSTANT else "TIMESTAMP"
        return f"epoch_us(CAST({moment} AS {zoned}))"

    def concatenated(self, lists: Sequence[str]) -> str:
        """Lists one after the other."""
        return f"({' || '.join(lists)})"

    def flattened(self, lists: str) -> str:
        """The items of a list of lists."""
        return f"flatten({lists})"

    def ordered(self, items: str) -> str:
        """The different items of a list, in order."""
        return f"list_sort(list_distinct({items}))"

    def chosen(self, items: str, bits: str) -> str:
        """The items of a list whose bit is set."""
        return f"list_filter({items}, lambda p, i: ({bits} >> (i - 1)) & 1 = 1)"

    def all_bits(self, numbers: str) -> str:
        """The bits that any number of a list has."""
        return f"coalesce(list_aggregate({numbers}, 'bit_or'), 0)"

    def shifted(self, bits: str, places: str) -> str:
        """The number ``bits`` with its bits moved up."""
        return f"({bits} << ({places}))"

    def numbers(self, count: int) -> str:
        """The list of the whole numbers below ``count``."""
        return f"range({count})"

    def word(self, value: str, among: Sequence[str]) -> str:
        """A literal of an ENUM: its numbers go through a query, and into a file, as they are."""
        return f"CAST({self.text(value)} AS ENUM({', '.join(map(self.text, among))}))"
