from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations

import pytest

from guard.condition.problem import ConditionError
from guard.condition.step import UNKNOWN
from tests.condition.asking import TODAY, ask

LARGEST = 2**63 - 1


@pytest.mark.parametrize(
    ("source", "value", "missing"),
    [
        ("true || urgent", True, set()),
        ("urgent || true", True, set()),
        ("false && urgent", False, set()),
        ("urgent && false", False, set()),
        ("urgent || false", UNKNOWN, {"urgent"}),
        ("urgent && data.personal", UNKNOWN, {"urgent", "data.personal"}),
        ("urgent && (data.personal && false)", False, set()),
        ("urgent || (data.personal && false)", UNKNOWN, {"urgent"}),
        ("!urgent", UNKNOWN, {"urgent"}),
        ("users + 1 == size(tags)", UNKNOWN, {"users", "tags"}),
        ("urgent ? true : true", UNKNOWN, {"urgent"}),
        ("urgent ? data.personal : users == 1", UNKNOWN, {"urgent", "data.personal", "users"}),
        ("true ? false : urgent", False, set()),
        ("title in []", UNKNOWN, {"title"}),
        ("1 in [1, users]", UNKNOWN, {"users"}),
        ("has(data.personal)", False, set()),
        ("has(data.host.racks)", False, set()),
        ("has(data.personal) && data.personal", False, set()),
    ],
)
def test_nothing_is_known(source: str, value: object, missing: set[str]) -> None:
    step = ask(source)
    assert (step.value, set(step.missing)) == (value, missing)


@pytest.mark.parametrize("words", list(permutations(["true", "false", "urgent"])))
def test_order_plays_no_part(words: tuple[str, ...]) -> None:
    assert ask(" || ".join(words)).value is True
    assert ask(" && ".join(words)).value is False


ITEMS = {"evidence": [{"valid": False}, {}, {"valid": True}]}


@pytest.mark.parametrize(
    ("source", "value", "missing"),
    [
        ("evidence.exists(e, e.valid)", True, set()),
        ("evidence.all(e, e.valid)", False, set()),
        ("evidence.exists(e, !e.valid)", True, set()),
        (
            "evidence.exists(e, e.valid && e.count == 1)",
            UNKNOWN,
            {"evidence[1].valid", "evidence[1].count", "evidence[2].count"},
        ),
        ("evidence.exists_one(e, e.valid)", UNKNOWN, {"evidence[1].valid"}),
        ("evidence.all(e, has(e.valid))", False, set()),
        (
            "evidence.exists(e, e.scope.whole)",
            UNKNOWN,
            {f"evidence[{n}].scope.whole" for n in range(3)},
        ),
        ("size(evidence) == 3", True, set()),
        ("tags.exists(t, t == title)", UNKNOWN, {"tags", "title"}),
        ("tags.all(t, has(data.personal))", UNKNOWN, {"tags"}),
        (
            'data.copies.exists(c, has(c.valid) && title == "a")',
            UNKNOWN,
            {"data.copies", "title"},
        ),
        ("data.copies.exists(c, has(c.scope.site) && c.valid)", UNKNOWN, {"data.copies"}),
    ],
)
def test_lists_with_gaps(source: str, value: object, missing: set[str]) -> None:
    step = ask(source, ITEMS)
    assert (step.value, set(step.missing)) == (value, missing)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("[].all(x, x == 1)", True),
        ("[].exists(x, x == 1)", False),
        ("[1, 2, 1].exists_one(x, x == 2)", True),
        ("[1, 2, 1].exists_one(x, x == 1)", False),
        ("[1, 2].exists(x, [2, 3].exists(y, x == y))", True),
        ("[1, 2].all(x, [2, 3].exists(y, x == y))", False),
        ("(urgent ? [1] : [2]).exists(x, x == 1)", True),
    ],
)
def test_quantifiers_over_known_lists(source: str, value: object) -> None:
    assert ask(source, {"urgent": True}).value is value


def test_the_path_of_an_item_survives_a_choice_and_a_definition() -> None:
    source = "(urgent ? evidence : data.copies).exists(e, old(e))"
    facts = {"urgent": False, "data": {"copies": [{}]}}
    step = ask(source, facts, old__item="item.count > 3")
    assert step.missing == {"data.copies[0].count"}


def test_dates_are_calculated() -> None:
    facts = {"today": TODAY, "data": {"since": datetime(2025, 12, 1, tzinfo=UTC)}}
    assert ask("today - data.since == days(31)", facts).value is True
    assert ask("data.since + days(31) == today && today - days(31) == data.since", facts).value
    assert ask("today - data.since > days(30)", facts).parts[0].value == timedelta(days=31)


def test_decimals_are_compared_exactly() -> None:
    assert ask("share == 0.1 && share < 0.2", {"share": Decimal("0.1")}).value is True
    assert ask("share == users", {"share": Decimal("2.0"), "users": 2}).value is True


def test_none_counts_as_absent() -> None:
    assert ask("urgent", {"urgent": None}).missing == {"urgent"}
    assert ask("has(data.personal)", {"data": {"personal": None}}).value is False


OUT_OF_RANGE = [
    "users + 1 > 0",
    "-(-users - 2) > 0",
    "0 - users - 2 < 0",
    "today + days(3000000) > today",
    "today - days(users) < today",
    'duration("87660000h") + days(1) > days(1)',
    'today - timestamp("1500-01-01T00:00:00Z") > days(1)',
]


@pytest.mark.parametrize("source", OUT_OF_RANGE)
def test_a_calculation_that_leaves_its_range_is_an_error(source: str) -> None:
    with pytest.raises(ConditionError, match="leaves its range"):
        ask(source, {"users": LARGEST, "today": TODAY})


@pytest.mark.parametrize("source", OUT_OF_RANGE)
def test_it_is_none_where_the_answer_does_not_hang_on_it(source: str) -> None:
    facts = {"users": LARGEST, "today": TODAY}
    assert ask(f"{source} || true", facts).value is True
    assert ask(f"false && {source}", facts).value is False
    assert ask(f"{source} || urgent", facts).missing == {"urgent"}


def test_the_error_names_the_calculation() -> None:
    with pytest.raises(ConditionError, match=r"leaves its range: users \+ 1"):
        ask("!(users + 1 > size(tags))", {"users": LARGEST, "tags": []})


def test_a_choice_or_a_list_that_hangs_on_it_is_an_error_too() -> None:
    for source in ("users + 1 > 0 ? urgent : urgent", "[users + 1].exists(u, urgent)"):
        with pytest.raises(ConditionError, match="leaves its range"):
            ask(source, {"users": LARGEST})


def test_a_fact_that_cannot_mend_it_is_not_missing() -> None:
    for source in ("size(tags) + (users + 1) > 0", "[size(tags), users + 1].exists(n, n == 1)"):
        with pytest.raises(ConditionError, match="leaves its range"):
            ask(source, {"users": LARGEST})


def test_the_step_is_the_whole_reasoning() -> None:
    step = ask("!urgent && users > 3", {"urgent": False, "users": 2})
    assert [part.text for part in step.parts] == ["!urgent", "users > 3"]
    assert [part.value for part in step.parts] == [True, False]
    assert [leaf.path for leaf in step.parts[1].parts] == ["users", ""]
