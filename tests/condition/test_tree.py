import pytest

from guard.condition.parser import parse
from guard.condition.tree import Path, children, height
from guard.condition.unparse import unparse
from tests.condition.asking import compiled


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("true", []),
        ("a.b", []),
        ("has(a.b)", ["a.b"]),
        ("!a", ["a"]),
        ("a && b && c", ["a", "b", "c"]),
        ("a < b", ["a", "b"]),
        ("a ? b : c", ["a", "b", "c"]),
        ("a.f(b, c)", ["a", "b", "c"]),
        ("a.all(x, x == b)", ["a", "x == b"]),
        ("[a, b]", ["a", "b"]),
    ],
)
def test_parts_come_in_the_order_written(source: str, parts: list[str]) -> None:
    assert [unparse(part) for part in children(parse(source))] == parts


def test_the_part_of_a_definition_is_its_body() -> None:
    [body] = children(compiled("f()", f="urgent").tree)
    assert isinstance(body, Path)


@pytest.mark.parametrize(
    ("source", "levels"), [("a", 1), ("a && b && c", 2), ("a + b + c", 3), ("!(a || b < c)", 4)]
)
def test_height_counts_levels(source: str, levels: int) -> None:
    assert height(parse(source)) == levels


def test_a_checked_tree_knows_how_many_variables_are_in_force() -> None:
    assert compiled("urgent").slots == 0
    assert compiled("tags.all(a, sizes.all(b, b > 1)) && tags.all(c, c == title)").slots == 2
