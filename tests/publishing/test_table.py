from guard.publishing.table import render
from guard.screen import Screen
from tests.publishing.registers import entry, few, register


def test_one_application_stands_below_the_other() -> None:
    told = render(few(), Screen(140))
    assert "Treeline Surveys" in told
    assert "open: Switch on MFA for everyone (was due 2026-11-19)" in told
    assert "waived: CORE-11 until 2026-12-12" in told
    assert "emergency use: to be reviewed by 2026-12-12" in told
    assert told.endswith("on 2026-11-22.\n")


def test_without_a_name_it_is_called_by_its_request() -> None:
    assert "R-1" in render(register(entry(application="")), Screen())


def test_a_price_is_shown_where_it_was_asked_for() -> None:
    assert "value: 480 GBP" in render(register(entry(value="480 GBP")), Screen(140))
    assert "value" not in render(few(), Screen(140))


def test_an_empty_register_says_so() -> None:
    told = render(register(), Screen())
    assert told == "Nothing is in force; from 9 records of the ledger, on 2026-11-22.\n"
