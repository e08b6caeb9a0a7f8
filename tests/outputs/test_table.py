from dataclasses import replace
from pathlib import Path

import pytest

from guard.outputs.table import MOST, render
from guard.screen import Screen
from tests.auditing import PLAIN, listed, reported, row
from tests.making import bench, rule


@pytest.fixture
def text(tmp_path: Path) -> str:
    (tmp_path / "none.csv").write_text("")
    path = listed(tmp_path, row("Sketchbook", amount="1234.5"), row("Oak"), "\n", row("Total"))
    return render(reported(path, str(tmp_path / "none.csv")), Screen())


def test_what_bypasses_it_comes_first(text: str) -> None:
    assert text.startswith("1 application found: 0 bypass IT, 1 likely to\n")
    found = next(line for line in text.splitlines() if "Sketchbook" in line)
    assert found.split()[:6] == ["40", "Sketchbook", "Pro", "unknown", "1,234.50", "GBP"]
    assert found.endswith("AA-01    list.csv:2")
    assert "it is paid for" in text


def test_states_and_every_row_are_accounted_for(text: str) -> None:
    assert "unknown             2      2  1,244.50 GBP" in text
    assert "1 list, 5 rows read, 2 used, 3 skipped (" in text
    for reason in ("1 is blank", "1 is a total", "1 names the columns"):
        assert reason in text


def test_what_was_not_read_and_what_is_not_known_is_told(text: str) -> None:
    assert "NOT READ  " in text
    assert "none.csv: is empty" in " ".join(text.split())
    assert "NOTE  no register was given" in text


def test_what_was_not_checked_is_told(tmp_path: Path) -> None:
    asked = rule("AA-02", level="warn", require="!identity.sso_extra_cost", points=5, sign="extra")
    paid = rule(level="warn", require="spend.charges == 0", points=40, sign="it is paid for")
    path = listed(tmp_path, row("Sketchbook"), row("Piktochart"))
    shown = render(reported(path, ready=bench(asked, paid)), Screen())
    assert "not checked, for want of facts, in so many applications: AA-02 (1)" in shown
    assert shown.index("Piktochart") < shown.index("Sketchbook")


def test_what_is_clear_is_counted_and_not_listed(tmp_path: Path) -> None:
    clear = rule(level="warn", require="spend.charges > 0", points=40, sign="it is not paid for")
    shown = render(reported(listed(tmp_path, row("Sketchbook")), ready=bench(clear)), Screen())
    assert shown.startswith("1 application found: 0 bypass IT, 0 likely to")
    assert "Sketchbook" not in shown


def test_many_are_cut_and_counted(tmp_path: Path) -> None:
    report = reported(listed(tmp_path, row("Sketchbook")))
    (only,) = report.applications
    many = tuple(replace(only, name=f"Number {at:03}") for at in range(MOST + 7))
    shown = render(replace(report, applications=many), Screen())
    assert shown.count("Number ") == MOST
    assert "and 7 more: write them with --output csv=audit.csv" in shown


def test_colour_is_only_for_a_screen_that_has_it(tmp_path: Path) -> None:
    report = reported(listed(tmp_path, row("Sketchbook")), ready=PLAIN)
    assert "\x1b" not in render(report, Screen())
    assert "\x1b[31m" in render(report, Screen(colour=True))
    assert max(map(len, render(report, Screen(60)).splitlines())) <= 60


def test_on_a_narrow_screen_no_word_is_broken(tmp_path: Path) -> None:
    report = reported(listed(tmp_path, row("Sketchbook", amount="1234.5")))
    shown = render(report, Screen(width=40))
    assert "    40  Sketchbook Pro\n        unknown, 1,234.50 GBP\n        AA-01\n" in shown
    assert "        list.csv:2\n" in shown
