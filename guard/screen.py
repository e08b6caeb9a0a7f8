"""Where an answer will be read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Screen:
    """A width in columns, and whether colours are shown."""

    width: int = 100
    colour: bool = False
