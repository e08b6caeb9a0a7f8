import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from guard.bypass import Band
from guard.formats.table import GATE, NARROWEST, render
from guard.screen import Screen
from tests.formats.reports import DENY, PERMIT, REFER, TEXTS, hostile, is_harmless

SCREEN = Screen(72)


def test_permit() -> None:
    assert (
        render([PERMIT], SCREEN)
        == """\
“Forms” from Acme Ltd may be bought.
No sign that this bypasses IT (1 of 1 signals checked)
It is on the IT register.

What to do next
  1. Seal the approval: guard approve request.json --role ROLE --key
     FILE

2026-11-22: 5 rules: 4 passed, 0 failed, 0 undecided, 0 not applicable,
1 not yet in force (ours 1)
"""
    )


def test_refer() -> None:
    assert (
        render([REFER], SCREEN)
        == """\
“Farms” from Acme Ltd may not be bought yet: 1 answer is missing and 1
person must sign.
Bypass of IT was not checked (0 of 1 signals checked)
It is not on the IT register.

What is missing, and who can say
  You, who ask for it
    - Will it hold or see information about people?
      write data.personal = true or false, without quotation marks
      for AA-01
  Only warnings wait for 1 other answer; see which: guard policy
  questions request.json

Who must sign
  The chief information security officer (CISO) has not signed yet,
  because of:
    AA-02  not met: What AA-02 asks

Warnings
  AA-03  What AA-03 asks
    Seen: data.large_scale is yes (request)
    Why:  Because.
    Next: Do it.
    From: A source (law; checked in the source itself, 2026-01-01)

What to do next
  1. Get the missing answers from: you, who ask for it (1). Write
     them into request.json.
  2. Then run: guard check request.json
  3. Ask the chief information security officer (CISO) to sign: guard
     approve request.json --role ciso --key THEIR-KEY

0 of 1 signals of bypass checked; not checked: AA-05
2026-11-22: 5 rules: 0 passed, 2 failed, 2 undecided, 0 not applicable,
1 not yet in force (ours 1)
"""
    )


def test_deny() -> None:
    assert (
        render([DENY], SCREEN)
        == """\
LIKELY TO BYPASS IT (40 of 100 points): it was found in use +40
“Sheets” from Acme Ltd may not be bought: 1 requirement is not met.
It is not on the IT register.

What stands in the way
  AA-01  No information about people
    Seen: data.personal is yes (request)
    Why:  Because.
    Next: Do it.
    From: A source (law; checked in the source itself, 2026-01-01)

Only warnings wait for 1 other answer; see which: guard policy questions
request.json

Warnings
  AA-05  What AA-05 asks
    Seen: it_management.in_use is yes (request)
    Why:  Because.
    Next: Do it.
    From: A source (law; checked in the source itself, 2026-01-01)

Not required yet, but soon
  AA-04  from 2027-01-01: What AA-04 asks

What to do next
  1. Do it. (AA-01)
  2. Then run: guard check request.json

2026-11-22: 5 rules: 1 passed, 2 failed, 1 undecided, 0 not applicable,
1 not yet in force (ours 1)
"""
    )


@pytest.mark.parametrize(
    ("band", "first"),
    [
        (Band.BYPASS, "BYPASSES IT"),
        (Band.LIKELY, "LIKELY TO BYPASS IT"),
        (Band.LOOK, "“Sheets”"),
        (Band.CLEAR, "“Sheets”"),
        (Band.NOT_CHECKED, "“Sheets”"),
    ],
)
def test_bypass_speaks_first_when_it_is_likely(band: Band, first: str) -> None:
    report = dataclasses.replace(DENY, bypass=dataclasses.replace(DENY.bypass, band=band))
    assert render([report], SCREEN).startswith(first)


def test_only_the_first_questions_are_shown_at_once() -> None:
    (fact,) = REFER.missing[:1]
    many = tuple(dataclasses.replace(fact, question=f"Q{n}?") for n in range(GATE + 2))
    written = render([dataclasses.replace(REFER, missing=many, file="my request.toml")], SCREEN)
    assert f"Q{GATE - 1}?" in written
    assert f"Q{GATE}?" not in written
    assert "and 2 more questions" in written
    assert "guard check 'my request.toml' --format markdown" in written


def test_reports_are_set_apart_by_a_line() -> None:
    assert "\n" + "─" * 72 + "\n" in render([PERMIT, DENY], SCREEN)
    assert render([], SCREEN) == ""


def test_colours_are_shown_only_where_there_are_any() -> None:
    assert "\x1b[1;32m" in render([PERMIT], Screen(72, colour=True))
    assert "\x1b" not in render([PERMIT], SCREEN)


def test_markup_in_a_name_is_literal() -> None:
    written = render([hostile(":smile: [bold]x", "Acme [/] Ltd")], SCREEN)
    assert written.startswith("“:smile: [bold]x” from Acme [/] Ltd may not")


def test_a_very_long_name_is_cut() -> None:
    assert len(render([hostile("x" * 2**20, "y" * 2**20)], SCREEN)) < 10_000


@given(TEXTS, TEXTS, st.integers(0, 120))
def test_no_name_does_harm(name: str, supplier: str, width: int) -> None:
    written = render([hostile(name, supplier)], Screen(width))
    assert is_harmless(written)
    assert all(cell_len(line) <= max(width, NARROWEST) for line in written.splitlines())
