import datetime as dt
from decimal import Decimal

import pytest

from guard.condition.types import Bool, Double, Int, ListOf, String, Struct, Timestamp, Type
from guard.policy.environment import environment, own_type, request_types, type_of
from guard.policy.model import FactType, OwnFact
from guard.policy.typed import type_at
from guard.request.fact import Answerer
from guard.request.paths import facts


def at(path: str) -> Type:
    return type_at(Struct("", dict(environment({"n": 1}, {"eea": {"c": ["FR"]}}, ()))), path)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("data.personal", Bool()),
        ("data.records", Int()),
        ("contract.value.amount", Double()),
        ("application.name", String()),
        ("contract.period.endDate", Timestamp()),
        ("integrations", ListOf),
        ("today", Timestamp()),
        ("parameters.n", Int()),
        ("lists.eea.c", ListOf(String())),
    ],
)
def test_each_name_has_its_type(path: str, kind: Type | type) -> None:
    found = at(path)
    assert isinstance(found, kind) if isinstance(kind, type) else found == kind


def test_words_are_a_closed_set() -> None:
    kind = at("it_management.register_status")
    assert isinstance(kind, String)
    assert kind.values is not None
    assert "unregistered" in kind.values


def test_every_fact_of_a_request_can_stand_in_a_condition() -> None:
    for path in facts():
        if "[]" not in path and not path.startswith("local"):
            assert str(at(path))


def test_approvals_come_from_the_ledger_and_are_known_to_conditions() -> None:
    approvals = request_types()["approvals"]
    assert isinstance(approvals, ListOf)
    assert isinstance(approvals.element, Struct)
    assert set(approvals.element.fields) == {
        *("role", "decision", "state", "for_this_request", "on", "until")
    }


@pytest.mark.parametrize("kind", FactType)
def test_each_type_of_own_fact_has_a_type_in_conditions(kind: FactType) -> None:
    fact = OwnFact(name="ours", type=kind, question="?", ask_of=Answerer.IT)
    assert (
        own_type(fact)
        == {
            FactType.YES_NO: Bool(),
            FactType.WHOLE_NUMBER: Int(),
            FactType.NUMBER: Double(),
            FactType.TEXT: String(),
            FactType.DATE: Timestamp(),
            FactType.LIST_OF_TEXT: ListOf(String()),
        }[kind]
    )


def test_values_close_the_set_of_a_text_and_of_the_items_of_a_list() -> None:
    def made(kind: FactType) -> Type:
        return own_type(
            OwnFact(name="ours", type=kind, question="?", ask_of=Answerer.IT, values=["a", "b"])
        )

    assert made(FactType.TEXT) == String(("a", "b"))
    assert made(FactType.LIST_OF_TEXT) == ListOf(String(("a", "b")))


def test_what_no_condition_can_use_is_an_error_of_the_model() -> None:
    assert type_of(dt.date | None) == Timestamp()
    assert type_of(Decimal) == Double()
    with pytest.raises(TypeError, match="bytes"):
        type_of(bytes)
