import pytest

from guard.page import findings
from tests.page.audits import application, few, many, report, undecided
from tests.page.reading import read, texts


def test_each_application_stands_there_with_its_answer() -> None:
    head, boards, *others = texts(findings.table(few()), "tr")
    assert head == "ApplicationStateBypass of ITSpentLinesLast seen"
    assert boards.startswith("Example BoardsBoards LtdSHI-01, SHI-04Why")
    assert boards.endswith("unmanaged75bypasses IT999.00 GBP35 March 2026")
    assert len(others) == 2


def test_why_tells_the_sign_the_place_and_what_clears_it() -> None:
    why = texts(findings.table(report(application("A"))), "details")[0]
    assert "30 points: it is not on the IT register (SHI-01). Ask IT to enter it." in why
    assert "Seen at spend.csv:7 and 2 more lines." in why
    assert "Departments: Parks." in why


def test_what_the_lists_do_not_say_is_told_as_that() -> None:
    html = findings.table(report(application("A", areas=(), last=None, spent=(), lines=1)))
    assert "Departments: not said in the lists." in texts(html, "p")
    assert "Seen at spend.csv:7." in texts(html, "p")


def test_the_choices_are_those_that_the_audit_has() -> None:
    assert texts(findings.table(few()), "option") == [
        "software, any state (3)",
        "managed (1)",
        "unmanaged (2)",
        "unknown (1)",
        "everything (4)",
        "any",
        "bypasses IT (1)",
        "likely to bypass (1)",
        "no sign found (1)",
    ]


def test_the_controls_wait_for_the_script() -> None:
    (form,) = (each for each in read(findings.table(few())) if each.name == "form")
    assert "hidden" in form.attributes


def test_of_very_many_the_first_are_written_and_the_number_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(findings, "MOST", 3)
    html = findings.table(many(100))
    assert len(texts(html, "tr")) == 4
    assert "The first 3 of 10 that are software." in html
    assert "All 0 that are software." in findings.table(report(undecided("A")))
