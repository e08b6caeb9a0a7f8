from guard.workbench.trial.forms.table import render
from guard.workbench.trial.run import Wanted, run
from tests.workbench.trial.making import example, of

PLAIN = Wanted()
GOOD = (example("pass", data__records=6), example("fail", data__records=4))


def table(*examples: dict[str, object], wanted: Wanted = PLAIN, **keys: object) -> str:
    return render(run(of(*examples, **({"require": "data.records > 5"} | keys)), wanted))  # type: ignore[arg-type]


def test_what_is_wrong_comes_first_and_the_count_last() -> None:
    lines = table(example("fail", data__records=6), *GOOD).splitlines()
    assert lines[0].endswith("AA-01 gave pass, expected fail")
    assert lines[-1] == "3 examples of 1 rules: 1 not as expected"


def test_parts_that_were_never_tried_are_named_with_their_line() -> None:
    out = table(*GOOD, wanted=Wanted(coverage=True))
    assert "AA-01: never unknown: data.records > 5\n" in out
    assert "coverage of ours.toml: 66.7 % of what its conditions can answer\n" in out


def test_changes_that_nobody_notices_are_named_with_the_example_to_add() -> None:
    out = table(
        *GOOD, wanted=Wanted(mutation=True), require="data.records > 5 || data.records == 6"
    )
    assert "AA-01: no example notices that > became >=\n    -> add an example like" in out
    assert "missed, 2 proved to make no difference and not counted)" in out


def test_cases_are_counted() -> None:
    case = '[[case]]\ntitle = "all"\nexpect = "permit"\ngiven = {}\n'
    out = table(*GOOD, tables=(case,))
    assert "case 'all': the verdict is refer, expected permit\n" in out
    assert out.endswith("1 cases: 1 not as expected\n")
