from pathlib import Path

import pytest

from guard.decision import Verdict
from guard.errors import GuardError
from guard.settings import Settings, load
from guard.workbench.impact.comparing import Compared
from tests.auditing import HEADER, listed, row
from tests.making import rule
from tests.office import Office, small
from tests.workbench.impact.making import asked

ROWS = (
    row("Zoom Video Communications", "2026-01-05", 40, "Parks"),
    row("Zoom Video Communications", "2026-02-05", 40, "Parks"),
    row("A. Baker, butcher", "2026-02-06", 12, "Schools"),
)


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    small(tmp_path)
    monkeypatch.chdir(tmp_path)
    return load(None, tmp_path)


def over(settings: Settings, *rules: str) -> Compared:
    """What a list makes of these rules instead of those of the small policy."""
    text = Path("policies/small.toml").read_text("utf-8").split("[[rule]]")[0]
    Path("next.toml").write_text(text + "\n".join(rules))
    path = listed(settings.folder, *ROWS, header=HEADER)
    return asked("small", "next.toml", settings, path).compared[-1]


def test_each_application_of_a_list_is_a_case(chosen: Settings) -> None:
    found = over(chosen, rule("SML-01", require="spend.charges == 0"))
    (changed,) = found.changed
    assert found.cases == 1
    assert (changed.request, changed.application, changed.department) == ("", "Zoom", "Parks")
    assert (changed.before.verdict, changed.after.verdict) == (Verdict.REFER, Verdict.DENY)


def test_signals_of_whole_lists_apply_on_both_sides(chosen: Settings) -> None:
    found = over(chosen, rule("SML-01", require="spend.charges == 0", points=60, sign="it is so"))
    (changed,) = found.changed
    assert changed.before.band != changed.after.band


def test_what_cannot_be_read_is_told(chosen: Settings) -> None:
    Path("odd.csv").write_text("Colour,Taste\nred,sweet\n")
    with pytest.raises(GuardError):
        asked("small", "small", chosen, "odd.csv")


def test_the_ledger_comes_first_and_then_the_lists(office: Office) -> None:
    path = listed(office.folder, *ROWS, header=HEADER)
    found = asked("small", "small", load(None, office.folder), path)
    assert [each.source for each in found.compared] == ["ledger.db", path]
