import pytest

from tests.condition.asking import ask, only_problem, problems


@pytest.mark.parametrize(
    "source",
    [
        'size("日本") == 2',
        '"日本".size() == 2',
        "size([1, 2]) == 2",
        '"ÀBAZ[@".lowerAscii() == "Àbaz[@"',
        '"abc".startsWith("ab") && "abc".endsWith("bc") && "abc".contains("b")',
        '"abc".contains("")',
        'days(2) == duration("48h")',
        "days(1 + 1) == days(2)",
        'timestamp("2026-01-01T01:00:00+01:00") == timestamp("2026-01-01T00:00:00Z")',
    ],
)
def test_what_functions_give(source: str) -> None:
    assert ask(source).value is True


@pytest.mark.parametrize(
    ("source", "remedy"),
    [
        ("size(users) == 1", "a list or a text"),
        ("size(data) == 1", "a list or a text"),
        ("size(tags, tags) == 1", "size(list) or list.size()"),
        ('tags.startsWith("a")', "text.startsWith"),
        ('startsWith(title, "a")', "text.startsWith"),
        ("title.startsWith()", "text.startsWith"),
        ("title.lowerAscii(title) == title", "text.lowerAscii()"),
        ("title.has()", "has(data.personal)"),
        ("exists(tags, tags)", "list.exists(item"),
        ('today > timestamp("2026-01-01")', "2026-01-31T00:00:00Z"),
        ("today > timestamp(title)", "use the fact itself"),
        ('days("1") == days(1)', "days(30)"),
        ('duration("1d") == days(1)', "720h"),
        ("days(999999999999) == days(1)", "days(30)"),
        ('title.startWith("a")', "did you mean startsWith?"),
        ("frobnicate(title)", "or define it"),
    ],
)
def test_a_wrong_call_says_how_to_write_it(source: str, remedy: str) -> None:
    assert remedy in only_problem(source).remedy


def test_a_definition_is_no_method() -> None:
    assert "without a dot" in only_problem("title.f()", f="true").remedy


def test_a_slip_in_the_name_of_a_definition() -> None:
    [problem] = problems("hold(title)", holds__kind="kind in tags")
    assert problem.remedy == "did you mean holds?"
