from xml.etree import ElementTree as ET

from guard.workbench.trial.forms.junit import render
from guard.workbench.trial.run import Wanted, run
from tests.workbench.trial.making import example, of

PLAIN = Wanted()
HALF = (example("pass", data__records=6), example("fail", data__records=4))


def suites(
    *examples: dict[str, object], wanted: Wanted = PLAIN, **keys: object
) -> list[ET.Element]:
    made = of(*examples, **({"require": "data.records > 5"} | keys))  # type: ignore[arg-type]
    return list(ET.fromstring(render(run(made, wanted)).partition("\n")[2]))  # noqa: S314


def test_an_example_is_a_test_that_fails_where_it_comes_out_otherwise() -> None:
    (suite,) = suites(*HALF, example("pass", data__records=1))
    assert (suite.get("name"), suite.get("tests"), suite.get("failures")) == ("ours", "3", "1")
    (failure,) = suite.iter("failure")
    assert "AA-01 gave fail, expected pass" in str(failure.get("message"))


def test_a_case_is_a_test() -> None:
    case = '[[case]]\ntitle = "all"\nexpect = "permit"\ngiven = {}\n'
    (suite,) = suites(*HALF, tables=(case,))
    assert [test.get("name") for test in suite][-1] == "line 5: all"
    assert suite.get("failures") == "1"


def test_missed_changes_fail_only_below_what_is_asked() -> None:
    _, enough = suites(*HALF, wanted=Wanted(mutation=True, least_mutation=50))
    _, below = suites(*HALF, wanted=Wanted(mutation=True, least_mutation=51))
    assert (enough.get("failures"), enough.get("skipped")) == ("0", "2")
    assert (below.get("failures"), below.get("skipped")) == ("2", "0")
