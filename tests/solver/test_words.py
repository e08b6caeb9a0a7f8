from itertools import product

import pytest

from guard.condition.types import STRING, String
from guard.solver.terms import Text
from guard.solver.uses import Search, Uses
from guard.solver.words import texts

NAME, OTHER = ("name",), ("other",)


def uses(*tests: Search, sizes: tuple[int, ...] = (), kind: String = STRING) -> Uses:
    made = Uses(kinds={NAME: kind}, tests={NAME: set(tests)}, sizes={NAME: set(sizes)})
    made.cased[NAME] = {test.lowered for test in tests}
    return made


def search(function: str, *words: str, lowered: bool = False) -> Search:
    return Search(function, lowered, frozenset(words))


def passed(tests: tuple[Search, ...], values: list[str]) -> set[tuple[bool, ...]]:
    return {tuple(one.passed_by(value) for one in tests) for value in values}


def test_each_way_of_passing_searches_is_met_once() -> None:
    tests = (
        search("contains", "sun", "moon"),
        search("contains", "sunny"),
        search("startsWith", "a"),
        search("endsWith", "z"),
    )
    values = texts(uses(*tests))[NAME]
    # What contains sunny contains sun.
    possible = {each for each in product((True, False), repeat=4) if each[0] or not each[1]}
    assert passed(tests, values) == possible
    assert len(values) == len(possible)


def test_a_word_that_is_named_and_one_that_is_not_are_tried() -> None:
    assert texts(uses(search("in", "a", "b"), search("in", "b")))[NAME] == ["a", "b", "other"]


def test_of_a_closed_vocabulary_only_its_words_are_tried() -> None:
    kind = String(("red", "green", "blue"))
    assert sorted(texts(uses(search("in", "green"), kind=kind))[NAME]) == ["green", "red"]


@pytest.mark.parametrize("size", [0, 1, 3])
def test_lengths_on_both_sides_of_a_count_are_tried(size: int) -> None:
    lengths = {len(value) for value in texts(uses(sizes=(size,)))[NAME]}
    assert size in lengths
    assert any(length > size for length in lengths)
    assert any(length < size for length in lengths) is (size > 0)


def test_texts_that_are_compared_can_be_alike_and_not() -> None:
    made = Uses(kinds={NAME: STRING, OTHER: STRING})
    made.links.add((Text(NAME, lowered=False), Text(OTHER, lowered=False)))
    made.tests[NAME] = {search("in", "a")}
    found = texts(made)
    assert found[NAME] == found[OTHER]
    assert len([value for value in found[NAME] if value != "a"]) >= 2


def test_small_letters_and_capitals_are_both_tried() -> None:
    both = uses(search("in", "Ab"), search("in", "ab", lowered=True))
    tests = (search("in", "Ab"), search("in", "ab", lowered=True))
    assert passed(tests, texts(both)[NAME]) == {(True, True), (False, True), (False, False)}


def test_what_is_not_covered_is_doubted() -> None:
    measured = uses(search("contains", "sun"), sizes=(4,))
    texts(measured)
    assert any("searched and measured" in why for why in measured.doubts)
    spelt = uses(search("in", "Ab", "ab"), search("in", "ab", lowered=True))
    texts(spelt)
    assert any("several spellings" in why for why in spelt.doubts)
    long = uses(sizes=(5_000,))
    texts(long)
    assert any("characters" in why for why in long.doubts)
