import datetime as dt

import pytest

from guard import terminal
from guard.errors import GuardError


@pytest.mark.parametrize("text", ["22/11/2026", "2026-02-30", "today", "2026-11-22T00:00", "\x1b"])
def test_what_is_no_date_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(GuardError) as caught:
        terminal.a_date(text, "--until")
    (fault,) = caught.value.faults
    assert "--until 2026-11-22" in fault.remedy
    assert fault.what.isprintable()


def test_a_date_is_read_and_may_be_left_out() -> None:
    assert terminal.a_date("2026-11-22", "--on") == dt.date(2026, 11, 22)
    assert terminal.a_date("", "--on") is None


def test_now_is_in_utc_to_the_second() -> None:
    now = terminal.now()
    assert now.utcoffset() == dt.timedelta(0)
    assert now.microsecond == 0


def test_today_is_the_date_of_now_unless_one_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    late = dt.datetime(2026, 12, 31, 23, 59, tzinfo=dt.UTC)
    monkeypatch.setattr(terminal, "now", lambda: late)
    assert terminal.today("") == dt.date(2026, 12, 31)
    assert terminal.today("2020-01-01") == dt.date(2020, 1, 1)


@pytest.mark.parametrize(
    ("no_color", "tty", "colour"), [("", True, True), ("1", True, False), ("", False, False)]
)
def test_colour_is_for_terminals_of_those_who_want_it(
    monkeypatch: pytest.MonkeyPatch, no_color: str, tty: bool, colour: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setattr("sys.stdout.isatty", lambda: tty)
    assert terminal.screen().colour is colour


@pytest.mark.parametrize(("columns", "width"), [("60", 60), ("300", 110)])
def test_lines_are_as_wide_as_can_be_read(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert terminal.screen().width == width
