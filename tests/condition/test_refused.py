import pytest

from guard.condition import calls, refused
from tests.condition.asking import problems

EVERYTHING = [
    *refused.FUNCTIONS.values(),
    *refused.OPERATORS.values(),
    refused.NULL,
    refused.BYTES,
    refused.UNSIGNED,
    refused.INDEX,
    refused.OPTIONAL,
    refused.MAP,
    refused.ROOTED,
]


@pytest.mark.parametrize("why", EVERYTHING)
def test_every_refusal_has_a_reason_and_a_next_step(why: tuple[str, str]) -> None:
    assert all(why)


def test_nothing_is_both_refused_and_built_in() -> None:
    assert not refused.FUNCTIONS.keys() & refused.BUILT_IN
    assert calls.SIGNATURES.keys() < refused.BUILT_IN


@pytest.mark.parametrize("name", sorted(refused.FUNCTIONS))
@pytest.mark.parametrize("form", ["title.{}()", "{}(title)", "tags.{}(t, t)"])
def test_a_refused_function_is_named_in_every_form(name: str, form: str) -> None:
    assert problems(form.format(name))[0].reason.startswith(f"{name}: ")


@pytest.mark.parametrize("name", sorted(refused.RESERVED - {"true", "false", "null"}))
def test_a_reserved_word_is_no_fact(name: str) -> None:
    assert problems(f"{name} == 1")


@pytest.mark.parametrize("name", sorted(refused.RESERVED))
def test_a_reserved_word_is_no_variable(name: str) -> None:
    assert problems(f"tags.all({name}, urgent)")
