"""A list as people read it in a terminal, and as programs do."""

import io
from collections.abc import Mapping, Sequence

from guard.screen import Screen

NARROWEST = 40
"""Columns; below this, cells have no room."""


MOST = 28
"""Columns that a cell may take, but for those of the widest column."""


def grid(
    heads: Sequence[str], rows: Sequence[Sequence[str]], screen: Screen, widest: int = 0
) -> str:
    """A table of texts, as wide as the screen; ``widest`` is the column with the long texts."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
    for number, head in enumerate(heads):
        table.add_column(head, overflow="fold", max_width=None if number == widest else MOST)
    for row in rows:
        table.add_row(*map(Text, row))
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(screen.width, NARROWEST),
        force_terminal=screen.colour,
        no_color=not screen.colour,
        color_system="standard" if screen.colour else None,
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def as_json(document: Mapping[str, object]) -> str:
    """One JSON object, ending in a newline."""
    from pydantic_core import to_json

    return to_json(document, indent=2).decode() + "\n"
