from hypothesis import given

from guard.formats.markdown import render
from guard.screen import Screen
from tests.formats.reports import DENY, DIGEST, PERMIT, REFER, TEXTS, hostile, is_harmless

POLICIES = f"""
| policy | version | SHA-256 |
|---|---|---|
| ours | 1 | `{DIGEST}` |
"""


def test_permit() -> None:
    assert render([PERMIT], Screen()) == (
        """\
# “Forms” from Acme Ltd may be bought.

No sign that this bypasses IT (1 of 1 signals checked)

It is on the IT register.

## What to do next

1. Seal the approval: guard approve request.json --role ROLE --key FILE

2026-11-22: 5 rules: 4 passed, 0 failed, 0 undecided, 0 not applicable, 1 not yet in force.
"""
        + POLICIES
    )


def test_refer() -> None:
    assert render([REFER], Screen()) == (
        """\
# “Farms” from Acme Ltd may not be bought yet: 1 answer is missing and 1 person must sign.

Bypass of IT was not checked (0 of 1 signals checked)

It is not on the IT register.

## What is missing, and who can say

### You, who ask for it

- [ ] Will it hold or see information about people? (write data.personal = true or false, without quotation marks; for AA-01)

Only warnings wait for 1 other answer; see which: guard policy questions request.json

## Who must sign

- [ ] The chief information security officer (CISO) has not signed yet (AA-02)

## Warnings

### AA-03: What AA-03 asks

- Seen: data.large\\_scale is yes (request)
- Why: Because.
- Next: Do it.
- From: A source (law; checked in the source itself, 2026-01-01)

## What to do next

1. Get the missing answers from: you, who ask for it (1). Write them into request.json.
2. Then run: guard check request.json
3. Ask the chief information security officer (CISO) to sign: guard approve request.json"""
        """ --role ciso --key THEIR-KEY

2026-11-22: 5 rules: 0 passed, 2 failed, 2 undecided, 0 not applicable, 1 not yet in force."""
        """ 0 of 1 signals of bypass checked; not checked: AA-05
""" + POLICIES
    )


def test_deny() -> None:
    assert render([DENY], Screen()) == (
        """\
# “Sheets” from Acme Ltd may not be bought: 1 requirement is not met.

**LIKELY TO BYPASS IT (40 of 100 points): it was found in use +40**

It is not on the IT register.

## What stands in the way

### AA-01: No information about people

- Seen: data.personal is yes (request)
- Why: Because.
- Next: Do it.
- From: A source (law; checked in the source itself, 2026-01-01)

Only warnings wait for 1 other answer; see which: guard policy questions request.json

## Warnings

### AA-05: What AA-05 asks

- Seen: it\\_management.in\\_use is yes (request)
- Why: Because.
- Next: Do it.
- From: A source (law; checked in the source itself, 2026-01-01)

## Not required yet, but soon

- AA-04, from 2027-01-01: What AA-04 asks

## What to do next

1. Do it. (AA-01)
2. Then run: guard check request.json

2026-11-22: 5 rules: 1 passed, 2 failed, 1 undecided, 0 not applicable, 1 not yet in force.
"""
        + POLICIES
    )


def test_reports_follow_one_another() -> None:
    assert render([PERMIT, DENY], Screen()).count("\n---\n\n# ") == 1
    assert render([], Screen()) == ""


def test_markup_in_a_name_is_literal() -> None:
    written = render([hostile("<script>[x](y)|`*_#", "Acme [/] Ltd")], Screen())
    assert "# “\\<script\\>\\[x\\](y)\\|\\`\\*\\_\\#” from Acme \\[/\\] Ltd may not" in written


@given(TEXTS, TEXTS)
def test_no_name_does_harm(name: str, supplier: str) -> None:
    assert is_harmless(render([hostile(name, supplier)], Screen()))
