import pytest

from guard.condition.tree import Junction, Quantifier, Use
from guard.condition.unparse import unparse
from tests.condition.asking import ask, compiled, only_problem, problems


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("users && urgent", "has to be bool"),
        ("!users", "has to be bool"),
        ("-title == users", "has to be int"),
        ("-share < 1.0", "has to be int"),
        ("users ? urgent : urgent", "has to be bool"),
        ("urgent == (urgent ? users : title)", "chooses between"),
        ("size(urgent ? tags : sizes) == 1", "chooses between"),
        ("title in [title, 1]", "cannot hold"),
        ("1 in [[1]]", "cannot hold"),
        ("tags.all(t, size(t))", "has to be bool"),
        ("title.all(t, true)", "items of a list"),
        ("data.all(t, true)", "items of a list"),
        ("tags.all(data, true)", "would hide"),
        ("tags.all(t, tags.all(t, true))", "would hide"),
        ("evidence.exists(e, e == e)", "cannot be compared"),
        ("f(1, 2)", "takes 0"),
    ],
)
def test_types_are_checked_before_anything_runs(source: str, reason: str) -> None:
    assert reason in only_problem(source, f="true").reason


def test_all_problems_come_at_once_and_none_twice() -> None:
    found = problems('nobody && users == "a" && data.level == "x" && f() && f()', f="urgent")
    assert len(found) == 3


def test_one_slip_is_one_problem() -> None:
    assert len(problems("nobody + 1 > 2 && size(nobody) < 3 && nobody.x in [nobody.y]")) == 4
    assert len(problems("nobody.exists(n, n.a == 1 && n.b.c)")) == 1


def test_problems_stop_at_twenty() -> None:
    assert len(problems(" || ".join(f"nobody{n}" for n in range(50)))) == 20


def test_numbers_mix_in_lists_and_comparisons() -> None:
    facts = {"users": 1, "share": 1}
    assert ask("users in [0.5, 1] && share == users && share < 1.5", facts).value is True


def test_a_definition_is_put_in_with_its_arguments() -> None:
    tree = compiled("near(users + 1)", near__n="n < 3 || n == users").tree
    assert isinstance(tree, Use)
    assert unparse(tree) == "users + 1 < 3 || users + 1 == users"


def test_a_parameter_may_stand_for_a_group_of_facts() -> None:
    source = "evidence.exists(e, good(e)) && whole(evidence)"
    raw = {"good__item": "item.valid && item.scope.whole", "whole__list": "list.all(x, x.valid)"}
    facts = {"evidence": [{"valid": True, "scope": {"whole": True}}]}
    assert ask(source, facts, **raw).value is True


def test_a_bound_variable_of_a_definition_captures_nothing() -> None:
    source = 'tags.exists(x, other(x)) && tags.exists(x, x == "a")'
    facts = {"tags": ["a", "b"]}
    other = "tags.exists(x, x != y)"
    assert ask(source, facts, other__y=other).value is True
    assert ask("tags.exists(x, other(x))", {"tags": ["a"]}, other__y=other).value is False
    tree = compiled("tags.exists(x, other(x))", other__y=other).tree
    assert isinstance(tree, Quantifier)
    assert unparse(tree) == "tags.exists(x, tags.exists(x_2, x_2 != x))"


def test_the_text_at_the_use_is_not_seen_inside_a_definition() -> None:
    assert "no fact x" in problems("tags.exists(x, f())", f="x == title")[0].reason


def test_definitions_use_definitions() -> None:
    raw = {"a__n": "b(n + 1)", "b__m": "m == 3"}
    assert ask("a(2)", {}, **raw).value is True


def test_a_problem_inside_a_definition_is_told_at_its_use() -> None:
    problem = only_problem('urgent && is_level("oficial")', is_level__l="data.level == l")
    assert problem.column == 11
    assert problem.reason.startswith("in is_level(l):")
    assert 'did you mean "official"?' in problem.remedy


def test_a_parameter_that_is_no_path_has_no_parts() -> None:
    assert "stands for no fact" in only_problem("f(1)", f__e="e.x").reason


@pytest.mark.parametrize("source", ["urgent &&\n  users > 1 // many\n", "urgent && users > 1"])
def test_the_text_of_a_part_is_one_line(source: str) -> None:
    assert ask(source, {}).text == "urgent && users > 1"


def test_a_definition_without_parameters_is_typed_once() -> None:
    tree = compiled("f() || f()", f="urgent && g()", g="users > 1").tree
    assert isinstance(tree, Junction)
    first, second = tree.operands
    assert isinstance(first, Use)
    assert isinstance(second, Use)
    assert first.body is second.body


def test_a_definition_typed_once_captures_nothing() -> None:
    other = 'tags.exists(x, x == "b")'
    for tags, answer in ((["a"], False), (["b"], False), (["a", "b"], True)):
        source = 'tags.exists(x, other() && x == "a")'
        assert ask(source, {"tags": tags}, other=other).value is answer
    assert compiled("other()", other=other).slots == 1


def test_a_part_that_came_in_with_a_definition_has_a_text() -> None:
    (body,) = ask("f(1)", {}, f__n="urgent &&\n  users > n").parts
    assert [body.text, *(part.text for part in body.parts)] == [
        "urgent && users > 1",
        "urgent",
        "users > 1",
    ]
