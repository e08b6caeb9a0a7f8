"""Names that are merely alike, for a person to look at. Nothing here ever decides.

Of pairs that are alike and not equal, read by hand, 53 of 100 were of one body: a coin toss.
What a person accepts is written into a catalogue as an alias, and is recognised from then on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest

from guard.catalogue.entry import Entry
from guard.name import key

ALIKE = 83
"""From this score on, of 100, an entry is proposed: one letter of six may differ."""

MOST = 3
"""The most entries proposed for one name."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry with a name like the one asked for, and which name that is.

    ``score`` is from 0 to 100; ``margin`` is by how much it is ahead of the next proposal.
    """

    entry: Entry
    known_as: str
    score: int
    margin: int


class Proposer:
    """Compares a name with all names of a catalogue's entries."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Prepare the names of ``entries``."""
        names = ((name, entry) for entry in entries for name in (entry.name, *entry.aliases))
        self._entries = {key(name): (name, entry) for name, entry in names if key(name)}
        self._keys = tuple(self._entries)

    def propose(self, name: str) -> tuple[Proposal, ...]:
        """At most :data:`MOST` entries with a name like ``name``, most alike first."""
        from rapidfuzz import fuzz, process

        looked_for = key(name)
        if not looked_for:
            return ()
        best: dict[str, tuple[int, str]] = {}
        for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
            for known, score, _ in process.extract(
                looked_for, self._keys, scorer=scorer, score_cutoff=ALIKE, limit=2 * MOST
            ):
                called, entry = self._entries[known]
                best[entry.id] = max(best.get(entry.id, (0, "")), (int(score), called))
        by_id = {entry.id: entry for _, entry in self._entries.values() if entry.id in best}
        ordered = nlargest(MOST + 1, best.items(), key=lambda item: item[1])
        following = [*(score for _, (score, _) in ordered[1:]), 0]
        proposals = (
            Proposal(by_id[number], called, score, score - after)
            for (number, (score, called)), after in zip(ordered, following, strict=False)
        )
        return tuple(proposals)[:MOST]
