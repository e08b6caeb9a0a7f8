"""What no request can do is proved, and what one can is not remarked on."""

import pytest

from guard.examples import try_examples
from guard.policy.compile import PolicySet
from guard.workbench.lint.meaning import meaningless
from tests.making import pack, policies, rule
from tests.workbench.trial.making import example


def checks(*tables: str) -> list[str]:
    made = policies(pack(*tables))
    return told(made)


def told(made: PolicySet) -> list[str]:
    tried = [t for each in made.packs for t in try_examples(made, each)]
    return [f"{remark.check}: {remark.what}" for remark in meaningless(made, tried)]


@pytest.mark.parametrize(
    ("when", "require", "expected"),
    [
        ("data.personal && !data.personal", "data.large_scale", "never-applies: AA-01 applies"),
        ("data.records < 3 && data.records > 2", "data.personal", "never-applies: AA-01 applies"),
        ("data.personal", "data.large_scale || !data.large_scale", "never-fails: AA-01 can never"),
        ("data.personal", "!data.personal", "never-passes: AA-01 can never pass"),
        ("true", "!has(data.personal) || data.personal", "passes-unseen: AA-01 passes"),
    ],
)
def test_a_rule_that_cannot_do_what_it_is_for_is_named(
    when: str, require: str, expected: str
) -> None:
    found = checks(rule(when=when, require=require))
    assert [each for each in found if each.startswith(expected)], found


def test_a_rule_that_can_is_not_remarked_on() -> None:
    assert checks(rule(when="data.records > 2", require="data.personal")) == []


def test_what_cannot_be_found_out_says_so_unless_an_example_shows_it() -> None:
    require = "application.name < supplier.legal_name && application.name >= supplier.legal_name"
    (one, *_) = checks(rule(require=require, when="true"))
    assert one.startswith("cannot-tell: whether AA-01 can never pass was not found out")


def test_an_example_that_shows_it_is_believed_without_a_proof() -> None:
    shown = example("fail", data__personal=False), example("pass", data__personal=True)
    assert checks(rule(example=list(shown))) == []


def test_two_rules_that_block_and_contradict_each_other_are_named() -> None:
    first = rule("AA-01", when="data.large_scale", require="data.records > 5")
    second = rule("AA-02", require="data.records < 5")
    (one,) = checks(first, second)
    assert one.startswith("contradiction: no request can meet both AA-01 and AA-02")
    assert checks(first, rule("AA-02", require="data.records < 7")) == []
    assert checks(first, rule("AA-02", level="warn", require="data.records < 5")) == []
    apart = rule("AA-02", when="!data.large_scale", require="data.records < 5")
    assert checks(first, apart) == []


def test_a_rule_that_a_stricter_one_implies_is_named() -> None:
    weak = rule("AA-01", level="warn", require="data.records > 3")
    strong = rule("AA-02", require="data.records > 5 && data.personal")
    assert checks(weak, strong) == ["implied: AA-01 says nothing that AA-02 does not say already"]
    assert checks(rule("AA-01", require="data.records > 3"), strong) != []
    milder = rule("AA-02", level="info", require="data.records > 5 && data.personal")
    assert checks(weak, milder) == []


def test_an_example_that_shows_more_saves_the_proof() -> None:
    weak = rule(
        "AA-01",
        level="warn",
        require="data.records > 3",
        example=[example("fail", data__records=2)],
    )
    strong = rule("AA-02", require="data.records > 1")
    assert checks(weak, strong) == []


def test_signals_and_unrelated_policies_are_left_alone() -> None:
    signal = rule("AA-01", points=10, sign="it is small", require="data.records > 3")
    strong = rule("AA-02", require="data.records > 3 && data.personal")
    assert checks(signal, strong) == []
    apart = policies(
        pack(rule("AA-01", require="data.records > 3"), name="one"),
        pack(rule("AA-02", require="data.records > 3"), name="two"),
    )
    assert told(apart) == []
