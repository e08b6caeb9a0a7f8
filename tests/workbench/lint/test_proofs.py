from typing import Any

from guard.examples import try_examples
from guard.workbench.lint.proofs import examples
from guard.workbench.lint.remark import Remark
from tests.making import pack, policies, rule
from tests.workbench.trial.making import example

ALL = (
    example("pass", data__personal=True),
    example("fail", data__personal=False),
    example("unknown"),
)


def remarks(*given: dict[str, object], **keys: Any) -> list[Remark]:
    ours = pack(rule(example=list(given), **keys))
    made = policies(ours)
    return list(examples(made, ours, list(try_examples(made, ours))))


def test_three_outcomes_that_differ_are_enough() -> None:
    assert remarks(*ALL) == []


def test_what_is_lacking_is_named() -> None:
    (one,) = remarks(*ALL[:1])
    assert one.what == "AA-01 has no example of fail or unknown"
    assert len(remarks()) == 1


def test_an_example_that_comes_out_otherwise_is_an_error() -> None:
    (one,) = [r for r in remarks(*ALL, example("pass")) if r.check == "example-wrong"]
    assert "AA-01 gave unknown (missing: data.personal), expected pass" in one.what
    assert one.remedy.endswith('expect = "unknown"')


def test_the_same_facts_twice_are_remarked_on() -> None:
    (one,) = remarks(*ALL, example("fail", data__personal=False))
    assert one.check == "example-twice"
    assert "the same as the one on line" in one.what


def test_an_example_that_notices_no_change_proves_nothing() -> None:
    require = "data.personal || data.large_scale"
    shown = (
        example("pass", data__personal=True, data__large_scale=True),
        example("fail", data__personal=False, data__large_scale=False),
    )
    found = [r.check for r in remarks(*shown, example("unknown"), require=require)]
    assert found == ["example-idle"]


def test_a_calculation_that_leaves_its_range_is_noticed() -> None:
    shown = example("pass", data__records=2**62)
    require = "data.records > 5 || data.records + data.records > 5"
    assert "example-idle" not in [r.check for r in remarks(shown, require=require)]
