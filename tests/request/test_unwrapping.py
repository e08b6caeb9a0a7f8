import datetime as dt
from typing import Any

import pytest

from guard.errors import Place
from guard.request.data import Data, Dpia, Subject
from guard.request.evidence import Evidence
from guard.request.forms import Money
from guard.request.local import LocalFacts
from guard.request.model import Request
from guard.request.provenance import Provenance
from guard.request.unwrapping import Unwrapping, wrappable

SAID = {"source": "form 7", "by": "A. Person", "on": dt.date(2026, 11, 1)}
WHO = Provenance("form 7", "A. Person", dt.date(2026, 11, 1))


def opened(data: dict[str, Any]) -> tuple[Any, Unwrapping]:
    unwrapping = Unwrapping(lambda path: Place(path=".".join(map(str, path))))
    return unwrapping.bare(data, Request, ()), unwrapping


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("data", "personal"), True),
        (("data", "subjects"), ["staff"]),
        (("data", "dpia", "screening", "tracking"), False),
        (("contract", "value"), {"amount": 5, "currency": "GBP"}),
        (("evidence",), []),
        (("local", "ours"), ["a"]),
    ],
)
def test_a_wrapped_fact_is_unwrapped(path: tuple[str, ...], value: object) -> None:
    wrapped: Any = {"value": value} | SAID
    plain: Any = value
    for part in reversed(path):
        wrapped, plain = {part: wrapped}, {part: plain}
    bare, unwrapping = opened(wrapped)
    assert bare == plain
    assert unwrapping.said == {path: WHO}
    assert unwrapping.faults == []


def test_facts_of_items_and_the_list_itself() -> None:
    item = {"kind": {"value": "sbom", "source": "mail"}}
    bare, unwrapping = opened({"evidence": {"value": [item], "by": "IT"}})
    assert bare == {"evidence": [{"kind": "sbom"}]}
    assert unwrapping.said == {
        ("evidence",): Provenance(by="IT"),
        ("evidence", 0, "kind"): Provenance("mail"),
    }


def test_unwrapped_facts_are_left_alone() -> None:
    data = {"data": {"personal": True}, "contract": {"value": {"amount": 1, "currency": "GBP"}}}
    bare, unwrapping = opened(data)
    assert bare == data
    assert unwrapping.said == {}


@pytest.mark.parametrize("group", ["data", "contract", "hosting", "local"])
def test_a_group_cannot_be_wrapped(group: str) -> None:
    data = {group: {"value": {"x": 1}, "source": "y"}}
    bare, unwrapping = opened(data)
    assert group == "local" or bare == data
    assert (group,) not in unwrapping.said


@pytest.mark.parametrize("rest", [{"sorce": "x"}, {"source": 5}, {"on": "1/1/2026"}, {"by": ""}])
def test_a_wrong_wrapping_is_a_fault(rest: dict[str, object]) -> None:
    _, unwrapping = opened({"data": {"personal": {"value": True} | rest}})
    (fault,) = unwrapping.faults
    assert fault.place.path == f"data.personal.{next(iter(rest))}"
    assert unwrapping.said == {}


@pytest.mark.parametrize("value", [None, 5, "x", [], [1], [[{}]], {"value": 1}, {"data": 1}])
def test_what_does_not_fit_is_left_for_the_model(value: Any) -> None:
    bare, unwrapping = opened({"nowhere": value, "data": value})
    assert bare == {"nowhere": value, "data": value}
    assert unwrapping.faults == []


def test_what_may_be_wrapped() -> None:
    assert all(map(wrappable, (bool, str, Subject, list[Subject], list[Evidence], Money)))
    assert not any(map(wrappable, (Data, Dpia, Evidence, LocalFacts)))
