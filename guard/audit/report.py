"""What guard says of whole lists: plain values only, harmless text, the same for every format."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from guard.bypass import Band
from guard.catalogue.grounds import Nature
from guard.decision import Verdict
from guard.gather import State
from guard.policy.model import Level
from guard.report import (
    PolicyUsed,
    SignalAnswer,
    WaiverAnswer,
)

SCHEMA = "urn:procurement-guard:audit:v1"
"""Names the shape of an audit's report; a change that could break a reader makes a new name."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Why rows were not used, how many, and ``at`` which rows of the list the first of them are."""

    reason: str
    rows: int
    at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ListAnswer:
    """One list, with every row accounted for: ``read`` is ``used`` and all that was skipped."""

    file: str
    read: int
    used: int
    skipped: tuple[Skip, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroundAnswer:
    """A sign that something is, or is not, software: where it was seen, and what it means."""

    strength: str
    column: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Spent:
    """An amount in one currency (ISO 4217, empty where the list does not say)."""

    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """A row of a list, from 1."""

    file: str
    row: int


class Mark(StrEnum):
    """What a baseline knows of a finding: nothing, all of it; or there is no baseline for it."""

    NEW = "new"
    UNCHANGED = "unchanged"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Gone:
    """A finding that a baseline has, and these lists do not; ``since``: when it was taken in."""

    fingerprint: str
    name: str
    state: State
    points: int
    since: dt.date


@dataclass(frozen=True, slots=True)
class ApplicationAnswer:
    """One application or supplier: what it is, whether it is managed, whether it bypasses IT.

    ``band``, ``points``, ``signals``, ``verdict``, ``blocking`` and ``undecided`` are there only
    for software. ``fingerprint`` stays the same from run to run for the same application.
    ``waived`` rules count for none of these. ``baseline_since``: when the baseline took it in;
    ``baseline_worse``: what of it the baseline does not cover.
    """

    fingerprint: str
    name: str
    supplier: str
    catalogue: str
    nature: Nature
    grounds: tuple[GroundAnswer, ...]
    state: State
    register_entry: str
    band: Band | None
    points: int
    signals: tuple[SignalAnswer, ...]
    not_checked: tuple[str, ...]
    verdict: Verdict | None
    blocking: tuple[str, ...]
    undecided: tuple[str, ...]
    questions: tuple[str, ...]
    lines: int
    spent: tuple[Spent, ...]
    by_card: bool
    first: dt.date | None
    last: dt.date | None
    months: int
    areas: tuple[str, ...]
    places: tuple[PlaceAnswer, ...]
    clear: tuple[str, ...]
    waived: tuple[WaiverAnswer, ...] = ()
    baseline: Mark = Mark.NONE
    baseline_since: dt.date | None = None
    baseline_worse: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many applications are in a state, in how many lines, for how much."""

    state: State
    applications: int
    lines: int
    spent: tuple[Spent, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What was paid for software in a department (``name``), or in a month (``2026-11``).

    ``name`` is empty where the lists do not say it.
    """

    name: str
    applications: int
    spent: tuple[Spent, ...]


@dataclass(frozen=True, slots=True)
class RuleNamed:
    """A rule that was applied, which applications speak of by its id: what it asks, why, what next.

    ``points``: of a signal of bypass, otherwise 0. ``url``: empty where the source has none.
    """

    rule: str
    title: str
    policy: str
    level: Level
    points: int
    why: str
    remedy: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """All that is said of the lists; ``areas`` (dearest first) and ``months`` are of software.

    ``baseline`` is the file it was compared with, empty if none, and ``gone`` what only that has.
    ``notes``: on waivers and lists that were used, for a person to see.
    """

    guard: str
    on: dt.date
    register: str
    lists: tuple[ListAnswer, ...]
    unread: tuple[str, ...]
    states: tuple[StateCount, ...]
    areas: tuple[Part, ...]
    months: tuple[Part, ...]
    applications: tuple[ApplicationAnswer, ...]
    policies: tuple[PolicyUsed, ...]
    rules: tuple[RuleNamed, ...]
    notes: tuple[str, ...] = ()
    baseline: str = ""
    gone: tuple[Gone, ...] = ()

    @property
    def rows(self) -> tuple[int, int]:
        """Rows read, and rows used, in all lists."""
        return sum(each.read for each in self.lists), sum(each.used for each in self.lists)

    @property
    def findings(self) -> tuple[ApplicationAnswer, ...]:
        """The applications that are software: most points first, then dearest first."""
        software = [each for each in self.applications if each.band is not None]
        return tuple(sorted(software, key=lambda each: -each.points))

    @property
    def verdict(self) -> Verdict:
        """The worst verdict on any application; permit where none is software."""
        return _worst(self.findings)

    @property
    def gate(self) -> Verdict:
        """The verdict that the exit code tells: with a baseline, the worst on what is new."""
        return _worst(each for each in self.findings if each.baseline is not Mark.UNCHANGED)


def _worst(findings: Iterable[ApplicationAnswer]) -> Verdict:
    order = list(Verdict)
    verdicts = [each.verdict for each in findings if each.verdict]
    return max(verdicts, key=order.index, default=Verdict.PERMIT)
