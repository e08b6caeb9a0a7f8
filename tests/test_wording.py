from dataclasses import replace
from typing import Any

import pytest

from guard import wording
from guard.bypass import Band
from guard.decision import Verdict
from guard.gather import State
from guard.policy.model import Verified
from guard.report import MissingFact, Report, SignOffAnswer
from guard.request.fact import Answerer
from tests.formats.reports import DENY, PERMIT, REFER
from tests.making import assessed, bench, register, rule


def bypass(**changes: Any) -> Report:
    return replace(DENY, bypass=replace(DENY.bypass, **changes))


@pytest.mark.parametrize(
    ("words", "members"),
    [
        (wording.WHO, Answerer),
        (wording.STATE, State),
        (wording.CHECKED, Verified),
    ],
)
def test_everything_that_can_be_said_has_words(words: dict[str, str], members: list[str]) -> None:
    assert set(words) == set(members)
    assert all(words.values())


def test_numbers_agree_with_their_nouns() -> None:
    assert [wording.count(n, "answer") for n in (0, 1, 2)] == ["0 answers", "1 answer", "2 answers"]
    assert wording.count(2, "person", "people") == "2 people"
    assert wording.some(["a", "b", "c"], 2) == "a, b and 1 more"
    assert wording.some(["a", "b"], 2) == "a, b"


def test_the_subject_is_what_is_known_of_it() -> None:
    assert wording.subject(DENY) == "“Sheets” from Acme Ltd"
    assert wording.subject(replace(DENY, supplier="")) == "“Sheets”"
    nameless = replace(DENY, application="", supplier="")
    assert wording.headline(nameless).startswith("This application may not be bought: 1")


def test_the_headline_says_what_is_waited_for() -> None:
    assert wording.headline(PERMIT) == "“Forms” from Acme Ltd may be bought."
    signed = replace(
        REFER, sign_offs=(SignOffAnswer("ciso", ("AA-02",), given=True, refused=False),)
    )
    assert wording.headline(signed).endswith("may not be bought yet: 1 answer is missing.")
    answered = replace(REFER, rules=(), sign_offs=REFER.sign_offs * 2)
    assert wording.headline(answered).endswith("may not be bought yet: 2 people must sign.")


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "LIKELY TO BYPASS IT (40 of 100 points): it was found in use +40"),
        (
            {"band": Band.LOOK, "points": 10, "signals": ()},
            "Worth a look: small signs that this goes past IT (10 of 100 points)",
        ),
        (
            {"band": Band.CLEAR, "signals": (), "checked": 2, "of": 5},
            "No sign that this bypasses IT (2 of 5 signals checked)",
        ),
        (
            {"band": Band.NOT_CHECKED, "signals": (), "checked": 0, "of": 5},
            "Bypass of IT was not checked (0 of 5 signals checked)",
        ),
        (
            {"band": Band.NOT_CHECKED, "signals": (), "checked": 0, "of": 0},
            "Bypass of IT was not checked: no policy in use has signals for it",
        ),
    ],
)
def test_bypass_is_told_with_its_points_or_how_far_it_was_checked(
    changes: dict[str, Any], line: str
) -> None:
    assert wording.bypass_line(bypass(**changes)) == line


def test_signals_not_checked_are_named() -> None:
    some = bypass(not_checked=("A-1", "A-2"), checked=1, of=3)
    assert wording.not_checked_line(some) == (
        "1 of 3 signals of bypass checked; not checked: A-1, A-2"
    )
    assert wording.not_checked_line(DENY) == ""


def test_the_authority_says_whether_it_binds() -> None:
    (answer, *_) = DENY.rules
    line = "A source (law; checked in the source itself, 2026-01-01)"
    assert wording.authority_line(answer) == line
    elsewhere = replace(answer, binds=False, source=replace(answer.source, section="s. 1"))
    assert wording.authority_line(elsewhere) == (
        "A source: s. 1 (law, does not bind this kind of body;"
        " checked in the source itself, 2026-01-01)"
    )


