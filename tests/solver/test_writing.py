from guard.condition.step import UNKNOWN
from guard.condition.types import INT, STRING, ListOf, Struct
from guard.solver.question import ITEM, Key
from guard.solver.uses import Uses
from guard.solver.writing import written

USES = Uses(
    kinds={
        ("a", "b"): INT,
        ("a", "list"): ListOf(STRING),
        ("a", "list", ITEM): STRING,
        ("items",): ListOf(Struct("item", {"n": INT})),
        ("items", ITEM, "n"): INT,
    },
    groups={("a",)},
)


def test_facts_are_nested_and_unknown_ones_left_out() -> None:
    assert written({("a", "b"): 1, ("a", "list"): UNKNOWN}, USES) == {"a": {"b": 1}}


def test_a_group_can_be_there_with_nothing_in_it() -> None:
    assert written({("a",): True}, USES) == {"a": {}}


def test_what_stands_in_an_absent_group_is_left_out() -> None:
    assert written({("a",): False, ("a", "b"): 1}, USES) == {}


def test_lists_have_their_length_and_items_beyond_it_are_left_out() -> None:
    chosen: dict[Key, object] = {
        ("items",): 2,
        ("items", 1, "n"): 5,
        ("items", 3, "n"): 7,
        ("a", "list"): 1,
    }
    assert written(chosen, USES) == {"items": [{}, {"n": 5}], "a": {"list": ["other"]}}


def test_items_without_their_list_are_left_out() -> None:
    assert written({("items", 0, "n"): 5, ("a", "b"): 2}, USES) == {"a": {"b": 2}}
