import pytest

from guard.workbench.trial.run import Outcomes, Wanted, covered, noticed, otherwise, run
from tests.making import told
from tests.workbench.trial.making import example, of

GOOD = (example("pass", data__personal=True), example("fail", data__personal=False))


def ran(*examples: dict[str, object], **wanted: object) -> Outcomes:
    return run(of(*(examples or GOOD)), Wanted(**wanted))  # type: ignore[arg-type]


def test_examples_alone_are_run_unless_more_is_wanted() -> None:
    outcomes = ran()
    assert (len(outcomes.tried), outcomes.parts, outcomes.trials) == (2, (), ())
    assert outcomes.good
    assert outcomes.untried == ()


def test_an_example_that_comes_out_otherwise_is_wrong() -> None:
    outcomes = ran(example("pass", data__personal=False))
    assert not outcomes.good
    (wrong,) = outcomes.wrong
    assert otherwise(wrong).endswith("AA-01 gave fail, expected pass")
    (unknown,) = ran(example("pass")).wrong
    assert "gave unknown (missing: data.personal), expected pass" in otherwise(unknown)


@pytest.mark.parametrize(("least", "good"), [(60, True), (70, False)])
def test_coverage_is_held_to_a_percentage(least: int, good: bool) -> None:
    outcomes = ran(coverage=True, least_coverage=least)
    assert outcomes.covered == pytest.approx(200 / 3)
    assert outcomes.good is good


@pytest.mark.parametrize(("least", "good"), [(0, True), (50, True), (51, False)])
def test_changes_are_held_to_a_percentage(least: int, good: bool) -> None:
    half = run(
        of(
            example("pass", data__records=6),
            example("fail", data__records=4),
            require="data.records > 5",
        ),
        Wanted(mutation=True, least_mutation=least),
    )
    assert half.noticed == 50
    assert half.good is good


def test_nothing_to_count_is_all_of_it() -> None:
    assert covered(()) == noticed(()) == 100


def test_no_example_and_wrong_ones_are_refused() -> None:
    assert "no example was run" in told(lambda: run(of(), Wanted()))
    assert "put them right" in told(lambda: ran(example("pass"), mutation=True))
