"""The line of a file that a fault is about, shown with a mark under the place."""

from guard.border.text import plain
from guard.errors import Place

_WIDEST = 96
_BEFORE = 60


def excerpt(text: str, place: Place) -> str:
    """Two lines: the one of ``text`` where ``place`` is, and a mark under its column.

    A long line is shown as far as it fits around the mark. Empty where the place has no line, or
    none that ``text`` has. What could act on a terminal is shown as a dot, so columns stay true.
    """
    lines = text.split("\n")
    if not 0 < place.line <= len(lines):
        return ""
    line = "".join(char if plain(char) == char else "·" for char in lines[place.line - 1])
    column = min(max(place.column, 1), len(line) + 1)
    start = column - _BEFORE if len(line) > _WIDEST and column > _BEFORE else 0
    shown = line[start : start + _WIDEST]
    head, tail = "…" if start else "", "…" if len(line) > start + _WIDEST else ""
    number = f"{place.line:>6}"
    mark = " " * (len(head) + column - 1 - start)
    return f"{number} | {head}{shown}{tail}\n{' ' * len(number)} | {mark}^"
