from dataclasses import replace
from decimal import Decimal

import pytest

from guard.audit.report import ApplicationAnswer, AuditReport, ListAnswer, Skip, Spent
from guard.audit.wording import (
    Alarm,
    account,
    alarm,
    counts,
    headline,
    mark,
    money,
    of_lists,
    paid,
    sentence,
    skips,
    waived,
    weightiest,
)
from guard.report import SignalAnswer
from tests.outputs.audits import (
    ALL,
    BRICKS,
    BYPASS,
    CLEAR,
    COVERED,
    FORBIDDEN,
    LIKELY,
    LOOK,
    NEW,
    POSSIBLE,
    UNCHECKED,
    UNDECIDED,
    UNTOLD,
    WAIVED,
    WORSE,
    report,
)

REST = " it may not be used as it is (CORE-01); known since 2026-01-01"


@pytest.mark.parametrize(
    ("application", "expected"),
    [
        (BYPASS, Alarm.ERROR),
        (LIKELY, Alarm.WARNING),
        (FORBIDDEN, Alarm.WARNING),
        (LOOK, Alarm.REVIEW),
        (UNDECIDED, Alarm.OPEN),
        (UNCHECKED, Alarm.OPEN),
        (POSSIBLE, Alarm.OPEN),
        (UNTOLD, Alarm.OPEN),
        (CLEAR, Alarm.PASS),
        (WAIVED, Alarm.PASS),
        (BRICKS, None),
    ],
)
def test_how_grave_it_is(application: ApplicationAnswer, expected: Alarm | None) -> None:
    assert alarm(application) is expected


@pytest.mark.parametrize(
    ("application", "expected"),
    [(BYPASS, True), (NEW, True), (WORSE, True), (COVERED, False), (LOOK, False), (BRICKS, False)],
)
def test_what_a_build_stops_at(application: ApplicationAnswer, expected: bool) -> None:
    assert counts(application) is expected


@pytest.mark.parametrize(
    ("application", "expected"),
    [
        (CLEAR, "Mail shows no sign of bypassing IT"),
        (
            replace(CLEAR, not_checked=("SHI-01", "SHI-04")),
            "Mail shows no sign of bypassing IT, as far as could be checked (not: SHI-01, SHI-04)",
        ),
        (LOOK, "Maps is worth a look (15 of 100 points): a card paid (+15)"),
        (UNDECIDED, "Notes shows no sign of bypassing IT; not decided: CORE-01"),
        (UNCHECKED, "Chat could not be checked for bypassing IT; not decided: CORE-01"),
        (WAIVED, "Lab shows no sign of bypassing IT; set aside by waiver: CORE-01"),
        (POSSIBLE, "Perhaps may be software: somebody must look"),
        (UNTOLD, "Who may or may not be software: the lists do not tell"),
        (BRICKS, "Bricks is not software"),
        (
            COVERED,
            "Sheets is likely to bypass IT (30 of 100 points): nobody knows it (+30);" + REST,
        ),
    ],
)
def test_an_application_in_a_sentence(application: ApplicationAnswer, expected: str) -> None:
    assert sentence(application) == expected


def test_what_the_baseline_knows() -> None:
    marks = [mark(each) for each in (BYPASS, NEW, COVERED, WORSE)]
    assert marks == ["", "new", "known since 2026-01-01", "worse than on 2026-01-01: 40 points"]


def test_a_waiver_in_words() -> None:
    assert waived(BYPASS) == []
    assert waived(WAIVED) == [
        (
            "CORE-01: Waived by Ann until 2027-01-31 (in a file, not signed): it is old. "
            "Instead: it is watched"
        )
    ]


@pytest.mark.parametrize(
    ("application", "rule"),
    [
        (BYPASS, "SHI-01"),
        (replace(LOOK, blocking=("CORE-01",)), "CORE-01"),
        (LOOK, "SHI-04"),
        (UNCHECKED, "SHI-04"),
        (UNDECIDED, "CORE-01"),
        (CLEAR, ""),
    ],
)
def test_the_rule_that_stands_for_it(application: ApplicationAnswer, rule: str) -> None:
    assert weightiest(application) == rule


def test_of_signals_that_weigh_the_same_the_first_by_name_stands() -> None:
    signals = tuple(SignalAnswer(rule, "", 10) for rule in ("SPD-07", "SHI-16", "SPD-06"))
    assert weightiest(replace(BYPASS, signals=signals)) == "SHI-16"


def test_what_was_paid() -> None:
    assert paid(BYPASS) == "1,200.50 GBP in 2 lines, 2026-01-05 to 2026-03-05"
    assert paid(replace(BYPASS, spent=(), lines=1, last=BYPASS.first)) == "1 line, on 2026-01-05"
    assert paid(replace(BYPASS, spent=(), first=None, last=None)) == "2 lines"


def test_money_has_its_currency_where_that_is_known() -> None:
    assert (
        money((Spent("", Decimal("-1234.5")), Spent("EUR", Decimal(2)))) == "-1,234.50 + 2.00 EUR"
    )


def test_what_was_found() -> None:
    assert headline(ALL) == "7 applications found: 1 bypasses IT, 1 likely to"
    assert headline(report(BYPASS, BYPASS)) == "2 applications found: 2 bypass IT, 0 likely to"


def test_every_row_is_accounted_for() -> None:
    lists = (
        ListAnswer("a.csv", 5, 3, (Skip("blank", 1), Skip("total", 1)), ()),
        ListAnswer("b.csv", 4, 3, (Skip("blank", 1),), ()),
    )
    said = "2026-11-22: 2 lists, 9 rows read, 6 used"
    assert account(report(lists=lists)) == f"{said}, 3 skipped (2 blank; 1 total)"
    assert account(report(lists=())) == "2026-11-22: 0 lists, 0 rows read, 0 used"


def test_what_was_skipped_has_its_rows() -> None:
    some = (Skip("blank", 9, (2, 5)), Skip("total", 1, (8,)), Skip("remark", 1))
    told = "9 blank (rows 2, 5, …); 1 total (row 8); 1 remark"
    assert skips(ListAnswer("a.csv", 20, 9, some, ())) == told


def test_what_was_decided_of_lists_is_told_of_each_or_counted() -> None:
    def lists(number: int) -> AuditReport:
        notes = (f"{number} rows have no date", "read as cp1252")
        return report(lists=(ListAnswer("in/a.csv", 1, 1, (), notes),) * number)

    assert list(of_lists(lists(1))) == ["a.csv: 1 rows have no date", "a.csv: read as cp1252"]
    assert list(of_lists(lists(4))) == [
        "some rows have no date (in 4 lists)",
        "read as cp1252 (in 4 lists)",
    ]


def test_of_many_notes_the_commonest_are_told() -> None:
    lists = tuple(ListAnswer(f"{at}.csv", 1, 1, (), (f"note {at}",)) for at in range(10))
    *_, last = of_lists(report(lists=lists))
    assert last.startswith("2 more notes on lists")
