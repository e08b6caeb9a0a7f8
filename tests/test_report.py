import datetime as dt
from typing import Any

import pytest

from guard.condition.step import UNKNOWN
from guard.policy.model import Level
from guard.questions import Question, question_for
from guard.report import Report, shown
from guard.request.fact import Answerer
from tests.making import TODAY, assessed, bench, listed, pack, register, rule

QUESTIONS = {"data.personal": Question("Personal?", Answerer.REQUESTER)}


def report(*parts: Any, **groups: Any) -> Report:
    return assessed(bench(*parts), **groups).report


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "yes"),
        (False, "no"),
        (3, "3"),
        (dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "2026-01-01"),
        (["a", True], "a, yes"),
        ([], "none"),
        ({"kind": "a", "ok": False}, "kind: a, ok: no"),
        (UNKNOWN, "not known"),
    ],
)
def test_values_are_shown_as_a_person_reads_them(value: object, text: str) -> None:
    assert shown(value) == text


def test_the_subject_is_named() -> None:
    made = report(
        rule(),
        request={"id": "R1"},
        application={"name": "Zoom"},
        supplier={"legal_name": "Zoom Inc"},
    )
    assert (made.request, made.application, made.supplier) == ("R1", "Zoom", "Zoom Inc")
    assert (made.file, made.on, len(made.request_sha256)) == ("request.json", TODAY, 64)


def test_a_rule_tells_what_was_seen_and_who_says_so() -> None:
    made = report(
        "[parameters]\nlimit = 5",
        rule(require="data.records < parameters.limit"),
        data={"records": {"value": 9, "by": "Ann"}},
    )
    (answer,) = made.rules
    assert [(s.fact, s.value, s.source) for s in answer.seen] == [
        ("data.records", "9", "Ann"),
        ("parameters.limit", "5", "policy"),
    ]
    assert answer.missing == ()


def test_facts_that_most_rules_wait_for_come_first() -> None:
    made = report(
        rule("AA-01", level="warn", require="data.large_scale"),
        rule("AA-02", when="data.records > 5", require="data.personal"),
        rule("AA-03", require="data.personal"),
    )
    asked = [(fact.fact, fact.rules, fact.needed, fact.first) for fact in made.missing]
    assert asked == [
        ("data.personal", ("AA-02", "AA-03"), True, True),
        ("data.large_scale", ("AA-01",), False, True),
        ("data.records", ("AA-02",), True, True),
    ]
    assert {fact.fact for fact in made.to_ask} == {"data.personal", "data.records"}


def test_a_question_tells_who_can_answer() -> None:
    (fact,) = report(rule(require="it_management.in_use")).missing
    assert fact.question.endswith("Is anyone already using it?")
    assert fact.ask_of is Answerer.REQUESTER


def test_a_fact_inside_a_list_is_asked_for_by_its_item() -> None:
    (fact,) = report(
        rule(require="evidence.exists(e, e.scope_covers_service)"), evidence=[{"kind": "sbom"}]
    ).missing
    assert fact.fact == "evidence[0].scope_covers_service"
    assert fact.question


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("data.personal", "Personal?"),
        ("lists.eea.countries", "The dated list behind lists.eea.countries does not hold today"),
        ("approvals[0].until", "The ledger does not say approvals[0].until"),
    ],
)
def test_every_missing_fact_has_a_question(path: str, said: str) -> None:
    assert question_for(path, QUESTIONS).text.startswith(said)


def test_a_list_that_has_run_out_is_asked_of_it() -> None:
    lists = (listed("eea", TODAY - dt.timedelta(days=1), countries=["FR"]),)
    made = assessed(bench(rule(require='"FR" in lists.eea.countries'), lists=lists)).report
    assert made.verdict == "refer"
    assert [(fact.fact, fact.ask_of) for fact in made.missing] == [("lists.eea.countries", "it")]


@pytest.mark.parametrize(("body", "binds"), [("council", False), ("nhs-trust", True), ("", None)])
def test_whether_the_source_binds_this_body(body: str, *, binds: bool | None) -> None:
    organisation = {"type": body} if body else {}
    made = report(rule(binds=["nhs-trust"]), requester={"organisation": organisation})
    assert made.rules[0].binds is binds
    assert report(rule()).rules[0].binds is None


def test_answers_in_force_are_found_by_outcome_and_level() -> None:
    made = report(
        rule("AA-01"),
        rule("AA-02", level="warn"),
        rule("AA-03", effective_from=dt.date(2027, 1, 1)),
        data={"personal": False},
    )
    failed = made.rules[0].outcome
    assert [a.rule for a in made.with_outcome(failed)] == ["AA-01", "AA-02"]
    assert [a.rule for a in made.with_outcome(failed, Level.WARN)] == ["AA-02"]
    assert [a.rule for a in made.coming] == ["AA-03"]


def test_policies_and_lists_are_named_with_their_digests() -> None:
    ours, lists = pack(rule(require='"FR" in lists.eea.c')), (listed("eea", TODAY, c=["FR"]),)
    used = assessed(bench(ours, lists=lists)).report.policies
    assert [(each.id, each.version) for each in used] == [
        ("ours", "1"),
        ("lists/eea", "2020-01-01"),
    ]
    assert [each.sha256 for each in used] == [ours.digest, lists[0].digest]


def test_signals_and_what_was_not_checked_are_told() -> None:
    signal = {"level": "info", "points": 30, "sign": "it is on nobody's list"}
    made = report(
        rule("AA-01", **signal),
        rule("AA-02", require="data.records > 1", **signal),
        data={"personal": False},
    ).bypass
    assert [(s.rule, s.sign, s.points) for s in made.signals] == [
        ("AA-01", "it is on nobody's list", 30)
    ]
    assert (made.band, made.not_checked, made.checked, made.of) == ("likely", ("AA-02",), 1, 2)


def test_text_of_a_policy_stands_on_one_line() -> None:
    (answer,) = report(rule(why="One\n  two\x1b.", title="A\u202eB")).rules
    assert (answer.why, answer.title) == ("One two\\u{1b}.", "A\\u{202e}B")


def test_the_register_entry_is_named() -> None:
    held = register({"id": "A1", "name": "Zoom"})
    made = assessed(bench(rule(), register=held), application={"name": "zoom"}).report
    assert (made.state, made.register_entry) == ("managed", "A1")
