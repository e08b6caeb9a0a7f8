"""What is found is decided otherwise, and what is proved is so for every request there could be."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.decision import Verdict
from guard.errors import GuardError
from guard.examples import read_examples
from guard.finding import apply_rules
from guard.policy.compile import PolicySet
from guard.policy.library import parse_pack
from guard.policy.model import Level
from guard.workbench.impact.meaning import NOT_THERE
from guard.workbench.impact.version import Version, compiled, read_version
from guard.workbench.impact.witness import Answer, Searched
from guard.workbench.trial.mutants import changes
from tests.making import TODAY, policies, rule
from tests.workbench.impact.making import LONE, between, found, two
from tests.workbench.impact.seeded import HARMLESS, SEMANTIC, Seeded, core_with


def versions(seeded: Seeded) -> tuple[PolicySet, PolicySet]:
    """The policy core that comes with guard, and the same with one place changed."""
    before = read_version("core", LONE)
    after = Version("core", {"core": parse_pack(core_with(seeded), "core.toml")}, {})
    return compiled(before, after, LONE), compiled(after, before, LONE)


@pytest.mark.parametrize("seeded", SEMANTIC.values(), ids=SEMANTIC)
def test_a_change_of_meaning_is_shown_by_a_request(seeded: Seeded) -> None:
    before, after = versions(seeded)
    searched = found(before, after)
    assert list(searched) == [seeded.rule]
    example = searched[seeded.rule].example
    assert searched[seeded.rule].answer is Answer.DECIDED_OTHERWISE
    assert example is not None
    assert (example.before, example.after) == seeded.said
    assert outcomes(before, example.facts)[seeded.rule] == seeded.said[0]
    assert outcomes(after, example.facts)[seeded.rule] == seeded.said[1]


@pytest.mark.parametrize("seeded", HARMLESS.values(), ids=HARMLESS)
def test_a_harmless_rewrite_is_proved_to_change_nothing(seeded: Seeded) -> None:
    searched = found(*versions(seeded))
    assert seeded.rule in searched
    assert {(each.answer, each.why) for each in searched.values()} == {(Answer.THE_SAME, "")}


def test_a_rule_that_is_too_much_as_a_whole_is_proved_condition_by_condition() -> None:
    before = read_version("uk-local-government", LONE)
    text = before.packs["uk-local-government"].document.text
    plain = "when = 'data.personal && !as_approved()'"
    start = text.index(plain, text.index('id = "UKL-08"'))
    changed = f"{text[:start]}when = '!as_approved() && data.personal'{text[start + len(plain) :]}"
    pack = parse_pack(changed, "uk-local-government.toml")
    after = Version("next.toml", {pack.text.id: pack}, {})
    searched = found(compiled(before, after, LONE), compiled(after, before, LONE))
    assert list(searched) == ["UKL-08"]
    assert searched["UKL-08"].answer is Answer.THE_SAME


def outcomes(version: PolicySet, facts: Mapping[str, Any], on: dt.date = TODAY) -> dict[str, str]:
    return {f.rule.text.id: f.outcome.value for f in apply_rules(version, facts, on)}


def test_what_no_version_needs_is_left_out_of_the_request() -> None:
    paid = "data.personal && application.makes_payments"
    example = between({"require": "!data.personal"}, {"require": f"!({paid})"}).example
    assert example is not None
    assert example.facts == {"application": {"makes_payments": False}, "data": {"personal": True}}


def test_a_request_is_decided_by_all_policies_of_each_version() -> None:
    example = between({"require": "data.personal"}, {"level": "warn"}).example
    assert example is not None
    assert (example.verdict_before, example.verdict_after) == (Verdict.DENY, Verdict.PERMIT)
    assert example.facts == {"data": {"personal": False}}
    assert example.on == TODAY


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"level": "sign-off", "sign_off": ["ciso"]}),
        ({"level": "sign-off", "sign_off": ["ciso"]}, {"level": "sign-off", "sign_off": ["siro"]}),
        ({"level": "warn"}, {"level": "warn", "points": 20, "sign": "so"}),
        ({}, {"effective_from": dt.date(2027, 1, 1)}),
        ({}, {"effective_until": dt.date(2026, 11, 30)}),
    ],
)
def test_a_rule_that_counts_otherwise_decides_otherwise(
    before: dict[str, object], after: dict[str, object]
) -> None:
    assert between(before, after).answer is Answer.DECIDED_OTHERWISE


def test_a_day_to_come_is_found_where_only_it_tells_them_apart() -> None:
    example = between({}, {"effective_until": dt.date(2027, 3, 31)}).example
    assert example is not None
    assert example.on > dt.date(2027, 3, 31)
    assert (example.before, example.after) == ("fail", "not-applicable")


def test_what_differed_in_the_past_alone_is_no_matter() -> None:
    searched = between({}, {"effective_from": dt.date(2026, 11, 1)})
    assert searched.answer is Answer.THE_SAME


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"when": "data.personal", "require": "false"}, {"require": "!data.personal"}),
        ({"level": "warn"}, {"level": "warn", "require": "data.organisation_data"}),
    ],
)
def test_other_words_of_a_rule_that_decide_nothing_are_told_apart(
    before: dict[str, object], after: dict[str, object]
) -> None:
    searched = between(before, after)
    assert searched.answer is Answer.SAID_OTHERWISE
    assert searched.example is not None
    assert searched.example.before != searched.example.after


def test_a_new_rule_and_one_that_is_gone() -> None:
    one, both = policies(rule("AA-01")), policies(rule("AA-01"), rule("AA-02"))
    added, removed = found(one, both)["AA-02"], found(both, one)["AA-02"]
    assert added.example
    assert removed.example
    assert (added.example.before, added.example.after) == (NOT_THERE, "fail")
    assert (removed.example.before, removed.example.after) == ("fail", NOT_THERE)


def test_a_new_rule_that_stands_against_nobody_changes_nothing() -> None:
    old, new = policies(rule("AA-01")), policies(rule("AA-01"), rule("AA-02", require="true"))
    assert found(old, new)["AA-02"].answer is Answer.THE_SAME


def test_a_limit_of_the_search_is_told_and_nothing_is_claimed() -> None:
    first, second = "application.name", "supplier.legal_name"
    searched = between({"require": f"{first} < {second}"}, {"require": f"!({first} >= {second})"})
    assert searched.answer is Answer.NOT_PROVED
    assert searched.why


# -- rules of the policy core, each with one small change -------------------------------------


def changed_a_little(random: Random) -> tuple[str, PolicySet]:
    """Core with one small change to what a rule asks, and that rule."""
    pack = LONE.library.pack("core")
    rules = list(pack.text.rule)
    while True:
        place = random.randrange(len(rules))
        text = rules[place]
        change = random.choice(list(changes(text.require)))
        other = text.model_copy(update={"require": change.applied(text.require)})
        several = [*rules[:place], other, *rules[place + 1 :]]
        version = replace(pack, text=pack.text.model_copy(update={"rule": several}))
        with suppress(GuardError):  # not every change has sense
            return text.id, compiled(Version("next", {"core": version}, {}), NOTHING, LONE)


NOTHING = Version("", {}, {})


def test_a_change_that_an_example_notices_is_never_called_harmless() -> None:
    old = compiled(read_version("core", LONE), NOTHING, LONE)
    examples = list(read_examples(old, old.packs[0]))
    random, answers = Random(11), Counter[Answer]()
    for _ in range(40):
        name, new = changed_a_little(random)
        (searched,) = found(old, new).values()
        answers[searched.answer] += 1
        own = [each for each in examples if each.rule.text.id == name]
        noticed = any(
            outcomes(old, each.facts, each.text.on)[name]
            != outcomes(new, each.facts, each.text.on)[name]
            for each in own
            if each.text.on >= TODAY
        )
        assert not noticed or searched.answer is not Answer.THE_SAME, (name, searched)
    assert answers[Answer.DECIDED_OTHERWISE] >= 30


# -- generated rules, held against every request that can tell them apart ---------------------

PEOPLE = (None, -1, 0, 1, 2, 3)
ATOMS = st.sampled_from(
    [
        "data.personal",
        "data.organisation_data",
        "has(data.personal)",
        'supplier.country == "GB"',
        'supplier.country in ["GB", "FR"]',
        *(f"application.users.internal {sign} {n}" for sign in ("<", ">=", "==") for n in (0, 2)),
    ]
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda parts: st.one_of(
        st.builds("!({})".format, parts),
        st.builds("({} && {})".format, parts, parts),
        st.builds("({} || {})".format, parts, parts),
        st.builds("({} ? {} : {})".format, parts, parts, parts),
    ),
    max_leaves=6,
)
RULES = st.fixed_dictionaries(
    {
        "when": CONDITIONS,
        "require": CONDITIONS,
        "level": st.sampled_from(["block", "sign-off", "warn"]),
        "sign_off": st.just(["ciso"]),
    }
)


def requests() -> Iterator[dict[str, Any]]:
    """All requests that these conditions can tell apart."""
    sides = ((None, True, False),) * 2
    for ours, theirs, people, place in product(*sides, PEOPLE, (None, "GB", "FR", "US")):
        data = {"personal": ours, "organisation_data": theirs}
        yield {
            "data": {name: value for name, value in data.items() if value is not None},
            "application": {} if people is None else {"users": {"internal": people}},
            "supplier": {} if place is None else {"country": place},
        }


REQUESTS = tuple(requests())


def weights(version: PolicySet) -> list[tuple[str, object]]:
    """What the one rule of a version says of every request, and what that does to a decision."""
    (only,) = version.rules
    said = [outcomes(version, facts)["AA-01"] for facts in REQUESTS]
    counts = only.level is not Level.WARN
    return [(each, counts and each in ("fail", "unknown") and only.level) for each in said]


@given(RULES, RULES)
@settings(max_examples=150)
def test_solver_and_evaluator_agree_on_generated_rules(
    before: dict[str, object], after: dict[str, object]
) -> None:
    old, new = two(before, after)
    searched = found(old, new)
    then, now = weights(old), weights(new)
    decided = any(one[1] != other[1] for one, other in zip(then, now, strict=True))
    said = any(one[0] != other[0] for one, other in zip(then, now, strict=True))
    assert answer(searched) is (
        Answer.DECIDED_OTHERWISE if decided else Answer.SAID_OTHERWISE if said else Answer.THE_SAME
    )
    for each in searched.values():
        if each.example:
            assert outcomes(old, each.example.facts)["AA-01"] == each.example.before
            assert outcomes(new, each.example.facts)["AA-01"] == each.example.after


def answer(searched: Mapping[str, Searched]) -> Answer:
    """Of rules that mean the same nothing is searched."""
    (found_so,) = {each.answer for each in searched.values()} or {Answer.THE_SAME}
    return found_so
