import pytest

from guard.condition.parser import parse, parse_definition
from guard.condition.problem import ConditionError
from guard.condition.tree import (
    Binary,
    Call,
    Conditional,
    Has,
    Junction,
    ListLiteral,
    Literal,
    Path,
    Quantifier,
    Unary,
)
from guard.condition.unparse import unparse


def refused(source: str) -> list[str]:
    with pytest.raises(ConditionError) as caught:
        parse(source)
    assert all(problem.remedy for problem in caught.value.problems)
    return [problem.reason for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("source", "explicit"),
    [
        ("a || b && c", "a || (b && c)"),
        ("a && b == c", "a && (b == c)"),
        ("a == b + c", "a == (b + c)"),
        ("a - b - c", "(a - b) - c"),
        ("a == b == c", "(a == b) == c"),
        ("!a && b", "(!a) && b"),
        ("!a.b", "!(a.b)"),
        ("-a + b", "(-a) + b"),
        ("a ? b : c ? d : e", "a ? b : (c ? d : e)"),
        ("a || b ? c : d", "(a || b) ? c : d"),
        ("a in b == c", "(a in b) == c"),
    ],
)
def test_operators_bind_as_in_cel(source: str, explicit: str) -> None:
    assert unparse(parse(source)) == unparse(parse(explicit))


def test_a_chain_is_one_junction() -> None:
    tree = parse("a || b || c")
    assert isinstance(tree, Junction)
    assert len(tree.operands) == 3


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("a.b.c", Path),
        ("has(a.b)", Has),
        ("!a", Unary),
        ("a < b", Binary),
        ("a ? b : c", Conditional),
        ("a.exists_one(x, x)", Quantifier),
        ("[1, 2,]", ListLiteral),
        ("size(a)", Call),
        ("-9223372036854775808", Literal),
        ("0xff", Literal),
    ],
)
def test_each_kind_of_part(source: str, kind: type) -> None:
    assert isinstance(parse(source), kind)


def test_a_method_has_its_target_first() -> None:
    tree = parse('a.b.startsWith("x")')
    assert isinstance(tree, Call)
    assert tree.member
    assert tree.arguments[0] == Path((0, 3), ("a", "b"))


def test_spans_cover_brackets() -> None:
    source = "(a || b) && c"
    tree = parse(source)
    assert tree.span == (0, len(source))


def test_words_reserved_by_cel_may_follow_a_dot() -> None:
    assert unparse(parse("a.package")) == "a.package"


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ('a.matches("x")', "regular expression"),
        ("a.map(x, x)", "makes a new list"),
        ("a.filter(x, x)", "makes a new list"),
        ("a * 2", "multiply"),
        ("a / 2", "divide"),
        ("a % 2", "remainders"),
        ("a[0]", "position in a list"),
        ("a?.b", "optional"),
        ("a == null", "null"),
        ("a == 1u", "unsigned"),
        ('a == b"x"', "bytes"),
        ("a == {}", "maps"),
        ("a.B{c: 1}", "maps"),
        (".a", "leading dot"),
        ("int(a)", "types already"),
        ("string(a)", "types already"),
        ("type(a)", "types already"),
        ("a.getFullYear()", "time zone"),
        ("a.split(b)", "new text"),
        ("(a || b).c", "have parts"),
        ("has(a)", "with a dot"),
        ("has(a.b, c)", "with a dot"),
        ("has(a.exists(x, x))", "with a dot"),
        ("a.exists(x)", "takes a variable"),
        ("a.exists(x.y, x)", "takes a variable"),
        ("9223372036854775808", "64 bits"),
        ("for", "keeps for itself"),
    ],
)
def test_what_is_left_out_is_refused_with_its_reason(source: str, word: str) -> None:
    assert any(word in reason for reason in refused(source))


@pytest.mark.parametrize(
    "source",
    [
        "",
        "a &&",
        "&& a",
        "a b",
        "(a",
        "a)",
        "a.",
        "a..b",
        "[1",
        "f(a",
        "a ? b",
        "1a",
        "a.exists(",
        "// a",
    ],
)
def test_what_is_not_cel_is_refused(source: str) -> None:
    assert refused(source)


def test_all_that_is_refused_comes_at_once() -> None:
    assert len(refused("a[0] == null || b * 2 == 1u")) == 4


def test_places_count_lines_and_columns_from_one() -> None:
    with pytest.raises(ConditionError) as caught:
        parse("a &&\n  b == null")
    problem = caught.value.problems[0]
    assert (problem.line, problem.column) == (2, 8)


def test_a_definition_has_a_head_and_a_body() -> None:
    definition = parse_definition("holds(kind, days_left)", "kind == days_left")
    assert definition.name == "holds"
    assert definition.parameters == ("kind", "days_left")
    assert isinstance(definition.body, Binary)


@pytest.mark.parametrize(
    "header",
    ["holds", "holds(", "a b()", "(x)", "size(x)", "matches(x)", "in()", "f(x, x)", "f(in)"],
)
def test_a_wrong_head_is_refused(header: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse_definition(header, "true")
    assert caught.value.problems[0].within == header


def test_a_problem_in_a_body_names_the_definition() -> None:
    with pytest.raises(ConditionError) as caught:
        parse_definition("f()", "a &&")
    assert caught.value.problems[0].within == "f()"
