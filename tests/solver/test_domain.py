from decimal import Decimal

from guard.solver.domain import Domain, domain_of
from guard.solver.question import ITEM
from guard.solver.terms import number
from guard.solver.uses import Collector
from tests.solver.asking import TODAY, question


def domain(source: str, longest: int = 20) -> tuple[Domain, list[str]]:
    collector = Collector()
    collector.add(question(source))
    made = domain_of(collector.uses, number(TODAY) or Decimal(0), longest)
    return made, list(collector.uses.doubts)


def test_each_fact_has_values_of_its_type() -> None:
    made, doubts = domain(
        "urgent && users > 3 && share > 0.5 && title == 'x' && data.since > today"
    )
    assert made.values["urgent",] == (True, False)
    assert set(made.values["users",]) == {2, 3, 4}
    assert all(isinstance(value, Decimal) for value in made.values["share",])
    assert made.values["title",] == ("x", "other")
    assert TODAY in made.values[("data", "since")]
    assert not doubts


def test_lists_are_as_long_as_their_searches_and_counts_need() -> None:
    made, _ = domain("evidence.exists(e, e.valid) && size(tags) > 2")
    assert made.lengths == {("evidence",): 1, ("tags",): 4}
    assert made.values[("evidence", ITEM, "valid")] == (True, False)


def test_what_does_not_fit_is_doubted() -> None:
    made, doubts = domain("size(tags) > 30")
    assert made.lengths["tags",] == 20
    assert doubts == ["a list of more than 20 items"]
    _, late = domain("data.since > timestamp('9999-12-31T00:00:00Z')")
    assert late == ["a date before the year 1 or after the year 9999"]
