from dataclasses import replace

from guard.audit.report import Gone, ListAnswer
from guard.gather import State
from guard.page import account, said
from tests.making import TODAY
from tests.page.audits import few, report, undecided
from tests.page.reading import read, texts


def test_all_rows_are_accounted_for_with_reasons() -> None:
    html = account.rows(few())
    assert texts(html, "p")[0] == "2 lists, 15 rows read = 13 used + 2 skipped."
    assert texts(html, "li") == ["2 rows: is a total"]
    assert texts(html, "tr")[1:] == [
        "2026/spend.csvin cp125210822 is a total",
        f"cards.csv550{said.NOTHING}",
    ]


def test_lists_that_were_not_read_are_named() -> None:
    html = account.rows(replace(few(), unread=("a.pdf: not a list",)))
    assert "1 list could not be read:" in html
    assert "a.pdf: not a list" in texts(html, "li")
    assert "Every list" not in html


def test_many_lists_are_folded_away_and_few_are_not() -> None:
    lists = tuple(ListAnswer(f"{number}.csv", 1, 1, (), ()) for number in range(20))
    for audit, unfolded in ((few(), True), (replace(few(), lists=lists), False)):
        (details,) = (each for each in read(account.rows(audit)) if each.name == "details")
        assert ("open" in details.attributes) is unfolded


def test_policies_stand_with_version_and_digest() -> None:
    assert texts(account.policies(few()), "tr")[1] == "core2026.1" + "ab" * 32
    assert "no policy was applied" in account.policies(replace(few(), policies=()))


def test_notes_and_what_only_the_baseline_has_are_told() -> None:
    gone = (Gone("f", "Old Board", State.UNMANAGED, 45, TODAY),)
    noted = replace(few(), notes=("a waiver ends soon",), baseline="base.json", gone=gone)
    assert texts(account.notes(noted), "li") == [
        "a waiver ends soon",
        "Old Board, unmanaged, 45 points",
    ]
    assert "Compared with the baseline base.json." in account.notes(noted)
    assert account.notes(few()) == ""


def test_the_limits_are_said_in_whole_sentences() -> None:
    limits = texts(account.limits(), "dd")
    assert len(limits) == len(texts(account.limits(), "dt"))
    assert all(text.endswith(".") and "  " not in text for text in limits)


def test_an_audit_without_software_has_an_account_too() -> None:
    assert "13 used" in account.rows(report(undecided("A")))
