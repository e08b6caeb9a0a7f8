from tests.office import Office, codes, try_examples


def test_the_examples_run(office: Office) -> None:
    office.approved()
    office.write("checkpoint.txt", office.guard("ledger", "checkpoint").out)
    plain, since = try_examples(office, "record", "export")
    assert codes([plain, since]) == [0, 0]
    assert "growth.txt" in since.out
    assert "growth.txt" not in plain.out


def test_an_empty_ledger_has_nothing_to_hand_out(office: Office) -> None:
    answer = office.guard("record", "export", "0", "--to", "out")
    assert answer.code == 2
    assert not answer.out


def test_the_examples_of_show_run(office: Office) -> None:
    office.approved()
    assert codes(try_examples(office, "record", "show")) == [0, 0]


def test_records_are_shown_one_by_one_and_request_by_request(office: Office) -> None:
    office.approved()
    assert "in force until" in office.guard("record", "show").out
    assert "record     1: approved" in office.guard("record", "show", "1").out
    story = office.guard("record", "show", "R-1")
    assert story.code == 0
    assert story.out.startswith("Example Sketches (R-1): approved since 2026-11-22")
    assert "guard renew REQUEST --of 0" in story.out
    assert office.guard("record", "show", "request/R-1").out == story.out


def test_a_story_can_be_told_of_any_day(office: Office) -> None:
    office.approved()
    later = office.guard("record", "show", "R-1", "--on", "2028-01-01")
    assert later.out.startswith("Example Sketches (R-1): expired since")


def test_a_record_that_is_not_there_is_not_shown(office: Office) -> None:
    office.approved()
    for which in ("7", "R-2"):
        answer = office.guard("record", "show", which)
        assert answer.code == 2
        assert "guard record show" in answer.err


def test_an_empty_ledger_says_how_to_begin(office: Office) -> None:
    assert "guard approve" in office.guard("record", "show").out
