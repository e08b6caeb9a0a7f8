from decimal import Decimal

import pytest

from guard.solver.question import ITEM, LENGTH
from guard.solver.terms import Amount
from guard.solver.uses import Collector, Search, Uses
from tests.solver.asking import question

LEVEL = ("data", "level")


def used(*sources: str) -> Uses:
    collector = Collector()
    for source in sources:
        collector.add(question(source))
    return collector.uses


def test_numbers_and_moments_are_compared_as_sums() -> None:
    amounts = used("users > 3 && data.since <= today - days(1)").amounts
    assert Amount(((("users",), 1),), Decimal(-3)) in amounts
    day = Decimal(86_400_000_000)
    assert Amount(((("data", "since"), 1), (("today",), -1)), day) in amounts


def test_texts_are_compared_with_words_with_each_other_and_searched() -> None:
    uses = used("title in parameters.words && title.lowerAscii() == data.purpose", "title != 'x'")
    assert uses.tests[("title",)] == {
        Search("in", lowered=False, words=frozenset(("sun", "moon"))),
        Search("in", lowered=False, words=frozenset("x")),
    }
    assert [(one.lowered, other.key) for one, other in uses.links] == [(True, ("data", "purpose"))]
    assert uses.cased["title",] == {True, False}


def test_a_search_for_any_of_a_fixed_list_is_one_search() -> None:
    uses = used("parameters.words.exists(w, title.contains(w))")
    words = frozenset(("sun", "moon"))
    assert uses.tests == {("title",): {Search("contains", lowered=False, words=words)}}


def test_each_search_of_a_list_may_need_an_item_of_its_own() -> None:
    uses = used(
        "evidence.exists(e, e.valid) && evidence.all(e, e.valid)",
        "evidence.exists(e, e.valid) || evidence.exists_one(e, e.valid)",
    )
    assert sorted(uses.demands["evidence",].values()) == [1, 1, 2]
    counted = used("[1, 2, 3].all(n, evidence.exists(e, e.count == n))")
    assert list(counted.demands["evidence",].values()) == [3]
    inside = used("evidence.exists(e, e.labels.exists(l, l == 'x'))")
    assert list(inside.demands[("evidence", ITEM, "labels")].values()) == [1]
    assert not inside.doubts


def test_lengths_groups_and_dated_lists_are_noted() -> None:
    uses = used("size(tags) > 2 && has(data.host) && size(lists.dated.codes) > 0")
    assert Amount(((("tags", LENGTH), 1),), Decimal(-2)) in uses.amounts
    assert uses.groups == {("data", "host")}
    assert sum(form.facts == ((("today",), 1),) for form in uses.amounts) == 2


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("title < 'a'", "order of the alphabet"),
        ("title.contains(data.purpose)", "for another fact"),
        ("evidence.exists(e, evidence.exists(f, f.count == e.count))", "compared with each other"),
        ("size(title) > users", "length of a text"),
        ("[users].exists(n, n > 1)", "made up of facts"),
    ],
)
def test_what_is_not_covered_is_doubted(source: str, why: str) -> None:
    assert any(why in doubt for doubt in used(source).doubts)
