import datetime as dt
from typing import Any

import pytest

from guard.examples import Expected, Tried, try_examples
from tests.making import TODAY, faults, listed, pack, policies, rule, told


def tried(*examples: dict[str, Any], **keys: Any) -> list[Tried]:
    ours = pack(rule(example=list(examples), **keys))
    return list(try_examples(policies(ours), ours))


def example(given: dict[str, Any], expect: str = "pass", on: dt.date = TODAY) -> dict[str, Any]:
    return {"given": given, "expect": expect, "on": on}


def test_each_outcome_can_be_expected() -> None:
    done = tried(
        example({"data.personal": True, "data.records": 6}, "pass"),
        example({"data.personal": False, "data.records": 6}, "fail"),
        example({"data.records": 6}, "unknown"),
        example({"data.records": 5}, "not-applicable"),
        when="data.records > 5",
    )
    assert [each.expected for each in done] == list(Expected)[:4]
    assert all(each.as_expected for each in done)


def test_an_example_that_comes_out_otherwise_has_its_place() -> None:
    (wrong,) = tried(example({"data.personal": False}, "pass"))
    assert not wrong.as_expected
    assert (wrong.place.file, wrong.place.line) == ("ours.toml", 15)


def test_an_example_is_decided_at_its_own_date() -> None:
    first = dt.date(2027, 1, 1)
    early, late = tried(
        example({"data.personal": False}, "upcoming", dt.date(2026, 12, 31)),
        example({"data.personal": False}, "fail", first),
        effective_from=first,
    )
    assert early.as_expected
    assert late.as_expected


def test_a_waiver_sets_a_failure_aside_until_its_last_day() -> None:
    until = {"waived_until": TODAY}
    failing = {"data.personal": False}
    held, late, met = tried(
        example(failing, "waived") | until,
        example(failing, "fail", dt.date(2026, 11, 23)) | until,
        example({"data.personal": True}, "pass") | until,
    )
    assert [each.as_expected for each in (held, late, met)] == [True] * 3
    assert held.found is Expected.WAIVED


def test_without_a_date_it_never_ages() -> None:
    one = {"given": {"data.personal": True}, "expect": "pass"}
    assert tried(one, require="data.personal && today < timestamp('2026-11-23T00:00:00Z')")[
        0
    ].as_expected


def test_own_facts_lists_and_approvals_can_be_given() -> None:
    fact = '[[fact]]\nname = "sponsor"\ntype = "text"\nquestion = "?"\nask_of = "it"'
    approval = {"role": "ciso", "on": TODAY}
    one = example({"local.sponsor": "FR", "approvals": [approval]})
    require = "local.sponsor in lists.eea.c && approvals.exists(a, a.on <= today)"
    ours = pack(fact, rule(require=require, example=[one]))
    compiled = policies(ours, lists=(listed("eea", TODAY, c=["FR"]),))
    assert [each.as_expected for each in try_examples(compiled, ours)] == [True]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"data.persnal": True}, "did you mean data.personal?"),
        ({"data.personal": "yes"}, 'cannot be "yes"'),
        ({"data.records": True}, "write a whole number"),
        ({"today": TODAY}, 'there is no fact "today"'),
        ({"parameters.x": 1}, 'there is no fact "parameters.x"'),
        ({"it_management.register_status": "aproved"}, "did you mean approved?"),
        ({"data": {"personal": True}, "data.personal": False}, "given twice"),
        ({"data.personal": False, "data": {"records": 1}}, "given twice"),
        ({"evidence": [{"colour": "red"}]}, 'there is no fact "colour"'),
    ],
)
def test_facts_are_held_against_their_types(given: dict[str, Any], said: str) -> None:
    assert said in told(lambda: tried(example(given)))


def test_all_faults_of_an_example_come_at_once() -> None:
    found = faults(lambda: tried(example({"x.y": 1, "data.personal": 1})))
    assert [fault.place.line for fault in found] == [15, 15]
    assert len(faults(lambda: tried({"gven": {}, "expect": "maybe"}))) == 3
