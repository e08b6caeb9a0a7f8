import re
from dataclasses import replace

from hypothesis import given

from guard.audit.report import AuditReport
from guard.outputs.github import render
from guard.screen import Screen
from tests.formats.reports import is_harmless
from tests.outputs.audits import (
    ALL,
    BYPASS,
    CLEAR,
    COVERED,
    GONE,
    LIKELY,
    LOOK,
    TEXTS,
    WAIVED,
    hostile,
    report,
)

LINE = re.compile(r"::(error|warning|notice) ((?:[a-z]+=[^,:]*,?)+)::(.*)")


def commands(of: AuditReport) -> list[str]:
    return [line.partition(" ")[0].removeprefix("::") for line in lines(of)]


def lines(of: AuditReport) -> list[str]:
    return render(of, Screen()).splitlines()


def test_an_annotation_stands_at_the_line_of_the_list() -> None:
    first, last = lines(report(BYPASS))
    assert first == (
        "::error file=lists/may 2026.csv,line=7,title=Forms::Forms bypasses IT (45 of 100 points): "
        "a card paid (+15), nobody knows it (+30); it may not be used as it is (CORE-01). "
        "1,200.50 GBP in 2 lines, 2026-01-05 to 2026-03-05. Next: Pay by order."
    )
    assert last == (
        "::notice title=guard audit::1 application found: 1 bypasses IT, 0 likely to. "
        "2026-11-22: 1 list, 10 rows read, 8 used, 2 skipped (2 names the columns)"
    )


def test_the_gravest_come_first() -> None:
    of = replace(ALL, unread=("x.csv: is empty",))
    assert commands(of) == ["error", "error", "warning", "warning", "notice", "notice"]


def test_what_a_waiver_or_the_baseline_lets_pass_is_a_notice() -> None:
    of = report(WAIVED, COVERED, CLEAR, notes=("A note",), baseline="base.json", gone=(GONE,))
    assert commands(of) == ["notice"] * 5
    assert "known since 2026-01-01" in render(of, Screen())
    assert "1 gone" in render(of, Screen())


def test_nothing_found_is_told_too() -> None:
    assert commands(report()) == ["notice"]


def test_what_a_command_would_end_at_is_escaped() -> None:
    (place, *_) = LIKELY.places
    odd = replace(LIKELY, name="a:b,c%", places=(replace(place, file="C:\\x,y.csv"),))
    first, *_ = lines(report(odd))
    assert first.startswith(
        "::warning file=C%3A\\x%2Cy.csv,line=7,title=a%3Ab%2Cc%25::a:b,c%25 is likely"
    )


def test_small_signs_are_a_notice() -> None:
    assert commands(report(LOOK)) == ["notice", "notice"]


@given(TEXTS, TEXTS, TEXTS)
def test_no_name_does_harm(name: str, supplier: str, area: str) -> None:
    written = render(hostile(name, supplier, area), Screen())
    assert is_harmless(written)
    assert all(LINE.fullmatch(line) for line in written.removesuffix("\n").split("\n"))
