import datetime as dt

from guard.workbench.trial.mutation import Fate, Trial, try_changes
from tests.workbench.trial.making import example, of


def fates(trials: list[Trial]) -> dict[str, Fate]:
    return {trial.mutant.what: trial.fate for trial in trials}


def test_what_an_example_notices_is_told_from_what_none_does() -> None:
    made = of(
        example("pass", data__records=6),
        example("fail", data__records=4),
        require="data.records > 5",
    )
    found = list(try_changes(made))
    assert fates(found) == {
        "> became >=": Fate.MISSED,
        "> became <": Fate.NOTICED,
        "5 became 4": Fate.MISSED,
        "5 became 6": Fate.NOTICED,
    }
    (missed, _) = [trial for trial in found if trial.fate is Fate.MISSED]
    assert 'with data.records = 5: expect = "fail" (AA-01)' in missed.remedy
    assert "like the one on line" in missed.remedy


def test_a_change_that_makes_no_difference_is_not_counted() -> None:
    made = of(
        example("pass", data__records=6),
        example("fail", data__records=5),
        require="data.records > 5 || data.records == 6",
    )
    found = fates(list(try_changes(made)))
    assert found["6 became 7"] is Fate.EQUIVALENT


def test_without_any_example_the_request_that_was_found_is_suggested() -> None:
    found = list(try_changes(of(require="data.records > 5")))
    assert {trial.fate for trial in found} == {Fate.MISSED}
    assert found[0].remedy.startswith("add an example on 2026-11-22, with data.records = 5")


def test_a_day_that_was_moved_is_noticed_by_an_example_on_it() -> None:
    first = dt.date(2026, 1, 1)
    made = of(
        example("fail", first, data__personal=False), effective_from=first, require="data.personal"
    )
    found = list(try_changes(made))
    kept = fates(found)
    assert kept["effective_from was moved by +1 day"] is Fate.NOTICED
    assert kept["effective_from was moved by -1 day"] is Fate.MISSED
    (missed,) = [t for t in found if t.mutant.what.endswith("-1 day")]
    assert "on 2025-12-31" in missed.remedy
    assert 'expect = "upcoming"' in missed.remedy


def test_what_the_solver_cannot_decide_says_so() -> None:
    made = of(require="application.name.contains(supplier.legal_name)", when="data.personal")
    assert {trial.fate for trial in try_changes(made)} == {Fate.MISSED}


def test_a_calculation_that_leaves_its_range_is_noticed() -> None:
    made = of(
        example("pass", data__records=2**62, application__users__internal=1),
        require="data.records + data.records - data.records < 0 || data.records > 3",
    )
    assert Fate.NOTICED in fates(list(try_changes(made))).values()
