"""What can go wrong, said so that the reader knows the next step.

A :class:`Fault` is one thing wrong with something that guard was given; a
:class:`GuardError` carries all the faults found in one go. Nothing here prints or exits.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault is: a file, and inside it a line, a column (both from 1) or a path of keys."""

    file: str = ""
    line: int = 0
    column: int = 0
    path: str = ""

    def __str__(self) -> str:
        """``file:line:column: path``, leaving out what is not known."""
        return ": ".join(part for part in (self.spot, self.path) if part)

    @property
    def spot(self) -> str:
        """``file:line:column``, without the path of keys."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: where, what was found, and what to do about it (never empty)."""

    what: str
    remedy: str
    place: Place = Place()

    def __str__(self) -> str:
        """Two lines: place and fault, then the next step."""
        head = f"{self.place}: {self.what}" if str(self.place) else self.what
        return f"{head}\n    -> {self.remedy}"


class GuardError(Exception):
    """guard could not do what it was asked, for one or more reasons (exit code 2)."""

    def __init__(self, *faults: Fault) -> None:
        """Carry ``faults``, at least one, in the order found."""
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


def refuse_if(faults: Iterable[Fault]) -> None:
    """Raise one :class:`GuardError` with all of ``faults``, if there are any."""
    if found := tuple(faults):
        raise GuardError(*found)
