from guard.condition.step import UNKNOWN
from guard.examples import try_examples
from guard.workbench.trial.coverage import Part, coverage
from tests.workbench.trial.making import example, of, spot

DEFINED = ('[define]\n"big(n)" = "n > 5 && has(data.records)"\n',)


def parts(*examples: dict[str, object], **keys: object) -> dict[str, Part]:
    made = of(*examples, **keys)  # type: ignore[arg-type]
    tried = try_examples(made, made.packs[0])
    return {part.text: part for part in coverage(made, tried)}


def test_each_part_has_the_answers_that_it_gave() -> None:
    found = parts(
        example("pass", data__personal=True, data__records=1),
        example("fail", data__personal=False),
        require="data.personal && data.records < 5",
    )
    assert found["data.personal"].unseen == (UNKNOWN,)
    assert found["data.records < 5"].unseen == (False, UNKNOWN)
    assert found["data.personal && data.records < 5"].unseen == (UNKNOWN,)
    assert spot(found["data.records < 5"].place)[1] == 29


def test_an_answer_that_cannot_be_is_not_expected() -> None:
    found = parts(
        example("pass", data__records=1),
        require="has(data.records) && (data.records > 3 || data.records < 9)",
    )
    assert found["has(data.records)"].possible == (True, False)
    assert found["data.records > 3 || data.records < 9"].possible == (True, UNKNOWN)


def test_definitions_are_looked_into_once_and_at_their_own_place() -> None:
    found = parts(
        example("pass", data__records=9), tables=DEFINED, require="big(data.records) || big(3)"
    )
    inside = found["n > 5"]
    assert (inside.owner, inside.place.line) == ("big", 6)
    assert inside.seen == {True}
    assert found["has(data.records)"].seen == {True}


def test_what_is_said_of_items_may_always_be_so() -> None:
    found = parts(
        example("pass", evidence=[]), require="evidence.all(e, e.sha256 == 'a' && e.sha256 == 'b')"
    )
    assert len(found["e.sha256 == 'a' && e.sha256 == 'b'"].possible) == 3
