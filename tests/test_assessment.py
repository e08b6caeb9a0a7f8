import hashlib
from pathlib import Path

import pytest

from guard.assessment import assess, open_history, prepare, request_bytes, request_digest
from guard.border.document import parse_toml
from guard.history.ledger import History
from guard.history.past import PastApproval
from guard.policy.model import Level
from guard.questions import questions
from guard.report import Report
from guard.request.paths import facts
from guard.request.reading import read_request
from guard.settings import load
from tests.making import (
    TODAY,
    assessed,
    bench,
    document,
    faults,
    pack,
    past_approval,
    policies,
    rule,
    settings,
)

READY = bench(rule())


@pytest.mark.parametrize(
    ("data", "verdict"),
    [({"personal": True}, "permit"), ({"personal": False}, "deny"), ({}, "refer"), (None, "refer")],
)
def test_a_request_gets_its_verdict(data: object, verdict: str) -> None:
    assert assessed(READY, data=data).report.verdict == verdict


def test_all_faults_of_a_request_come_at_once() -> None:
    wrong = document(data={"personal": "yes"}, hosting={"nothing": 1}, approvals=[])
    assert len(faults(lambda: assess(wrong, READY))) == 3


def test_every_question_of_every_fact_can_be_asked() -> None:
    declared = '[[fact]]\nname = "sponsor"\ntype = "text"\nquestion = "Who?"\nask_of = "it"'
    known = questions(policies(declared, rule()))
    assert set(facts()) | {"local.sponsor"} == set(known)
    assert all(question.text.endswith("?") for question in known.values())
    assert known["local.sponsor"].text == "Who?"


def test_a_question_inside_a_smaller_group_follows_that_of_the_group() -> None:
    asked = questions(policies(rule()))
    assert asked["data.personal"].text == facts()["data.personal"].question
    inside = asked["requester.organisation.type"].text
    assert inside == "Which organisation is buying? What kind of body is it?"


def test_a_request_is_named_by_what_it_says_not_by_how_it_is_written() -> None:
    one = read_request(
        parse_toml('data = { personal = true }\n[application]\nname = "Z"', "a.toml")
    )
    other = read_request(document(application={"name": "Z"}, data={"personal": True}))
    assert request_digest(one) == request_digest(other)
    assert request_digest(one) == hashlib.sha256(request_bytes(one)[0]).hexdigest()
    assert request_digest(one, b"secret") == request_digest(one)
    assert request_digest(one) != request_digest(read_request(document(data={"personal": True})))


class Past(History):
    """One approval by the CISO of the request with this digest."""

    def __init__(self, sha256: str) -> None:
        super().__init__()
        self.sha256 = sha256

    def about(self, request_id: str, application: str) -> tuple[PastApproval, ...]:
        known = {"request_id": request_id, "application": application}
        return (past_approval(request_sha256=self.sha256, **known),)


def test_an_approval_signs_only_the_request_as_it_was_then() -> None:
    def report(digest: str, **data: bool) -> Report:
        ready = bench(
            rule(level="sign-off", sign_off=["ciso"]),
            rule("AA-02", require='approvals.exists(a, a.role == "ciso")'),
            history=Past(digest),
        )
        return assessed(ready, data={"personal": False} | data).report

    digest = report("").request_sha256
    assert report("").verdict == "refer"
    assert report(digest).verdict == "permit"
    assert report(digest, large_scale=True).verdict == "refer"


def test_what_is_given_counts_before_what_was_chosen(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    for name in ("ours", "theirs"):
        text = pack(rule(), name=name).document.text
        (tmp_path / "policies" / f"{name}.toml").write_text(text, "utf-8")
    for name in ("one", "two"):
        (tmp_path / f"{name}.csv").write_text(f"id,name,status\nA1,{name},approved\n", "utf-8")
    text = '[policies]\nuse = ["ours"]\n[register]\nfile = "one.csv"\n[levels]\nAA-01 = "warn"\n'
    (tmp_path / "guard.toml").write_text(text, "utf-8")
    chosen = load(None, tmp_path)
    usual = prepare(chosen, TODAY)
    assert usual.policies.rules[0].policy == "ours"
    assert usual.policies.rules[0].level is Level.WARN
    assert usual.register is not None
    assert usual.register.entries[0].name == "one"
    other = prepare(chosen, TODAY, ["theirs"], tmp_path / "two.csv")
    assert other.policies.rules[0].policy == "theirs"
    assert other.register is not None
    assert other.register.entries[0].name == "two"


def test_without_a_ledger_nothing_is_opened() -> None:
    assert open_history(settings()).records is None


def test_where_no_approval_could_run_to_this_day_the_answer_says_so() -> None:
    def notes(day: str) -> tuple[str, ...]:
        return assessed(READY, contract={"period": {"endDate": day}}).report.notes

    assert notes("2026-11-22") == ()
    (note,) = notes("2026-11-21")
    assert note.startswith("There is nothing left to approve: the contract ends on 2026-11-21.")
