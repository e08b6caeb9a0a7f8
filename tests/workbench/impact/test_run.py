import datetime as dt

import pytest

from guard.errors import GuardError
from guard.workbench.impact.run import Impact, Question, impact, unproved
from guard.workbench.impact.witness import Answer, Searched
from tests.making import TODAY, told
from tests.workbench.impact.making import LONE, asked

YESTERDAY = TODAY - dt.timedelta(days=1)


def of(*answers: Answer) -> Impact:
    """An impact with these answers about rules."""
    found = tuple(Searched(f"AA-0{n}", answer) for n, answer in enumerate(answers))
    return Impact("new", "old", (), TODAY, False, (), found, (), 0.0)


def test_a_version_against_itself_changes_nothing() -> None:
    found = asked("core", "core")
    assert (found.new, found.old, found.beside) == ("core 2026.1", "core 2026.1", ())
    assert (found.searched, found.compared) == ((), ())
    assert not found.changes_decisions
    unproved(found)


def test_the_past_is_refused_unless_allowed_and_then_marked() -> None:
    past = Question("core", "core", TODAY, YESTERDAY)
    assert "2026-11-21 is past" in told(lambda: impact(past, LONE, lambda: 0.0))
    allowed = Question("core", "core", TODAY, YESTERDAY, allow_past=True)
    found = impact(allowed, LONE, lambda: 0.0)
    assert (found.as_of, found.in_the_past) == (YESTERDAY, True)


@pytest.mark.parametrize("day", [None, TODAY, TODAY + dt.timedelta(days=1)])
def test_today_and_later_days_need_no_leave(day: dt.date | None) -> None:
    found = impact(Question("core", "core", TODAY, day), LONE, lambda: 0.0)
    assert (found.as_of, found.in_the_past) == (day or TODAY, False)


@pytest.mark.parametrize(
    ("answers", "changes"),
    [
        ((Answer.THE_SAME, Answer.DECIDED_OTHERWISE), True),
        ((Answer.THE_SAME, Answer.SAID_OTHERWISE, Answer.NOT_PROVED), False),
    ],
)
def test_a_request_that_is_found_is_a_decision_that_changes(
    answers: tuple[Answer, ...], changes: bool
) -> None:
    assert of(*answers).changes_decisions is changes


def test_what_is_not_proved_is_not_called_harmless() -> None:
    with pytest.raises(GuardError, match="AA-01"):
        unproved(of(Answer.THE_SAME, Answer.NOT_PROVED))
    unproved(of(Answer.DECIDED_OTHERWISE, Answer.NOT_PROVED))
    unproved(of(Answer.THE_SAME, Answer.SAID_OTHERWISE))


def test_other_policies_in_use_are_named_when_both_apply_them() -> None:
    found = asked("shadow-it", "core")
    assert found.beside == ()
    assert {each.kind.value for each in found.rules} == {"added", "removed"}
