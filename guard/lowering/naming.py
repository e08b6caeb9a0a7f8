"""Two ways of writing a set of missing facts in SQL: the bits of a number, or a list of paths."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from guard.lowering.dialect import Dialect
from guard.lowering.value import PathText, Value, made, static

BITS = 62
"""Most paths that the bits of one number stand for."""


class NotStaticError(Exception):
    """A path differs from row to row, or there are too many: bits will not do."""


class Naming(ABC):
    """A way of writing sets of paths. ``nothing`` is the empty set."""

    nothing: str

    def __init__(self, dialect: Dialect) -> None:
        """Write for ``dialect``."""
        self.dialect = dialect

    @abstractmethod
    def one(self, path: PathText) -> Value:
        """The set of ``path`` alone."""

    @abstractmethod
    def united(self, sets: Sequence[Value]) -> Value:
        """All that is in any of ``sets``, of which there are some."""

    @abstractmethod
    def none(self, paths: Value) -> str:
        """Whether a set is empty."""

    @abstractmethod
    def folded(self, sets: Value) -> Value:
        """All that is in any set of a list of sets."""


class Bits(Naming):
    """One bit for each path that stays the same from row to row; small and fast."""

    nothing = "CAST(0 AS BIGINT)"

    def __init__(self, dialect: Dialect) -> None:
        """Begin with no bit given away."""
        super().__init__(dialect)
        self._paths: dict[str, int] = {}

    @property
    def paths(self) -> tuple[str, ...]:
        """The path of each bit, from the lowest."""
        return tuple(self._paths)

    def one(self, path: PathText) -> Value:
        """The set of ``path`` alone."""
        text = static(path)
        if text is None or (text not in self._paths and len(self._paths) == BITS):
            raise NotStaticError
        bit = self._paths.setdefault(text, len(self._paths))
        return Value(f"CAST({1 << bit} AS BIGINT)", certain=True)

    def united(self, sets: Sequence[Value]) -> Value:
        """All that is in any of ``sets``."""
        return made(f"({' | '.join(s.sql for s in sets)})", sets) if len(sets) > 1 else sets[0]

    def none(self, paths: Value) -> str:
        """Whether a set is empty."""
        return f"({paths.sql} = 0)"

    def folded(self, sets: Value) -> Value:
        """All that is in any set of a list of sets."""
        return made(self.dialect.all_bits(sets.sql), (sets,))


class Lists(Naming):
    """Paths as texts, for those that have positions in lists."""

    def __init__(self, dialect: Dialect) -> None:
        """The empty set needs a type."""
        super().__init__(dialect)
        empty = dialect.list_type(dialect.text_type)
        self.nothing = f"CAST({dialect.array([])} AS {empty})"

    def one(self, path: PathText) -> Value:
        """The set of ``path`` alone."""
        pieces = [Value(self.dialect.text(p)) if isinstance(p, str) else p for p in path]
        text = self.dialect.joined_text([piece.sql for piece in pieces])
        return made(self.dialect.array([text]), pieces, certain=True)

    def united(self, sets: Sequence[Value]) -> Value:
        """All that is in any of ``sets``."""
        return made(self.dialect.concatenated([s.sql for s in sets]), sets)

    def none(self, paths: Value) -> str:
        """Whether a set is empty."""
        return f"({self.dialect.count(paths.sql)} = 0)"

    def folded(self, sets: Value) -> Value:
        """All that is in any set of a list of sets."""
        return made(self.dialect.flattened(sets.sql), (sets,))
