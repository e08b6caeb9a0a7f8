"""Random facts, whole or with gaps, and filling the gaps that an answer names."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from guard.condition.types import Bool, Double, Int, ListOf, String, Struct, Timestamp, Type

WORDS = ("", "a", "ab", "Ab", "abc", "b", "GB", "gb", "é", "日本")
INTS = (-2, -1, 0, 1, 2, 3, 2**63 - 1, -(2**63))
DOUBLES = (Decimal("-1.5"), Decimal(0), Decimal(1), Decimal("1.5"), Decimal(2), Decimal("0.1"))
MOMENTS = tuple(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in (-400, -1, 0, 1, 30))


def random_value(random: Random, kind: Type, gaps: float = 0.0) -> Any:  # noqa: PLR0911
    """A value of type ``kind``; each key inside it is left out with probability ``gaps``."""
    match kind:
        case Bool():
            return random.random() < 0.5
        case Int():
            return random.choice(INTS)
        case Double():
            return random.choice(DOUBLES)
        case String(values=values):
            return random.choice(values or WORDS)
        case Timestamp():
            return random.choice(MOMENTS)
        case ListOf(element=element):
            return [random_value(random, element, gaps) for _ in range(random.randrange(4))]
        case Struct(fields=fields):
            return random_facts(random, dict(fields), gaps)
        case _:
            raise AssertionError(kind)


def random_facts(random: Random, environment: dict[str, Type], gaps: float) -> dict[str, Any]:
    """Facts of ``environment``, each left out with probability ``gaps``."""
    return {
        name: random_value(random, kind, gaps)
        for name, kind in environment.items()
        if random.random() >= gaps
    }


def fill(
    random: Random, facts: dict[str, Any], path: str, environment: dict[str, Type], gaps: float = 0
) -> None:
    """Put a random value where ``path`` points; fails unless that place was empty."""
    holder: Any = facts
    kind: Type = Struct("", environment)
    steps = re.findall(r"[A-Za-z_]\w*|\[\d+\]", path)
    for position, step in enumerate(steps):
        if step[0] == "[":
            assert isinstance(kind, ListOf)
            holder, kind = holder[int(step[1:-1])], kind.element
            continue
        assert isinstance(kind, Struct)
        kind = kind.fields[step]
        if position == len(steps) - 1:
            assert step not in holder, f"{path} is not absent"
            holder[step] = random_value(random, kind, gaps)
        else:
            holder = holder.setdefault(step, {})
