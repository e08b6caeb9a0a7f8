"""A request's ``local`` facts, held against what the body's policies declare."""

import datetime as dt
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace

from guard.condition.types import Struct, Timestamp, Type
from guard.errors import Fault, refuse_if
from guard.policy.environment import own_type
from guard.policy.model import OwnFact
from guard.policy.typed import type_at, typed
from guard.request.reading import GivenFacts


def with_own_facts(given: GivenFacts, declared: Iterable[OwnFact]) -> GivenFacts:
    """``given`` with each local fact as its declaration types it.

    Raises:
        GuardError: facts that no policy declares, or of another type; all of them at once.
    """
    local = given.values.get("local")
    if not isinstance(local, Mapping):
        return given
    types = Struct("local", {fact.name: own_type(fact) for fact in declared})
    values: dict[str, object] = {}
    faults: list[Fault] = []
    for name, value in local.items():
        try:
            kind = type_at(types, name)
            values[name] = typed(_day(value, kind), kind, name)
        except ValueError as error:
            what, remedy = error.args
            faults.append(Fault(what, remedy, given.document.place(("local", name))))
    refuse_if(faults)
    return replace(given, values=dict(given.values) | {"local": values})


def _day(value: object, kind: Type) -> object:
    """A date as TOML has it: the reader made it a moment; JSON has only text for it."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(kind, Timestamp) and isinstance(value, str):
        with suppress(ValueError):
            return dt.date.fromisoformat(value)
    return value
