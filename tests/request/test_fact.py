from typing import Annotated

import pytest
from pydantic import ValidationError

from guard.request.fact import (
    ASKED_OF,
    Answerer,
    Facts,
    Vocabulary,
    fact,
    known,
    model_in,
    plain_type,
)


class Colour(Vocabulary):
    RED = "red"
    DARK_BLUE = "dark-blue"


class Paint(Facts):
    colour: Colour | None = fact("Which colour?", Answerer.SUPPLIER)
    litres: int | None = fact("How much?", Answerer.REQUESTER)
    name: str | None = fact("What is it called?", Answerer.REQUESTER, required=True)


def test_a_word_of_a_vocabulary_is_read_from_text() -> None:
    assert Paint.model_validate({"name": "x", "colour": "dark-blue"}).colour is Colour.DARK_BLUE


@pytest.mark.parametrize("word", ["RED", "Dark-Blue", "unknown", "", 1, True, ["red"]])
def test_what_is_not_in_a_vocabulary_is_refused(word: object) -> None:
    with pytest.raises(ValidationError):
        Paint.model_validate({"name": "x", "colour": word})


@pytest.mark.parametrize("number", ["5", 5.0, True])
def test_nothing_is_coerced_to_a_number(number: object) -> None:
    with pytest.raises(ValidationError):
        Paint.model_validate({"name": "x", "litres": number})


def test_absent_facts_are_none() -> None:
    paint = Paint(name="x")
    assert (paint.colour, paint.litres) == (None, None)


def test_a_required_fact_cannot_be_absent() -> None:
    with pytest.raises(ValidationError, match="name"):
        Paint.model_validate({})


def test_text_loses_the_space_around_it() -> None:
    assert Paint(name="  Signal red ").name == "Signal red"


@pytest.mark.parametrize("text", ["", " ", "\t\n"])
def test_blank_text_is_no_answer(text: str) -> None:
    with pytest.raises(ValidationError):
        Paint(name=text)


def test_facts_cannot_be_changed() -> None:
    paint = Paint(name="x")
    with pytest.raises(ValidationError):
        paint.name = "y"  # type: ignore[misc]


def test_a_fact_carries_its_question_and_answerer() -> None:
    field = Paint.model_fields["colour"]
    assert field.description == "Which colour?"
    assert field.json_schema_extra == {ASKED_OF: "supplier"}


def test_known_takes_none_away() -> None:
    assert known(int | None) is int
    assert known(list[int]) == list[int]


def test_plain_type_takes_all_but_the_type_away() -> None:
    assert plain_type(Annotated[str, "note"] | None) is str
    assert plain_type(list[Annotated[str, "note"]] | None) == list[str]
    assert plain_type(Paint | None) is Paint


def test_model_in_finds_groups_and_items() -> None:
    assert model_in(Paint | None) is Paint
    assert model_in(list[Paint] | None) is Paint
    assert model_in(list[str]) is None
    assert model_in(Colour) is None