def missing(**changes: Any) -> MissingFact:
    one = MissingFact(
        "a.b", "?", Answerer.IT, ("AA-01",), write="a number", needed=True, first=True
    )
    return replace(one, **changes)


def test_questions_are_sorted_by_who_can_answer() -> None:
    asked = [missing(ask_of=who) for who in (Answerer.SUPPLIER, Answerer.REQUESTER)]
    assert list(wording.by_answerer(asked)) == [Answerer.REQUESTER, Answerer.SUPPLIER]


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ([missing()], ""),
        ([missing(first=False)], "1 more question may follow, depending on these answers."),
        (
            [missing(needed=False)] * 2,
            (
                "Only warnings wait for 2 other answers; "
                "see which: guard policy questions request.json"
            ),
        ),
        (
            [missing(first=False)] * 2 + [missing(needed=False)],
            (
                "2 more questions may follow, depending on these answers. "
                "Only warnings wait for 1 other answer; "
                "see which: guard policy questions request.json"
            ),
        ),
    ],
)
def test_what_is_asked_later_is_counted(facts: list[MissingFact], line: str) -> None:
    assert wording.more_questions_line(replace(REFER, missing=tuple(facts))) == line


def test_the_next_steps_of_each_verdict() -> None:
    (seal,) = wording.next_steps(PERMIT)
    assert seal == "Seal the approval: guard approve request.json --role ROLE --key FILE"
    signed = replace(
        PERMIT, sign_offs=(SignOffAnswer("ciso", ("AA-02",), given=True, refused=False),)
    )
    assert wording.next_steps(signed)[0].endswith("Check the records with: guard verify")
    assert wording.next_steps(DENY) == ["Do it. (AA-01)", "Then run: guard check request.json"]
    get, run, sign = wording.next_steps(REFER)
    assert get.startswith("Get the missing answers from: you, who ask for it (1).")
    assert run == "Then run: guard check request.json"
    assert sign.endswith("guard approve request.json --role ciso --key THEIR-KEY")


def test_a_command_can_be_pasted_whatever_the_file_is_called() -> None:
    hostile = replace(DENY, file="my request;rm -rf .toml")
    assert wording.next_steps(hostile)[-1].endswith("guard check 'my request;rm -rf .toml'")


@pytest.mark.parametrize("personal", [True, False, None])
def test_a_question_of_the_register_comes_first_whatever_the_verdict(personal: object) -> None:
    held = register({"id": "A1", "name": "Zoom Meetings"})
    ready = bench(rule(), register=held)
    made = assessed(ready, application={"name": "Zoom Meeting"}, data={"personal": personal}).report
    assert made.verdict in Verdict
    assert "the same as one of these" in wording.next_steps(made)[0]


def test_the_tally_leaves_nothing_out() -> None:
    assert wording.tally(REFER) == (
        "5 rules: 0 passed, 2 failed, 2 undecided, 0 not applicable, 1 not yet in force"
    )
    assert wording.tally(replace(REFER, rules=REFER.rules[:1])) == (
        "1 rule: 0 passed, 0 failed, 1 undecided, 0 not applicable"
    )


def test_where_other_policies_were_activated_that_is_waited_for() -> None:
    unlike = replace(PERMIT, verdict=Verdict.REFER, as_activated=False)
    other = "may not be bought yet: other policies apply here than were activated."
    assert wording.headline(unlike).endswith(other)
    assert wording.next_steps(unlike) == [wording.ACTIVATE]


def test_a_request_that_came_through_standard_input_is_saved_first() -> None:
    save, seal = wording.next_steps(replace(PERMIT, file="standard input"))
    assert save.startswith("Save the request in a file, REQUEST in these steps")
    assert seal == "Seal the approval: guard approve REQUEST --role ROLE --key FILE"
    signed = replace(PERMIT, file="standard input", signed=("ciso",))
    assert len(wording.next_steps(signed)) == 1
    _, get, *_ = wording.next_steps(replace(REFER, file="standard input"))
    assert get.endswith("Write them into REQUEST.")
