from decimal import Decimal

import pytest

from guard.audit.report import Spent
from guard.bypass import Band
from guard.catalogue.grounds import Nature
from guard.decision import Verdict
from guard.gather import State
from guard.page import said
from tests.page.audits import application, few, pounds, report


def test_every_answer_has_its_words() -> None:
    assert set(said.BAND) == set(Band)
    assert set(said.STATE) == set(State)
    assert set(said.NATURE) == set(Nature)
    assert set(said.VERDICT) == set(Verdict)


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1 list"), (0, "0 lists"), (1200, "1,200 lists")]
)
def test_numbers_are_told_with_their_noun(number: int, words: str) -> None:
    assert said.several(number, "list") == words


def test_a_noun_may_have_a_plural_of_its_own() -> None:
    assert said.several(2, "body", "bodies") == "2 bodies"


def test_money_names_its_currency_where_there_is_one() -> None:
    assert said.money((*pounds("1234.5"), *pounds("-2", ""))) == "1,234.50 GBP + -2.00"
    assert said.money(()) == said.NOTHING


def test_months_are_told_in_words() -> None:
    assert said.month("2026-11") == "November 2026"
    assert said.month("") == said.UNSAID


def test_charts_are_drawn_in_the_currency_of_most_applications() -> None:
    euros = [application(name, spent=pounds("1", "EUR")) for name in "AB"]
    assert said.main_currency(report(*euros, application("C"))) == "EUR"
    assert said.main_currency(few()) == "GBP"
    assert said.main_currency(report()) == ""


def test_amounts_are_summed_by_currency() -> None:
    both = (*pounds("1", "EUR"), *pounds("2"))
    assert said.summed([both, pounds("3")]) == (
        Spent("EUR", Decimal(1)),
        Spent("GBP", Decimal(5)),
    )
    assert said.in_currency(both, "GBP") == 2
    assert said.in_currency(both, "USD") == 0


@pytest.mark.parametrize(
    ("files", "short"),
    [
        (["/a/b/x.csv", "/a/c/x.csv"], ["b/x.csv", "c/x.csv"]),
        (["/a/b/x.csv"], ["x.csv"]),
        (["x.csv", "b/x.csv"], ["x.csv", "b/x.csv"]),
        (["-"], ["-"]),
        ([], []),
    ],
)
def test_folders_that_all_files_share_are_left_out(files: list[str], short: list[str]) -> None:
    assert list(said.shortened(files).values()) == short
