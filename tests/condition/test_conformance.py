"""The conformance tests of CEL itself; see :mod:`tests.condition.conformance`."""

from pathlib import Path

import pytest

from tests.condition import conformance

LEAST = {
    "basic": 26,
    "comparisons": 78,
    "integer_math": 19,
    "lists": 6,
    "logic": 12,
    "macros": 14,
    "parse": 87,
    "plumbing": 2,
    "string": 27,
    "string_ext": 3,
    "timestamps": 34,
    "type_deduction": 5,
}


def test_nothing_is_misread_in_any_file(vectors: Path) -> None:
    counts = {
        file.stem: conformance.run(file) for file in (vectors / "cel-spec").glob("*.textproto")
    }
    assert {name: count.misread for name, count in counts.items() if count.misread} == {}
    assert sum(count.same + count.refused + count.apart for count in counts.values()) == 2456


@pytest.mark.parametrize("name", LEAST)
def test_the_subset_is_no_smaller_than_it_was(vectors: Path, name: str) -> None:
    assert conformance.run(vectors / "cel-spec" / f"{name}.textproto").same >= LEAST[name]
