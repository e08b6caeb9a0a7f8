from dataclasses import replace

import pytest

from guard.bypass import Band
from guard.page import summary
from tests.page.audits import application, few, report, undecided
from tests.page.reading import texts

NOTHING = "No software was recognised in these lists. That is not yet a clean bill."


@pytest.mark.parametrize(
    ("bands", "words"),
    [
        ([], NOTHING),
        ([Band.BYPASS], "1 application is paid for or in use: 1 bypasses IT."),
        (
            [Band.BYPASS, Band.BYPASS, Band.LIKELY],
            "3 applications are paid for or in use: 2 bypass IT and 1 is likely to.",
        ),
        (
            [Band.BYPASS, Band.LIKELY, Band.LOOK],
            (
                "3 applications are paid for or in use: 1 bypasses IT, 1 is likely to and 1 is "
                "worth a look."
            ),
        ),
        (
            [Band.LOOK, Band.LOOK],
            "2 applications are paid for or in use: 2 are worth a look.",
        ),
        (
            [Band.CLEAR],
            "1 application is paid for or in use: none shows a sign of bypassing IT.",
        ),
    ],
)
def test_the_headline_says_what_was_found(bands: list[Band], words: str) -> None:
    assert summary.headline(report(*(application("A", band=band) for band in bands))) == words


def test_what_was_not_checked_is_not_called_clear() -> None:
    headline = summary.headline(report(application("A", band=Band.NOT_CHECKED)))
    assert headline == "1 application is paid for or in use: 1 was not checked."


def test_the_lead_tells_cost_time_reach_and_what_is_not_known() -> None:
    assert summary.lead(few()) == (
        "They cost 1,240.00 GBP from January 2026 to March 2026, across 1 department. Of 1 other "
        "name, with 5,000.00 GBP spent, these lists do not tell what they are: unknown is not "
        "clear."
    )


def test_the_lead_says_nothing_of_what_the_lists_do_not_have() -> None:
    bare = report(application("A", spent=()), areas=(), months=())
    assert summary.lead(bare) == ""


def test_the_figures_count_bands_and_rows() -> None:
    counts = texts(summary.figures(few()), "strong")
    assert counts == ["1", "1", "1", "13"]
    assert "of 15 read" in texts(summary.figures(few()), "ul")[0]


def test_lists_that_were_not_read_stand_beside_the_rows() -> None:
    told = texts(summary.figures(replace(few(), unread=("a.csv: cannot be read",))), "ul")
    assert "1 list not read" in told[0]


def test_each_question_has_its_answers_in_figures() -> None:
    software, managed, bypass = texts(summary.questions(few()), "li")
    assert software.endswith("software3not known whether software1")
    assert managed.endswith("(register.csv).managed1unmanaged2")
    assert bypass.endswith("bypasses IT1likely to bypass1no sign found1")


def test_without_a_register_the_second_question_says_so() -> None:
    _, managed, _ = texts(summary.questions(report(undecided("A"), register="")), "li")
    assert managed.endswith("give one with --register.")
