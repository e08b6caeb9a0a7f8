from dataclasses import replace

import pytest

from guard.bypass import Band
from guard.screen import Screen
from guard.workbench.impact.comparing import Stand
from guard.workbench.impact.views.table import MOST, render
from tests.workbench.impact.views.making import CHANGED, DENY, PERMIT, ledger, made

SCREEN = Screen(100, colour=False)

SHOWN = """\
next.toml (ours 2) against ours 1, as of 2026-11-22
Beside them: core 2026.1

3 rules: 1 same, 1 changed, 1 added, 0 removed, 1 reworded
  AA-01    changed: It is so (block)
           when
             - true
             + data.personal
           sign_off
             - ciso
             + nothing
  AA-02    added: It is otherwise (warn)

Requests that could be (0.5 s)
  AA-01    decided otherwise
           pass -> fail, for a request of 2026-11-22 with
             data.personal = true
             evidence = [{ expires = 2027-01-01 }]
             contract.value.amount = 1.50
           all policies, with these facts alone: refer -> deny
  AA-02    no request is decided otherwise; the rule says otherwise
           pass -> not-applicable, for a request of 2026-11-22 with
             nothing in it
           all policies, with these facts alone: permit -> permit
  AA-04    proved: no request is decided otherwise
  AA-05    not proved, and no request was found: texts in the order of the alphabet

ledger.db: 1 of 4 decisions change (1.2 s)
  not judged: 2, it was erased
        1  permit -> deny
        3  permit -> permit
  because of
        1  AA-01: pass -> fail (block)
  of
        1  no department that is known
  such as
  R-1 Sheets from Acme Ltd: permit -> deny (AA-01)
"""


def test_everything_is_said() -> None:
    assert render(made(), SCREEN) == SHOWN


def test_the_past_is_marked() -> None:
    first = render(made(in_the_past=True), SCREEN).splitlines()[0]
    assert first.endswith("as of 2026-11-22, which is past")


@pytest.mark.parametrize(
    ("after", "says"),
    [
        (replace(PERMIT, band=Band.LOOK), "permit, signs of bypass: clear -> look"),
        (replace(PERMIT, to_sign=("siro",)), "permit, for other reasons"),
        (DENY, "permit -> deny"),
    ],
)
def test_what_moved_is_said_of_each_decision(after: Stand, says: str) -> None:
    found = replace(ledger(1), changed=(replace(CHANGED, after=after),))
    shown = render(replace(made(), compared=(found,)), SCREEN)
    assert f"R-1 Sheets from Acme Ltd: {says} (AA-01)\n" in shown


def test_of_many_decisions_the_first_are_named_and_the_others_counted() -> None:
    shown = render(made(MOST + 5), SCREEN)
    assert shown.count("R-1 Sheets") == MOST
    assert shown.endswith("  and 5 more, which --format json has\n")


def test_a_ledger_without_a_change_says_only_that() -> None:
    shown = render(made(0), SCREEN)
    assert "ledger.db: 0 of 3 decisions change" in shown
    assert "because of" not in shown


def test_where_all_rules_mean_the_same_nothing_was_searched() -> None:
    shown = render(replace(made(), searched=(), compared=()), SCREEN)
    assert shown.endswith("every rule means the same in both.\n")
