from guard.examples import read_examples
from guard.solver.search import Witness
from guard.workbench.trial.mutation import difference
from guard.workbench.trial.nearest import anew, varied
from tests.workbench.trial.making import example, of


def test_an_item_of_a_list_is_varied_too() -> None:
    one = example("fail", evidence=[{"kind": "iso-27001"}, {"kind": "pen-test"}])
    old = of(one, require='evidence.all(e, e.kind == "iso-27001")')
    new = of(one, require='evidence.exists(e, e.kind == "iso-27001") && size(evidence) < 2')
    (before, after) = ((old.rules[0], old), (new.rules[0], new))
    found = varied(before, after, read_examples(old, old.packs[0]))
    assert found is not None
    assert found.given == {"evidence[1].kind": '"iso-27001"'}
    assert found.expect == "pass"


def test_an_example_that_cannot_be_varied_gives_none() -> None:
    old = of(example("pass", data__records=9), require="data.records > 5")
    side = (old.rules[0], old)
    assert varied(side, side, read_examples(old, old.packs[0])) is None


def test_a_request_that_was_found_is_written_as_an_example() -> None:
    old, new = of(require="data.personal"), of(require="!data.personal")
    found = difference(old.rules[0], old, new.rules[0], new)
    assert isinstance(found, Witness)
    made = anew((old.rules[0], old), found)
    assert str(made).startswith("add an example on 2026-11-22, with data.personal = ")
