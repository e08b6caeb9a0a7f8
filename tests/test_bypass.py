from dataclasses import replace

import pytest

from guard.bypass import Band, Bands, weigh
from guard.finding import Finding
from tests.making import finding
from tests.test_waiver import waiver

BANDS = Bands()


def signal(points: int, outcome: str = "fail", *, upcoming: bool = False) -> Finding:
    return finding(outcome, upcoming=upcoming, level="info", points=points, sign="it is so")


@pytest.mark.parametrize(
    ("points", "band"),
    [
        (100, Band.BYPASS),
        (60, Band.BYPASS),
        (59, Band.LIKELY),
        (30, Band.LIKELY),
        (29, Band.LOOK),
        (10, Band.LOOK),
        (9, Band.CLEAR),
        (0, Band.CLEAR),
    ],
)
def test_each_band_begins_at_its_points(points: int, band: Band) -> None:
    assert BANDS.of(points) is band


def test_points_are_added_up_and_capped() -> None:
    assert weigh([signal(20), signal(15)], BANDS).points == 35
    assert weigh([signal(70), signal(70)], BANDS).points == 100
    assert weigh([signal(20), signal(15)], Bands(bypass=35)).band is Band.BYPASS


def test_only_failed_rules_with_points_are_signals() -> None:
    bypass = weigh([signal(20), signal(50, "pass"), signal(50, "not-applicable"), finding()], BANDS)
    assert (bypass.points, len(bypass.signals), bypass.of) == (20, 1, 3)
    assert bypass.band is Band.LOOK


def test_a_signal_not_yet_in_force_is_none() -> None:
    assert weigh([signal(60, upcoming=True)], BANDS).of == 0


def test_what_was_not_checked_is_told_and_never_clear() -> None:
    bypass = weigh([signal(60, "unknown"), signal(5, "pass")], BANDS)
    assert (len(bypass.not_checked), bypass.of) == (1, 2)
    assert weigh([signal(60, "unknown")], BANDS).band is Band.NOT_CHECKED
    assert weigh([], BANDS).band is Band.NOT_CHECKED
    assert weigh([signal(60, "unknown"), signal(30)], BANDS).band is Band.LIKELY


def test_what_is_waived_has_no_points_and_is_not_clear() -> None:
    aside = replace(signal(70), waiver=waiver())
    bypass = weigh([aside, signal(20)], BANDS)
    assert (bypass.points, bypass.of, len(bypass.waived)) == (20, 2, 1)
    assert weigh([aside], BANDS).band is Band.NOT_CHECKED
