"""The names that a condition may use, each with its type."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from guard.condition.types import (
    Bool,
    Double,
    Int,
    ListOf,
    String,
    Struct,
    Timestamp,
    Type,
)
from guard.policy.model import FactType, OwnFact, Parameter
from guard.request.fact import plain_type
from guard.request.model import Request

APPROVAL = Struct(
    "approval",
    {
        "role": String(),
        "decision": String(("approve", "approve-with-conditions", "refuse")),
        "state": String(("in-force", "expired", "revoked", "superseded", "conditions-overdue")),
        "for_this_request": Bool(),
        "on": Timestamp(),
        "until": Timestamp(),
    },
)
"""One sealed approval, as conditions see it. Approvals come from the ledger, never a request."""

_OWN: Mapping[FactType, Type] = {
    FactType.YES_NO: Bool(),
    FactType.WHOLE_NUMBER: Int(),
    FactType.NUMBER: Double(),
    FactType.TEXT: String(),
    FactType.DATE: Timestamp(),
    FactType.LIST_OF_TEXT: ListOf(String()),
}
_PLAIN: Mapping[type, Type] = {
    bool: Bool(),
    int: Int(),
    Decimal: Double(),
    str: String(),
    dt.date: Timestamp(),
}


@cache
def request_types() -> Mapping[str, Type]:
    """The facts of a request by group, with ``today`` and ``approvals``; types from the model."""
    groups = {
        name: type_of(field.annotation)
        for name, field in Request.model_fields.items()
        if name != "local"
    }
    return groups | {"today": Timestamp(), "approvals": ListOf(APPROVAL)}


def environment(
    parameters: Mapping[str, Parameter],
    lists: Mapping[str, Mapping[str, Parameter]],
    own_facts: Iterable[OwnFact],
) -> Mapping[str, Type]:
    """All names for the conditions of one policy: facts, its parameters, the dated lists."""
    own = {fact.name: own_type(fact) for fact in own_facts}
    return dict(request_types()) | {
        "parameters": Struct("parameters", _constants(parameters)),
        "lists": Struct("lists", {k: Struct(k, _constants(v)) for k, v in lists.items()}),
        "local": Struct("local", own),
    }


def own_type(fact: OwnFact) -> Type:
    """The type of a body's own fact; with ``values``, a closed set of words."""
    if not fact.values:
        return _OWN[fact.type]
    words = String(tuple(fact.values))
    return ListOf(words) if fact.type is FactType.LIST_OF_TEXT else words


def _constants(values: Mapping[str, Parameter]) -> dict[str, Type]:
    return {
        key: ListOf(String()) if isinstance(value, list) else _PLAIN[type(value)]
        for key, value in values.items()
    }


def type_of(annotation: Any) -> Type:
    """The condition type of a fact's annotation: ``X | None`` is X, models are structs.

    Raises:
        TypeError: a field of the request model has a type that no condition can use.
    """
    bare = plain_type(annotation)
    if get_origin(bare) is list:
        return ListOf(type_of(get_args(bare)[0]))
    if bare in _PLAIN:
        return _PLAIN[bare]
    if isinstance(bare, type) and issubclass(bare, StrEnum):
        return String(tuple(bare))
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        fields = {name: type_of(f.annotation) for name, f in bare.model_fields.items()}
        return Struct(bare.__name__, fields)
    raise TypeError(f"no condition type for {annotation!r}")
