from dataclasses import replace

from guard.audit.report import Part
from guard.page.pictures import pictures
from tests.page.audits import application, few, pounds, report, undecided
from tests.page.reading import Element, read, texts


def charts(html: str) -> dict[str, Element]:
    """The charts of a page by their name."""
    return {
        each.attributes["data-chart"] or "": each
        for each in read(html)
        if "data-chart" in each.attributes
    }


def test_there_are_four_charts_and_each_has_a_heading() -> None:
    html = pictures(few())
    assert texts(html, "h3") == ["By state", "By sign of bypassing IT", "By department", "By month"]
    assert set(charts(html)) == {"state", "signal", "area", "month-spent", "month-count", "month"}


def test_signs_are_counted_with_what_was_spent_most_often_first() -> None:
    told = charts(pictures(few()))["signal"].text
    often = "it is not on the IT registerSHI-01 · 30 points21,119.50 GBP"
    seldom = "it is paid for by cardSHI-04 · 15 points1999.00 GBP"
    assert told.endswith(often + seldom)


def test_a_department_that_is_not_named_is_told_as_that() -> None:
    assert "not said in the lists150.00 GBP" in charts(pictures(few()))["area"].text


def test_lists_without_departments_months_or_software_have_no_such_charts() -> None:
    nowhere = (Part("", 1, pounds("1")),)
    assert set(charts(pictures(report(undecided("A"), areas=nowhere, months=nowhere)))) == {"state"}


def test_months_without_an_amount_are_counted_all_the_same() -> None:
    free = (Part("2026-01", 1, ()), Part("", 2, ()))
    found = charts(pictures(replace(few(), months=free)))
    assert "month-spent" not in found
    assert found["month-count"].attributes["aria-label"] == (
        "Applications paid for, month by month. The highest: 1 in January 2026."
    )
    assert "not said in the lists" in found["month"].text


def test_bars_in_one_of_several_currencies_say_which() -> None:
    euros = application("A", spent=pounds("70", "EUR"))
    one = report(euros)
    told = replace(few(), states=(*few().states, *one.states))
    assert "Bars show amounts in GBP; the figures beside them, all amounts." in pictures(told)


def test_amounts_without_a_currency_say_so() -> None:
    bare = report(application("A", spent=pounds("70", "")))
    assert "which name no currency" in pictures(bare)
