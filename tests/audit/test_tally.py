import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest

from guard.audit.tally import Tally
from guard.catalogue.recognition import Recogniser
from guard.errors import Fault, GuardError
from guard.spend.line import Chunk, Kind, Line
from tests.auditing import GROUNDS, RECOGNISER, amounts, chunks, tally
from tests.catalogue.making import card, catalogue, entry, paid


def lines(count: int) -> list[Line]:
    """Lines of three suppliers in turn, some of them alike in all but their row."""
    names = ("Sketchbook", "Oak Ltd", "Softcat")
    return [
        paid(names[at % 3], row=at, amount=Decimal(at), date=dt.date(2026, 1, 1 + at % 2))
        for at in range(count)
    ]


def test_how_many_lines_are_held_at_a_time_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tally(lines(20)).uses
    monkeypatch.setattr("guard.audit.tally.TOLD", 1)
    for held in (1, 3, 19):
        monkeypatch.setattr("guard.audit.tally.HELD", held)
        assert tally(lines(20)).uses == whole


def test_no_more_lines_are_held_than_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guard.audit.tally.TOLD", 1)
    monkeypatch.setattr("guard.audit.tally.HELD", 4)
    made = Tally(RECOGNISER)
    most = 0

    def look(_count: int) -> None:
        nonlocal most
        most = max(most, sum(map(len, made._held.values())))

    made.add(chunks(lines(50), 1), look)
    assert most == 4


def test_what_is_remembered_bounds_memory_and_not_the_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = tally(lines(20)).uses
    monkeypatch.setattr("guard.audit.tally.REMEMBERED", 1)
    made = tally(lines(20))
    assert made.uses == whole
    assert (len(made._places), len(made._parties)) == (1, 1)


def test_lines_before_a_fault_count() -> None:
    def failing() -> Iterator[Chunk]:
        yield from chunks(lines(3))
        raise GuardError(Fault("the file ends here", "mend it"))

    made = Tally(RECOGNISER)
    told: list[int] = []
    with pytest.raises(GuardError):
        made.add(failing(), told.append)
    made.add(chunks(lines(2)), told.append)
    assert (made.lines, told) == (5, [3, 5])
    assert sum(use.lines for use in made.uses.values()) == 5


def test_lists_are_added_up_together() -> None:
    made = Tally(RECOGNISER)
    made.add(chunks([paid("Oak Ltd", amount=Decimal(1), date=dt.date(2026, 1, 1))]))
    made.add(chunks([card("OAK", amount=Decimal(2), date=dt.date(2026, 3, 1))]))
    (use,) = made.uses.values()
    assert amounts(use) == {"": "3"}
    assert (made.days, set(made.kinds)) == (59, {Kind.PAYMENT, Kind.CARD})
    made.add(chunks([paid("Oak Ltd", amount=Decimal(4))]))
    assert amounts(use) == {"": "3"}
    assert amounts(next(iter(made.uses.values()))) == {"": "7"}


def test_a_name_that_went_from_one_to_another_is_told_apart_by_the_day() -> None:
    day = dt.date(2020, 12, 31)
    first = entry("First", dated_aliases=[{"name": "Shared", "until": day}])
    second = entry("Second", dated_aliases=[{"name": "Shared", "since": day + dt.timedelta(1)}])
    made = Tally(Recogniser(catalogue(first, second), GROUNDS))
    days = (day, dt.date(2022, 1, 1), None)
    made.add(chunks(paid("Shared", date=each) for each in days))
    assert {use.name: use.lines for use in made.uses.values()} == {
        "First": 1, "Second": 1, "Shared": 1,
    }  # fmt: skip
