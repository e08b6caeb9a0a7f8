import pytest

from guard.workbench.trial.mutants import changes


def changed(source: str) -> set[str]:
    return {change.applied(source) for change in changes(source)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a.b && c.d", {"a.b || c.d", "!(a.b) && c.d", "a.b && !(c.d)"}),
        ("a.b || c.d", {"a.b && c.d", "!(a.b) || c.d", "a.b || !(c.d)"}),
        ("a.b == 3", {"a.b != 3", "a.b == 4", "a.b == 2"}),
        ("a.b < 0", {"a.b <= 0", "a.b > 0", "a.b < 1"}),
        ("a.b >= c.d", {"a.b > c.d", "a.b <= c.d"}),
        ("!a.b", {"a.b"}),
        ("a.b", {"!(a.b)"}),
        ('a.b in ["x", "y"]', {'!(a.b in ["x", "y"])', 'a.b in ["y"]', 'a.b in ["x"]'}),
        ("has(a.b) ? c.d : e.f", {"!(has(a.b)) ? c.d : e.f", "has(a.b) ? (e.f) : (c.d)"}),
        ("a.all(x, x.y)", {"a.exists(x, x.y)", "!(a.all(x, x.y))", "a.all(x, !(x.y))"}),
        (
            'a.b > timestamp("2026-01-01T00:00:00Z")',
            {
                'a.b >= timestamp("2026-01-01T00:00:00Z")',
                'a.b < timestamp("2026-01-01T00:00:00Z")',
                'a.b > timestamp("2026-01-02T00:00:00Z")',
                'a.b > timestamp("2025-12-31T00:00:00Z")',
            },
        ),
    ],
)
def test_every_small_change_is_made(source: str, expected: set[str]) -> None:
    assert changed(source) == expected


def test_words_in_quotes_are_no_operators() -> None:
    assert changed('a.b == "c && all(1)"') == {'a.b != "c && all(1)"'}


def test_a_change_says_what_it_is() -> None:
    whats = {change.what for change in changes('a.b <= 3 && c.d in ["x"]')}
    assert {"<= became <", "&& became ||", "3 became 4", '"x" was taken out'} <= whats
