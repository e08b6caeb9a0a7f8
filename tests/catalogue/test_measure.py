"""The bounds that recognition keeps on real lists; skipped where those are not beside guard."""

from pathlib import Path

import pytest

from guard.catalogue.names import same
from tests.catalogue import measure
from tests.catalogue.measure import Labelled


@pytest.fixture(scope="module")
def listed(data: Path) -> list[Labelled]:
    return measure.labelled(data)


def test_software_is_found_precisely_and_mostly(listed: list[Labelled]) -> None:
    found = measure.score(listed, measure.as_guard(measure.recogniser(with_seen=True)))
    assert found.precision >= 0.95
    assert found.recall >= 0.85


def test_software_is_found_without_what_was_written_from_the_labels(
    listed: list[Labelled],
) -> None:
    unseen = measure.as_guard(measure.recogniser(with_seen=False))
    found = measure.score(listed, unseen)
    category = measure.score(listed, measure.by_category)
    assert found.precision >= 0.95
    assert found.recall >= 0.70
    assert found.precision > category.precision
    assert found.recall > category.recall


def test_every_year_is_recognised_alike(data: Path) -> None:
    guard = measure.as_guard(measure.recogniser(with_seen=True))
    years: dict[int, list[Labelled]] = {}
    for year, one in measure.transactions(data):
        years.setdefault(year, []).append(one)
    assert len(years) >= 5
    for those in years.values():
        assert measure.score(those, guard).precision >= 0.90
        assert measure.score(those, guard).recall >= 0.80


def test_names_are_matched_precisely(data: Path) -> None:
    named = measure.clusters(data)
    every = measure.all_same_vat(named)
    found = measure.automatic(named)
    assert measure.with_pairs_read(found, every).precision >= 0.995
    # Every pair that the numbers contradict was read; a new one must be read, too.
    assert len(found) - sum(found.values()) == measure.READ
    lower = measure.in_agreement(measure.pairs(named, lambda name: (name.lower(),)), every)
    assert measure.in_agreement(found, every).recall > 5 * lower.recall


def test_no_pair_that_was_read_as_different_is_matched(data: Path) -> None:
    read = measure.read_pairs(data)
    matched = [pair for pair in read if same(pair["name_a"], pair["name_b"])]
    assert {pair["hand_label"] for pair in matched} == {"same"}
