from dataclasses import replace

from guard.history.standing import Standing
from guard.overview import told
from guard.overview.published import Approver, OpenCondition, WaivedRule
from tests.making import TODAY
from tests.publishing.registers import few, register


def test_every_standing_has_words() -> None:
    assert set(told.STANDING) == set(Standing)
    assert len(set(told.STANDING.values())) == len(Standing)


def test_who_approved_is_a_role_and_a_name_only_if_there_is_one() -> None:
    assert told.approver(Approver("head-of-it", TODAY, 0, "")) == "head of IT, 2026-11-22"
    assert told.approver(Approver("siro", TODAY, 0, "kim@x")).endswith(", 2026-11-22 (kim@x)")


def test_a_condition_says_when_and_perhaps_who() -> None:
    assert told.condition(OpenCondition("MFA", TODAY, False, "")) == "MFA (due 2026-11-22)"
    assert told.condition(OpenCondition("MFA", TODAY, True, "it")) == "MFA (it, was due 2026-11-22)"


def test_a_waiver_says_until_when() -> None:
    assert told.waiver(WaivedRule("CORE-11", TODAY, 4)) == "CORE-11 until 2026-11-22"


def test_the_summary_counts() -> None:
    assert told.summary(few()) == (
        "3 applications, 1 with conditions overdue, 1 in emergency use; "
        "from 9 records of the ledger, on 2026-11-22."
    )
    assert told.summary(register()).startswith("Nothing is in force; from 9 records")


def test_the_summary_counts_what_does_not_count() -> None:
    one, two = (told.summary(replace(few(), uncounted=number)) for number in (1, 2))
    assert one.endswith("on 2026-11-22; 1 of them does not count.")
    assert two.endswith("on 2026-11-22; 2 of them do not count.")
