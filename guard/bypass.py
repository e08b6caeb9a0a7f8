"""Does a purchase bypass IT? The plain sum of the points of the signals that were found."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from guard.finding import Finding, Outcome

CAP = 100
"""Points are capped: past certain, more signs say no more."""


class Band(StrEnum):
    """How strongly the signals say that a purchase bypasses IT."""

    BYPASS = "bypass"
    LIKELY = "likely"
    LOOK = "look"
    CLEAR = "clear"
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True, slots=True)
class Bands:
    """The points at which each band begins; a body tunes them in guard.toml."""

    bypass: int = 60
    likely: int = 30
    look: int = 10

    def of(self, points: int) -> Band:
        """The band that ``points`` fall in."""
        if points >= self.bypass:
            return Band.BYPASS
        if points >= self.likely:
            return Band.LIKELY
        return Band.LOOK if points >= self.look else Band.CLEAR


@dataclass(frozen=True, slots=True)
class Bypass:
    """The signals found, their points, and those not checked or waived (neither is clear)."""

    band: Band
    points: int
    signals: tuple[Finding, ...]
    not_checked: tuple[Finding, ...]
    of: int
    waived: tuple[Finding, ...] = ()


def weigh(findings: Iterable[Finding], bands: Bands) -> Bypass:
    """Add up the signals: the failed rules that carry points."""
    signals = [f for f in findings if f.rule.text.points and not f.upcoming]
    waived = tuple(f for f in signals if f.waived)
    found = tuple(f for f in signals if f.outcome is Outcome.FAIL and not f.waived)
    unknown = tuple(f for f in signals if f.outcome is Outcome.UNKNOWN and not f.waived)
    points = min(CAP, sum(f.rule.text.points for f in found))
    checked = len(signals) - len(unknown) - len(waived)
    band = bands.of(points) if checked else Band.NOT_CHECKED
    return Bypass(band, points, found, unknown, len(signals), waived)
