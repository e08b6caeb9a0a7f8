import datetime as dt
from decimal import Decimal
from types import UnionType
from typing import Any, TypeGuard, get_args, get_origin

import pytest

from guard.request.data import Subject
from guard.request.evidence import Evidence
from guard.request.fact import Answerer, Facts, Vocabulary
from guard.request.model import Request
from guard.request.paths import facts


def test_groups_items_and_leaves_have_paths() -> None:
    assert facts()["data.personal"].annotation is bool
    assert facts()["data.dpia.approved_on"].annotation is dt.date
    assert facts()["contract.value.amount"].annotation is Decimal
    assert facts()["evidence"].annotation == list[Evidence]
    assert facts()["evidence[].sha256"].annotation is str
    assert facts()["vulnerability.kev.hits[].cve"].annotation is str
    assert facts()["data.subjects"].annotation == list[Subject]


def test_the_order_is_that_of_the_model() -> None:
    tops = [path for path in facts() if "." not in path]
    assert tops == list(Request.model_fields)


def test_there_are_no_approvals() -> None:
    assert not [path for path in facts() if path.startswith("approvals")]


def test_a_path_is_the_key_of_its_fact() -> None:
    assert [path for path, info in facts().items() if info.path != path] == []


def test_every_fact_asks_a_question_of_somebody() -> None:
    assert {info.answerer for info in facts().values()} == set(Answerer)
    assert [path for path, info in facts().items() if not asks(info.question)] == []


def asks(question: str) -> bool:
    return question[0].isupper() and question.endswith("?") and len(question) <= 140


def test_every_fact_has_a_type_that_conditions_know() -> None:
    assert [
        path for path, info in facts().items() if not conditions_know(item(info.annotation))
    ] == ["local"]


def conditions_know(kind: Any) -> bool:
    if kind in (bool, int, str, Decimal, dt.date):
        return True
    return isinstance(kind, type) and issubclass(kind, Vocabulary | Facts)


def is_vocabulary(kind: Any) -> TypeGuard[type[Vocabulary]]:
    return isinstance(kind, type) and issubclass(kind, Vocabulary)


def test_no_vocabulary_has_a_word_for_unknown() -> None:
    kinds = [item(info.annotation) for info in facts().values()]
    words = {str(word) for kind in kinds if is_vocabulary(kind) for word in kind}
    assert "found-in-use" in words
    assert not words & {"unknown", "not-known", "n/a", "tbc", ""}


def item(annotation: Any) -> Any:
    assert not isinstance(annotation, UnionType)
    return get_args(annotation)[0] if get_origin(annotation) is list else annotation


def test_the_catalogue_is_made_once_and_cannot_be_changed() -> None:
    assert facts() is facts()
    with pytest.raises(TypeError):
        facts()["x"] = facts()["data"]  # type: ignore[index]
