"""Random well-typed conditions, each in guard's subset and in the CEL of the reference.

The two texts are made side by side, so that a mistake in guard's own parser cannot hide
in both. They differ only where the reference needs another word: times inside a group
travel as text, ``has`` of a path asks every key on the way, ``days`` is written out, and
an int meets a double through ``dyn``.
"""

from random import Random
from typing import NamedTuple

from guard.condition.types import (
    BOOL,
    DOUBLE,
    INT,
    STRING,
    TIMESTAMP,
    ListOf,
    String,
    Struct,
    Timestamp,
    Type,
)
from tests.condition.schema import FACTS, ITEM

_TEXTS = ("''", '"a"', "'Ab'", 'r"b"', "'''GB'''", '"\\x61\\142"', '"\\u00e9"', "'日本'")
_INTS = ("0", "1", "-1", "2", "0x3", "9223372036854775807", "-9223372036854775808")
_DOUBLES = ("0.0", "1.0", "-1.5", "1e0", ".1", "1.5", "0.2E+1")
_MOMENTS = (
    'timestamp("2026-01-01T00:00:00Z")',
    'timestamp("2025-12-31T23:00:00-01:00")',
    'timestamp("2024-11-27T00:00:00.5Z")',
)
_SPANS = ('duration("24h")', 'duration("-1h30m")', 'duration("1.5s")', 'duration("0.25ms")')


class Pair(NamedTuple):
    """One condition twice: for guard and for the reference."""

    ours: str
    theirs: str


def both(text: str) -> Pair:
    return Pair(text, text)


