"""The texts worth trying: every way in which the texts that conditions name can tell them apart."""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final

from guard.condition.types import String
from guard.solver.question import ITEM, Key
from guard.solver.uses import Search, Uses

_MOST: Final = 20_000
_LONGEST: Final = 1_000
_BETWEEN: Final = (" ", "-", "_", "~", "\u00b7")


def texts(uses: Uses) -> dict[Key, list[str]]:
    """For each text that ``uses`` knows of, the values to try."""
    found: dict[Key, list[str]] = {}
    for group in _classes(uses):
        if len(group) == 1 and not any(one.key == other.key for one, other in uses.links):
            (key,) = group
            found[key] = _alone(key, uses)
        else:
            found |= _together(group, uses)
    return found


def _classes(uses: Uses) -> list[set[Key]]:
    """The texts, those that are compared with each other together."""
    classes = [{key} for key, kind in uses.kinds.items() if isinstance(kind, String)]
    for one, other in uses.links:
        joined = [group for group in classes if one.key in group or other.key in group]
        classes = [group for group in classes if group not in joined]
        classes.append(set().union(*joined))
    return classes


def _vocabulary(key: Key, uses: Uses) -> tuple[str, ...] | None:
    kind = uses.kinds.get(key)
    return kind.values if isinstance(kind, String) else None


def _alone(key: Key, uses: Uses) -> list[str]:
    """Values of a text that is compared with no other: one for each way of passing all tests."""
    tests, sizes = uses.tests.get(key, set()), uses.sizes.get(key, set())
    named = _named(tests)
    closed = _vocabulary(key, uses)
    if closed is not None:
        return _told_apart(closed, tests, sizes)
    mixed = len(uses.cased.get(key, ())) > 1
    searched = any(test.function != "in" for test in tests)
    if searched and (mixed or sizes - {0}):
        uses.doubt("a text that is both searched and measured, or searched in two ways")
    if mixed and len({word.lower() for word in named}) < len(named):
        uses.doubt("a text compared with the same word in several spellings")
    values = [*sorted(named), *_fresh(1, named)]
    values += [*_searched(tests, uses), *_measured(sizes, named, uses)]
    return _told_apart(_cased(values) if mixed else values, tests, sizes)


def _named(tests: Iterable[Search]) -> set[str]:
    """The words that a text is compared with as a whole."""
    return {word for test in tests if test.function == "in" for word in test.words}


def _told_apart(
    values: Iterable[str], tests: Iterable[Search], sizes: Iterable[int], many: int = 1
) -> list[str]:
    """The first of all ``values`` that nothing tells apart; ``many`` of them, each once."""
    every, limits = list(tests), list(sizes)
    kept: dict[tuple[int, ...], dict[str, None]] = {}
    for value in values:
        passed = [test.passed_by(value) for test in every]
        measured = [(len(value) > limit) - (len(value) < limit) for limit in limits]
        alike = kept.setdefault((*passed, *measured), {})
        if len(alike) < many:
            alike[str(value)] = None
    return [value for alike in kept.values() for value in alike]


def _together(group: set[Key], uses: Uses) -> dict[Key, list[str]]:
    """Values of texts that are compared with each other: what is named, and some that is not."""
    tests = {test for key in group for test in uses.tests.get(key, ())}
    words = _named(tests)
    searched = any(test.function != "in" for test in tests)
    if searched or any(uses.sizes.get(key, set()) - {0} for key in group):
        uses.doubt("texts compared with each other that are also searched or measured")
    closed = {key: known for key in group if (known := _vocabulary(key, uses)) is not None}
    # Items of one list are not compared with each other, so one text more serves them all.
    outside = max(2, sum(ITEM not in key for key in group) + sum(ITEM in key for key in group))
    values = [*sorted(words), *_fresh(outside, words)]
    if any(uses.sizes.get(key) for key in group):
        values.append("")
    mixed = any(len(uses.cased.get(key, ())) > 1 for key in group)
    if mixed:
        values = _cased(values)
        if outside > 2:  # noqa: PLR2004 (two texts meet all cases of same, alike and other)
            uses.doubt("several texts compared both as they stand and in small letters")
    many = 3 * outside if mixed else outside
    vocabularies = set(closed.values())
    some = _told_apart(values, tests, (0,), many)
    for vocabulary in vocabularies:
        several = len(vocabularies) > 1
        some += vocabulary if several else _told_apart(vocabulary, tests, (0,), many)
    some = list(dict.fromkeys(map(str, some)))
    return {key: [v for v in some if key not in closed or v in closed[key]] for key in group}


def _searched(tests: Iterable[Search], uses: Uses) -> Iterator[str]:
    """Texts that pass every set of ``tests`` that can be passed together.

    A text passes a search for any of some words because of one of them; put those words one
    after the other, and the text passes the same tests and no others.
    """
    every = sorted(tests, key=repr)
    if all(test.function == "in" for test in every):
        return
    named = {word for test in every for word in test.words}
    gap = next((one for one in _BETWEEN if not any(one in word for word in named)), "\u2063")
    starts = [t for t in every if t.function == "startsWith"]
    ends = [t for t in every if t.function == "endsWith"]
    inner = [t for t in every if t.function == "contains"]
    choices = [
        ["", *(word for test in starts for word in sorted(test.words))],
        *(["", *sorted(test.words)] for test in inner),
        ["", *(word for test in ends for word in sorted(test.words))],
    ]
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > _MOST:
        uses.doubt("a text that is searched for too many words at once")
        choices = [choice[:4] for choice in choices][:6]
    seen: set[tuple[bool, ...]] = set()
    for head, *middle, tail in product(*choices):
        text = gap.join((head, *filter(None, middle), tail))
        passed = tuple(test.passed_by(text) for test in every)
        if passed not in seen:
            seen.add(passed)
            yield text


def _measured(sizes: set[int], words: set[str], uses: Uses) -> Iterator[str]:
    """A text of every length that ``sizes`` tell apart, none of them a word that is named."""
    lengths = {size + near for size in sizes for near in (-1, 0, 1)}
    if any(length > _LONGEST for length in lengths):
        uses.doubt(f"a text of more than {_LONGEST:,} characters")
    for length in sorted(lengths):
        if 0 <= length <= _LONGEST:
            made = ("".ljust(length, letter) for letter in "xyzw")
            yield next((text for text in made if text not in words), "")


def _fresh(count: int, words: Iterable[str]) -> list[str]:
    """So many texts that nobody names."""
    known = set(words)
    names = (f"other {number}" if number else "other" for number in range(count + len(known)))
    return [name for name in names if name not in known][:count]


def _cased(values: Iterable[str]) -> list[str]:
    """``values``, each in small and in capital letters too."""
    written = (text for value in values for text in (value, value.lower(), value.upper()))
    return list(dict.fromkeys(written))
