from guard.condition.tree import Path
from guard.solver.question import ITEM, generic
from tests.solver.asking import SPANS, question


def test_constants_are_found_along_their_path() -> None:
    asked = question("users > parameters.few")
    assert asked.constant(Path((0, 0), ("parameters", "few"))) == 2
    assert asked.constant(Path((0, 0), ("parameters", "many"))) is None
    assert asked.constant(Path((0, 0), ("users",))) is None


def test_a_dated_list_has_its_span() -> None:
    asked = question("users > parameters.few")
    assert asked.span(Path((0, 0), ("lists", "dated", "codes"))) == SPANS["dated"]
    assert asked.span(Path((0, 0), ("parameters", "few"))) is None


def test_places_in_lists_are_all_one() -> None:
    assert generic(("evidence", 3, "kind")) == ("evidence", ITEM, "kind")
