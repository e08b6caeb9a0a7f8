import re
from dataclasses import replace

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from guard.audit.report import AuditReport
from guard.outputs import markdown
from guard.outputs.markdown import render
from guard.screen import Screen
from tests.formats.reports import is_harmless
from tests.outputs.audits import (
    ALL,
    BRICKS,
    BYPASS,
    CLEAR,
    COVERED,
    GONE,
    LIKELY,
    TEXTS,
    WAIVED,
    answer,
    hostile,
    report,
)

PAGE = """\
# Applications that bypass IT

**2 applications found: 1 bypasses IT, 1 likely to.**

| state | applications | lines | spent |
|---|--:|--:|--:|
| unmanaged | 2 | 4 | 2,400.00 GBP |
| not-software | 1 | 2 | 1,200.00 GBP |

## What to look at, gravest first

| points | application | supplier | IT | spent | departments | since | signals |
|--:|---|---|---|--:|--:|---|---|
| 45 | Forms | Forms Ltd | bypasses IT | 1,200.50 GBP | 2 | 2026-01-05 | SHI-04 SHI-01 |
| 30 | Sheets | Sheets Ltd | likely to | 1,200.50 GBP | 2 | 2026-01-05 | SHI-01 |

## What the signals mean, and what clears them

| signal | points | found | what was seen | what to do |
|---|--:|--:|---|---|
| SHI-01 | 30 | 2 | nobody knows it | Tell IT. |
| SHI-04 | 15 | 1 | a card paid | Pay by order. |

## How it was found

2026-11-22: 1 list, 10 rows read, 8 used, 2 skipped (2 names the columns). guard VERSION, \
IT register: register.csv.

| policy | version | SHA-256 |
|---|---|---|
| ours | 1 | DIGEST |
"""
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TEXTUAL = {"text", "text_special", "softbreak"}


def page(of: AuditReport) -> str:
    return render(of, Screen())


def test_the_page() -> None:
    written = page(report(BYPASS, LIKELY, BRICKS))
    (policy,) = ALL.policies
    expected = PAGE.replace("VERSION", ALL.guard).replace("DIGEST", policy.sha256)
    assert written == expected


def test_nothing_to_look_at_is_said() -> None:
    written = page(report(CLEAR))
    assert "1 application found: 0 bypass IT, 0 likely to" in written
    assert "What to look at" not in written


def test_no_register_is_said() -> None:
    assert "with no IT register" in page(report(CLEAR, register=""))


def test_what_is_left_out_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "MOST", 1)
    written = page(report(BYPASS, LIKELY))
    assert "| Sheets |" not in written
    assert "and 1 more: write them with `--output xlsx=audit.xlsx`" in written


def test_what_was_set_aside_is_told() -> None:
    of = report(WAIVED, COVERED, notes=("A note",), baseline="base.json", gone=(GONE,))
    written = page(of)
    waived = (
        "- Lab: CORE-01: Waived by Ann until 2027-01-31 (in a file, not signed): it is old. "
        "Instead: it is watched\n"
    )
    assert f"## Set aside by waiver\n\n{waived}" in written
    assert "likely to, known since 2026-01-01" in written
    assert "## To note\n\n- A note\n" in written
    assert "- gone: Fax (unmanaged, since 2026-02-01)\n" in written


def test_lists_that_were_not_read_are_named() -> None:
    assert "## Lists that were not read\n\n- x.csv: is empty\n" in page(
        replace(ALL, unread=("x.csv: is empty",))
    )


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("WWW.SHOP.EXAMPLE", "WWW<!-- -->.SHOP.EXAMPLE"),
        ("https://shop.example", "https:<!-- -->//shop.example"),
        ("me@shop.example", "me@<!-- -->shop.example"),
        ("a|b", "a\\|b"),
        ("<b>&amp;", "\\<b\\>\\&amp;"),
        ("123-Reg", "123-Reg"),
        ("- x", "\\- x"),
        ("1. x", "1\\. x"),
    ],
)
def test_names_stay_text(name: str, written: str) -> None:
    assert f"| {written} |" in page(report(answer(name)))


def _leaves(tokens: list[Token]) -> list[Token]:
    return [
        leaf
        for token in tokens
        for leaf in (_leaves(token.children) if token.children else [token])
    ]


@given(TEXTS, TEXTS, TEXTS)
def test_no_name_does_harm(name: str, supplier: str, area: str) -> None:
    of = hostile(name, supplier, area)
    written = page(of)
    assert is_harmless(written)
    tokens = READER.parse(written)
    kinds = {token.type for token in _leaves(tokens)}
    assert not kinds & {"image", "link_open", "code_inline", "html_block", "s_open", "em_open"}
    assert {t.content for t in _leaves(tokens) if t.type == "html_inline"} <= {"<!-- -->"}
    assert not re.search(r"(?i)www\.|://|@\w", written)
    rows = [token for token in tokens if token.type == "tr_open"]
    assert len(rows) == 2 + 2 + 2 + 2 + 1  # states, applications, signals and policies, with heads
    told = [
        "".join(t.content for t in token.children or () if t.type in TEXTUAL) for token in tokens
    ]
    assert " ".join(of.findings[0].name.split()) in [" ".join(each.split()) for each in told]
