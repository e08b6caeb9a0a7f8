"""Sets of missing facts in SQL: bits of a number for most paths, texts for the rest.

A path that is the same in every row has a bit, and so has a part of an item of a list
(``evidence[2].expires``) for each of the first positions: lists are seldom longer, and what has
a bit costs no text in any row.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from guard.condition.tree import FACTS, Node, Path, Quantifier, Use, children
from guard.lowering.dialect import Dialect
from guard.lowering.value import PathText, Value, made, static

BITS = 61
"""Most paths that the bits of one number stand for."""

POSITIONS = 8
"""Most positions of a list whose parts have bits; below ten, so that texts are in order."""


@dataclass(frozen=True, slots=True)
class Paths:
    """A set of paths: those that have a bit, and a list of the others. ``None`` has none.

    ``deep``: the variable without whose later positions (:attr:`Naming.positions`) there are no
    texts; ``None`` if there can be others. ``long``: tests of a row, without one of which there
    are no texts either; ``None`` if there can be. ``moves``: the variable whose item ``bits`` are
    for, as if it were the first of its list, and the places between items; ``None`` if they are
    where they belong.
    """

    bits: Value | None
    texts: Value | None
    deep: int | None = None
    long: frozenset[str] | None = None
    moves: tuple[int, int] | None = None

    @property
    def parts(self) -> tuple[Value, ...]:
        """What it is written out of."""
        return tuple(part for part in (self.bits, self.texts) if part is not None)


def no_texts(dialect: Dialect) -> str:
    """The empty list of texts."""
    return f"CAST({dialect.array([])} AS {dialect.list_type(dialect.text_type)})"


class Naming:
    """Writes sets of the paths that a rule names, most of them as one bit each."""

    def __init__(self, dialect: Dialect, *conditions: Node) -> None:
        """Give a bit to every fact that ``conditions`` name, in the order of the alphabet."""
        self.dialect = dialect
        named = sorted({path for node in conditions for path in _named(node)})[:BITS]
        parts = {part for node in conditions for part in _parts(node)}
        self.positions = min(POSITIONS, (BITS - len(named)) // len(parts)) if parts else 0
        numbered = [f"{a}[{n}]{b}" for a, b in parts for n in range(self.positions)]
        self.paths = tuple(sorted([*named, *numbered]))
        self._bits = {path: 1 << bit for bit, path in enumerate(self.paths)}
        # In order, the parts of one item stand together, and so do the items of one list.
        self._strides = Counter(items for items, _ in parts)

    def one(self, path: PathText) -> Paths:
        """The set of ``path`` alone."""
        text = static(path)
        if text is not None and text in self._bits:
            return Paths(Value(str(self._bits[text]), certain=True), None)
        pieces = [Value(self.dialect.text(p)) if isinstance(p, str) else p for p in path]
        joined = self.dialect.joined_text([piece.sql for piece in pieces])
        texts = made(self.dialect.array([joined]), pieces, certain=True)
        return self._numbered(path, texts) or Paths(None, texts)

    def _numbered(self, path: PathText, texts: Value) -> Paths | None:
        """A part of an item of a list: a bit for each early position, a text for the others."""
        match path:
            case (str(items), "[", Value() as position, "]", str(part)):
                bit = self._bits.get(f"{items}[0]{part}")
            case _:
                return None
        if bit is None:
            return None
        (slot,) = position.bound
        first = Value(f"CAST({bit} AS BIGINT)", certain=True)
        late = f"CASE WHEN {self._early(slot)} THEN {no_texts(self.dialect)} ELSE {texts.sql} END"
        moves = (slot, self._strides[items])
        return Paths(first, made(late, [position], certain=True), slot, moves=moves)

    def _early(self, slot: int) -> str:
        return f"(i{slot} - {self.dialect.first}) < {self.positions}"

    def placed(self, paths: Paths) -> Paths:
        """``paths`` with its bits where they belong: all parts of an item move at once."""
        if paths.bits is None or paths.moves is None:
            return paths
        slot, stride = paths.moves
        moved = self.dialect.shifted(
            f"({paths.bits.sql})", f"(i{slot} - {self.dialect.first}) * {stride}"
        )
        here = Value("", bound=frozenset((slot,)))
        sql = f"CASE WHEN {self._early(slot)} THEN {moved} ELSE 0 END"
        return replace(paths, bits=made(sql, (paths.bits, here), certain=True), moves=None)

    def _together(self, sets: Sequence[Paths | None]) -> list[Paths | None]:
        """``sets``, whose bits are all of one item, or else all where they belong."""
        if len({paths.moves for paths in sets if paths is not None and paths.bits}) < 2:  # noqa: PLR2004
            return list(sets)
        return [paths and self.placed(paths) for paths in sets]

    def united(self, sets: Sequence[Paths | None]) -> Paths | None:
        """All that is in any of ``sets``."""
        sets = self._together(sets)
        bits = _different(part.bits for part in sets if part is not None)
        texts = _different(part.texts for part in sets if part is not None)
        if not bits and not texts:
            return None
        return Paths(
            made(f"({' | '.join(b.sql for b in bits)})", bits, certain=True) if bits else None,
            self._concatenated(texts) if texts else None,
            *_when(sets),
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
        sets = self._together([paths for _, paths in branches])
        tests = [test for test, _ in branches]
        numbers = [(t, s.bits if s else None) for t, s in zip(tests, sets, strict=True)]
        texts = [(t, s.texts if s else None) for t, s in zip(tests, sets, strict=True)]
        nothing = no_texts(self.dialect)
        when = _when(sets)
        found = Paths(_cases(numbers, "0", spoken), _cases(texts, nothing, spoken), *when)
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


def _parts(node: Node) -> Iterator[tuple[str, str]]:
    """The lists of facts that quantifiers go through, each with a part of its items asked for."""
    if isinstance(node, Quantifier):
        items = node.items
        while isinstance(items, Use):
            items = items.body
        if isinstance(items, Path) and items.slot == FACTS:
            yield from ((items.text, part) for part in _asked(node.body, node.slot))
    for child in children(node):
        yield from _parts(child)


def _asked(node: Node, slot: int) -> Iterator[str]:
    if isinstance(node, Path) and node.slot == slot and len(node.names) > 1:
        yield "".join(f".{name}" for name in node.names[1:])
    for child in children(node):
        yield from _asked(child, slot)


def _when(
    sets: Sequence[Paths | None],
) -> tuple[int | None, frozenset[str] | None, tuple[int, int] | None]:
    """``deep``, ``long`` and ``moves`` of all ``sets`` together."""
    moves = {paths.moves for paths in sets if paths is not None and paths.bits is not None}
    some = [paths for paths in sets if paths is not None and paths.texts is not None]
    deep = {paths.deep for paths in some}
    long = [paths.long for paths in some if paths.long is not None]
    return (
        deep.pop() if len(deep) == 1 else None,
        frozenset[str]().union(*long) if len(long) == len(some) else None,
        moves.pop() if moves else None,
    )


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