class Writer:
    """Writes random conditions of nested depth at most ``depth``."""

    def __init__(self, random: Random, *, with_has: bool = True) -> None:
        self.random = random
        self.with_has = with_has
        self.variables: dict[str, Type] = {}

    def condition(self, depth: int) -> Pair:
        if depth <= 0:
            return self._atom(0)
        chosen = self.random.choices(
            (self._atom, self._junction, self._not, self._choice, self._quantifier, self._equal),
            (6, 6, 2, 1, 4, 1),
        )[0]
        return chosen(depth)

    # -- shapes ---------------------------------------------------------------------------

    def _junction(self, depth: int) -> Pair:
        parts = [self.condition(depth - 1) for _ in range(self.random.choice((2, 2, 3)))]
        parts = [self._wrapped(part) if "?" in part.ours else part for part in parts]
        text = parts[0]
        for part in parts[1:]:
            sign = self.random.choice(("&&", "||"))
            text = Pair(f"{text.ours} {sign} {part.ours}", f"{text.theirs} {sign} {part.theirs}")
        return text if self.random.random() < 0.6 else self._wrapped(text)

    def _not(self, depth: int) -> Pair:
        inner = self._wrapped(self.condition(depth - 1))
        return Pair(f"!{inner.ours}", f"!{inner.theirs}")

    def _choice(self, depth: int) -> Pair:
        parts = [self._wrapped(self.condition(depth - 1)) for _ in range(3)]
        return self._fill("{} ? {} : {}", parts)

    def _equal(self, depth: int) -> Pair:
        parts = [self._wrapped(self.condition(depth - 1)) for _ in range(2)]
        return self._fill(self.random.choice(("{} == {}", "{} != {}")), parts)

    def _quantifier(self, depth: int) -> Pair:
        items, element = self._list(depth)
        variable = f"v{len(self.variables)}"
        self.variables[variable] = element
        body = self.condition(depth - 1)
        del self.variables[variable]
        kind = self.random.choices(("exists", "all", "exists_one"), (3, 3, 1))[0]
        return self._fill(f"{{}}.{kind}({variable}, {{}})", [items, body])

    def _atom(self, depth: int) -> Pair:
        chosen = self.random.choice(
            (
                self._fact_or_literal,
                self._fact_or_literal,
                self._number_test,
                self._text_test,
                self._time_test,
                self._vocabulary_test,
                self._membership,
                self._has if self.with_has else self._text_test,
            )
        )
        return chosen(depth)

    # -- tests ----------------------------------------------------------------------------

    def _fact_or_literal(self, _: int) -> Pair:
        if self.random.random() < 0.1:
            return both(self.random.choice(("true", "false")))
        return self._fact(BOOL)

    def _number_test(self, depth: int) -> Pair:
        left, right = self.random.choice((INT, INT, DOUBLE)), self.random.choice((INT, DOUBLE))
        sides = [self._number(left, depth), self._number(right, depth)]
        if left != right:
            sides[0] = Pair(sides[0].ours, f"dyn({sides[0].theirs})")
            sides[1] = Pair(sides[1].ours, f"dyn({sides[1].theirs})")
        return self._fill(f"{{}} {self._comparison()} {{}}", sides)

    def _text_test(self, depth: int) -> Pair:
        sides = [self._text(depth), self._text(depth)]
        form = self.random.choice(
            (
                f"{{}} {self._comparison()} {{}}",
                "{}.contains({})",
                "{}.startsWith({})",
                "{}.endsWith({})",
            )
        )
        return self._fill(form, sides)

    def _time_test(self, depth: int) -> Pair:
        if self.random.random() < 0.6:
            sides = [self._moment(depth), self._moment(depth)]
        else:
            sides = [self._span(depth), self._span(depth)]
        return self._fill(f"{{}} {self._comparison()} {{}}", sides)

    def _vocabulary_test(self, _: int) -> Pair:
        paths = [p for p, kind in self._known().items() if isinstance(kind, String) and kind.values]
        path = self.random.choice(paths)
        kind = self._known()[path]
        assert isinstance(kind, String)
        words = [f'"{word}"' for word in kind.values or ()]
        if self.random.random() < 0.4:
            chosen = self.random.sample(words, self.random.randrange(len(words) + 1))
            return both(f"{path} in [{', '.join(chosen)}]")
        return both(f"{path} {self.random.choice(('==', '!='))} {self.random.choice(words)}")

    def _membership(self, depth: int) -> Pair:
        if self.random.random() < 0.2:
            dates = Pair("dates", "dates")
            return self._fill("{} in {}", [self._moment(depth), dates])
        if self.random.random() < 0.5:
            items = self._fact(ListOf(STRING))
            return self._fill("{} in {}", [self._text(depth), items])
        items = self._fill("[{}, {}]", [self._number(INT, depth), self._number(INT, depth)])
        return self._fill("{} in {}", [self._number(INT, depth), items])

    def _has(self, _: int) -> Pair:
        path = self.random.choice([path for path in self._known() if "." in path])
        names = path.split(".")
        asked = [".".join(names[:end]) for end in range(2, len(names) + 1)]
        theirs = " && ".join(f"has({one})" for one in asked)
        return Pair(f"has({path})", f"({theirs})")

    # -- values ---------------------------------------------------------------------------

    def _number(self, kind: Type, depth: int) -> Pair:
        roll = self.random.random()
        if kind == DOUBLE:
            return both(self.random.choice(_DOUBLES)) if roll < 0.4 else self._fact(DOUBLE)
        if roll < 0.3:
            return both(self.random.choice(_INTS))
        if roll < 0.45 and depth > 0:
            parts = [self._number(INT, depth - 1), self._number(INT, depth - 1)]
            return self._fill(self.random.choice(("({} + {})", "({} - {})")), parts)
        if roll < 0.5:
            return self._fill("-{}", [self._wrapped(self._fact(INT))])
        if roll < 0.65:
            items = self._list(0)[0] if self.random.random() < 0.5 else self._text(0)
            return self._fill(self.random.choice(("size({})", "{}.size()")), [items])
        return self._fact(INT)

    def _text(self, depth: int) -> Pair:
        roll = self.random.random()
        if roll < 0.35:
            return both(self.random.choice(_TEXTS))
        if roll < 0.5 and depth > 0:
            return self._fill("{}.lowerAscii()", [self._text(depth - 1)])
        return self._fact(STRING)

    def _moment(self, depth: int) -> Pair:
        roll = self.random.random()
        if roll < 0.25:
            return both(self.random.choice(_MOMENTS))
        if roll < 0.45 and depth > 0:
            parts = [self._moment(depth - 1), self._span(depth - 1)]
            return self._fill(self.random.choice(("({} + {})", "({} - {})")), parts)
        return self._fact(TIMESTAMP)

    def _span(self, depth: int) -> Pair:
        roll = self.random.random()
        if roll < 0.3:
            return both(self.random.choice(_SPANS))
        if roll < 0.6 or depth <= 0:
            days = self._small_days()
            return Pair(f"days({days.ours})", f'duration(string({days.theirs} * 24) + "h")')
        parts = [self._moment(depth - 1), self._moment(depth - 1)]
        return self._fill("({} - {})", parts)

    def _small_days(self) -> Pair:
        # Where a long span stops is each implementation's own; the tests of limits see to it.
        return both(self.random.choice(("0", "1", "30", "-1", "size(tags)", "size(title)")))

    def _list(self, depth: int) -> tuple[Pair, Type]:
        roll = self.random.random()
        if roll < 0.1:
            parts = [self._number(INT, depth), both("1"), self._number(INT, depth)]
            return self._fill("[{}, {}, {}]", parts), INT
        if roll < 0.15:
            return both("dates"), TIMESTAMP
        if roll < 0.3:
            return self._fact(ListOf(INT)), INT
        if roll < 0.5:
            return self._fact(ListOf(STRING)), STRING
        return self._fact(ListOf(ITEM)), ITEM

    def _known(self) -> dict[str, Type]:
        known = dict(FACTS)
        for name, kind in self.variables.items():
            if isinstance(kind, Struct):
                known |= {f"{name}.{field}": inner for field, inner in kind.fields.items()}
                known |= {f"{name}.scope.{f}": k for f, k in (("site", STRING), ("whole", BOOL))}
                del known[f"{name}.scope"]
            else:
                known[name] = kind
        return known

    def _fact(self, kind: Type) -> Pair:
        known = self._known()
        wanted = [path for path, found in known.items() if found == kind]
        inner = [path for path in wanted if path.split(".")[0] in self.variables]
        path = self.random.choice(inner if inner and self.random.random() < 0.6 else wanted)
        if isinstance(kind, Timestamp) and "." in path:
            return Pair(path, f"timestamp({path})")
        return both(path)

    def _comparison(self) -> str:
        return self.random.choice(("==", "!=", "<", "<=", ">", ">="))

    def _wrapped(self, part: Pair) -> Pair:
        return Pair(f"({part.ours})", f"({part.theirs})")

    def _fill(self, form: str, parts: list[Pair]) -> Pair:
        return Pair(
            form.format(*(part.ours for part in parts)),
            form.format(*(part.theirs for part in parts)),
        )
