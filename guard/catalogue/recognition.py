"""The two questions that a line is asked, together: which application is it, and is it software?"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from guard.catalogue.grounds import Grounds, Judgement, Signs
from guard.catalogue.loading import edition, read_catalogue, read_grounds
from guard.catalogue.matching import Catalogue, Found
from guard.catalogue.tables import Intermediary
from guard.spend.line import Line


@dataclass(frozen=True, slots=True)
class Recognised:
    """What is known of a line: its application if any, who took the money, and what it is."""

    found: Found | None
    intermediary: Intermediary | None
    judgement: Judgement


class Subject(NamedTuple):
    """Whom a line names: its application if any, who took the money, and what these tell.

    It is the same for all lines that differ only in what they were charged to.
    """

    found: Found | None
    intermediary: Intermediary | None
    signs: Signs


@dataclass(frozen=True, slots=True)
class Recogniser:
    """A catalogue and a table of grounds, ready to be asked.

    ``edition``: which they are (:func:`guard.catalogue.loading.edition`).
    """

    catalogue: Catalogue
    grounds: Grounds
    edition: str = ""

    def recognise(self, line: Line, *, recurring: bool = False) -> Recognised:
        """What ``line`` is; ``recurring`` tells that like amounts come at like intervals."""
        found, intermediary, signs = self.subject(line)
        weigh = self.grounds.weigh
        judgement = weigh(signs, line.category, line.account, recurring=recurring)
        return Recognised(found, intermediary, judgement)

    def subject(self, line: Line) -> Subject:
        """Whom ``line`` names."""
        found = self.catalogue.find(line)
        intermediary = self.catalogue.intermediary(line)
        return Subject(found, intermediary, self.grounds.signs(line, found, intermediary))


def read_recogniser(own: Iterable[Path] = ()) -> Recogniser:
    """A recogniser from a body's ``own`` folders of a catalogue, then from what guard brings.

    Raises:
        GuardError: a file cannot be read or has faults.
    """
    folders = tuple(own)
    return Recogniser(read_catalogue(folders), read_grounds(folders), edition(folders))
