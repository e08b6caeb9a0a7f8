"""Sets of missing facts in SQL: bits of a number for most paths, texts for the rest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guard.condition.tree import FACTS, Node, Path, children
from guard.lowering.dialect import Dialect
from guard.lowering.value import PathText, Value, made, static

BITS = 62
"""Most paths that the bits of one number stand for."""


@dataclass(frozen=True, slots=True)
class Paths:
    """A set of paths: those that have a bit, and a list of the others. ``None`` has none."""

    bits: Value | None
    texts: Value | None

    @property
    def parts(self) -> tuple[Value, ...]:
        """What it is written out of."""
        return tuple(part for part in (self.bits, self.texts) if part is not None)


def no_texts(dialect: Dialect) -> str:
    """The empty list of texts."""
    return f"CAST({dialect.array([])} AS {dialect.list_type(dialect.text_type)})"


class Naming:
    """Writes sets of the paths that a rule names, each path that stays the same as one bit."""

    def __init__(self, dialect: Dialect, *conditions: Node) -> None:
        """Give a bit to every fact that ``conditions`` name, in the order of the alphabet."""
        self.dialect = dialect
        named = sorted({path for node in conditions for path in _named(node)})
        self.paths = tuple(named[:BITS])

    def one(self, path: PathText) -> Paths:
        """The set of ``path`` alone."""
        text = static(path)
        if text is not None and text in self.paths:
            return Paths(Value(str(1 << self.paths.index(text)), certain=True), None)
        pieces = [Value(self.dialect.text(p)) if isinstance(p, str) else p for p in path]
        joined = self.dialect.joined_text([piece.sql for piece in pieces])
        return Paths(None, made(self.dialect.array([joined]), pieces, certain=True))

    def united(self, sets: Sequence[Paths | None]) -> Paths | None:
        """All that is in any of ``sets``."""
        bits = _different(part.bits for part in sets if part is not None)
        texts = _different(part.texts for part in sets if part is not None)
        if not bits and not texts:
            return None
        return Paths(
            made(f"({' | '.join(b.sql for b in bits)})", bits, certain=True) if bits else None,
            self._concatenated(texts) if texts else None,
        )

    def _concatenated(self, texts: Sequence[Value]) -> Value:
        if len(texts) == 1:
            return texts[0]
        sql = self.dialect.concatenated([text.sql for text in texts])
        return made(sql, texts, certain=True)

    def choice(
        self, branches: Sequence[tuple[str, Paths | None]], spoken: Sequence[Value]
    ) -> Paths | None:
        """The set of the first branch whose condition is TRUE; of none, the empty one.

        ``spoken``: what the conditions are written out of.
        """
        numbers = [(test, paths.bits if paths else None) for test, paths in branches]
        texts = [(test, paths.texts if paths else None) for test, paths in branches]
        nothing = no_texts(self.dialect)
        found = Paths(_cases(numbers, "0", spoken), _cases(texts, nothing, spoken))
        return found if found.parts else None

    def none(self, paths: Paths) -> str:
        """Whether a set is empty."""
        tests = []
        if paths.bits is not None:
            tests.append(f"({paths.bits.sql}) = 0")
        if paths.texts is not None:
            tests.append(f"{self.dialect.count(paths.texts.sql)} = 0")
        return f"({' AND '.join(tests)})"


def _named(node: Node) -> Iterator[str]:
    if isinstance(node, Path) and node.slot == FACTS and node.names[0] != "parameters":
        yield node.text
    for child in children(node):
        yield from _named(child)


def _different(values: Iterator[Value | None]) -> list[Value]:
    return list({value.sql: value for value in values if value is not None}.values())


def _cases(
    branches: Sequence[tuple[str, Value | None]], nothing: str, spoken: Sequence[Value]
) -> Value | None:
    some = [value for _, value in branches if value is not None]
    if not some:
        return None
    whens = [f"WHEN {test} THEN {value.sql if value else nothing}" for test, value in branches]
    return made(f"CASE {' '.join(whens)} ELSE {nothing} END", [*spoken, *some], certain=True)
