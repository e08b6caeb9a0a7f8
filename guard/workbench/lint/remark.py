"""One thing that linting found."""

from dataclasses import dataclass, field
from enum import StrEnum

from guard.errors import Fault, Place


class Weight(StrEnum):
    """How much a remark counts: guard refuses it, it misleads, or it is only to be known."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong, where, and the next step; ``check`` is the name of what looked for it."""

    weight: Weight
    check: str
    what: str
    remedy: str
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Linted:
    """All remarks, in the order of the files; ``texts`` are what was read, by the file's name.

    ``aside``: how many notes are on files as they come with guard, which nobody asked about;
    ``of``: the policies to name to see them.
    """

    remarks: tuple[Remark, ...]
    texts: dict[str, str]
    rules: int
    policies: int
    aside: int = 0
    of: tuple[str, ...] = ()

    def count(self, weight: Weight) -> int:
        """How many remarks there are of this weight."""
        return sum(remark.weight is weight for remark in self.remarks)

    def clean(self, *, strict: bool) -> bool:
        """Whether nothing is wrong; with ``strict`` nothing that misleads either."""
        return not self.count(Weight.ERROR) and not (strict and self.count(Weight.WARNING))


def refused(fault: Fault, check: str = "refused") -> Remark:
    """A fault, for which guard refuses the policy."""
    return Remark(Weight.ERROR, check, fault.what, fault.remedy, fault.place)


def warning(check: str, what: str, remedy: str, place: Place) -> Remark:
    """Something that guard accepts, and that cannot be meant."""
    return Remark(Weight.WARNING, check, what, remedy, place)


def note(check: str, what: str, remedy: str, place: Place) -> Remark:
    """Something to know."""
    return Remark(Weight.NOTE, check, what, remedy, place)
