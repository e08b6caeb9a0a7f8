"""One line of a list from outside, as a reader gives it, and where it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from guard.errors import Place


@dataclass(frozen=True, slots=True)
class Row:
    """What a list says of one thing: its values by column or key, as the file has them.

    ``place`` gives the place of a column's value, and for ``""`` that of the row.
    """

    values: Mapping[str, object]
    place: Callable[[str], Place]
