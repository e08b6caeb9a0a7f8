"""What every rule says of each row, from the masks of an engine, by hand."""

import pytest

from guard.lowering.answers import Answer, read_answers
from guard.lowering.dialects.duckdb import DuckDbDialect
from guard.lowering.findings import RowOutcome
from guard.lowering.plan import Source, plan
from guard.lowering.shape import Group, Plain
from tests.making import TODAY, policies, rule

DATA = Source("facts", {"data": Group({"personal": Plain.BOOL})}, {"row": '"row"'}, {})
RULES = policies(
    *(rule(f"AA-{n:02}") for n in range(1, 62)),
    rule("AA-62", require="size(data.special_categories) > 0"),
)
PLAN = plan(RULES, TODAY, DuckDbDialect(), DATA)
COLUMNS = [
    "row",
    *(
        f"{mask}{word}"
        for mask in ("failed", "unknown", "inapplicable", "refused")
        for word in "01"
    ),
    "bits_0",
    "bits_60",
    "texts_61",
]
NOTHING: dict[str, object] = dict.fromkeys(COLUMNS, 0) | {"bits_0": None, "texts_61": None}


def answers(**cells: object) -> list[Answer]:
    row = NOTHING | {"row": 7} | cells
    ((key, said),) = read_answers(PLAN, COLUMNS, [[row[name] for name in COLUMNS]])
    assert key == (7,)
    return list(said)


@pytest.mark.parametrize(
    ("mask", "outcome"),
    [
        ("failed", RowOutcome.FAIL),
        ("inapplicable", RowOutcome.NOT_APPLICABLE),
        ("refused", RowOutcome.REFUSED),
    ],
)
def test_a_bit_is_a_rules_in_either_word(mask: str, outcome: RowOutcome) -> None:
    said = answers(**{f"{mask}0": 0b10, f"{mask}1": 0b1})
    assert [n for n, each in enumerate(said) if each == Answer(outcome)] == [1, 60]
    assert sum(each == Answer(RowOutcome.PASS) for each in said) == len(RULES.rules) - 2


def test_a_calculation_out_of_range_outweighs_what_came_of_it() -> None:
    assert answers(refused0=1, unknown0=1, failed0=1)[0] == Answer(RowOutcome.REFUSED)


def test_missing_facts_are_those_of_the_bits_and_the_texts() -> None:
    said = answers(unknown0=1, bits_0=1, unknown1=0b11, bits_60=1, texts_61=["a[0].b", "a[1].b"])
    assert said[0] == said[60] == Answer(RowOutcome.UNKNOWN, frozenset({"data.personal"}))
    assert said[61] == Answer(RowOutcome.UNKNOWN, frozenset({"a[0].b", "a[1].b"}))
