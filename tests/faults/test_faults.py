"""The faults, small; `python -m tests.faults` runs them at full size and prints the figures."""

from pathlib import Path

import pytest

from tests.faults import calls, disk, killed, power, server
from tests.postgres import server as postgres


def test_a_system_call_that_fails_or_kills_leaves_a_sound_ledger(tmp_path: Path) -> None:
    figures = calls.run(tmp_path, every=19)
    assert figures.injected >= 5
    assert (figures.unsound, figures.lied) == (0, 0)


def test_writers_that_are_killed_lose_nothing_acknowledged(tmp_path: Path) -> None:
    figures = killed.run(tmp_path, 50)
    assert figures.acknowledged >= 50
    assert (figures.lost, figures.damage) == (0, 0)


def test_a_power_cut_loses_nothing_acknowledged(tmp_path: Path) -> None:
    figures = power.run(tmp_path, 150)
    assert figures.acknowledged > 150
    assert (figures.losing, figures.damaged) == (0, 0)


def test_a_weaker_setting_would_be_found_out(tmp_path: Path) -> None:
    assert power.run(tmp_path, 40, "NORMAL").losing > 0


@pytest.mark.filterwarnings("ignore:This process")
def test_a_full_disk_loses_nothing_acknowledged_and_goes_on_where_it_was(tmp_path: Path) -> None:
    figures = disk.run(tmp_path)
    assert figures.acknowledged > 5
    assert (figures.lost, figures.damage, figures.told) == (0, 0, True)
    assert figures.next_index in {figures.acknowledged, figures.acknowledged + 1}


def test_a_server_stopped_at_once_loses_nothing_acknowledged() -> None:
    with postgres() as running:
        figures = server.run(running, 1)
    assert figures.acknowledged > 0
    assert (figures.lost, figures.damage) == (0, 0)
