"""From a document to the facts of a request; every fault found in one go."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from guard.border.document import Document, dotted
from guard.errors import Fault, refuse_if
from guard.request.fact import Facts, model_in, plain_type
from guard.request.faults import faults_of, unknown_groups
from guard.request.model import Request
from guard.request.provenance import Provenance
from guard.request.unwrapping import Unwrapping


@dataclass(frozen=True, slots=True)
class GivenFacts:
    """The facts that a document gives.

    ``values`` are nested by group and ready for conditions (see :func:`ready`); what is not known
    is not there. ``provenance`` is by dotted path, for the facts that say where they are from.
    """

    values: Mapping[str, object]
    provenance: Mapping[str, Provenance]
    document: Document


def read_request(document: Document) -> GivenFacts:
    """Check every group of ``document`` against the model.

    Raises:
        GuardError: one fault, with its place, for each thing that is not a fact of a request.
    """
    unwrapping = Unwrapping(document.place)
    values: dict[str, object] = {}
    groups = Request.model_fields
    strange = [name for name in document.data if name not in groups]
    faults = [*unknown_groups(strange, groups, document.place)]
    for name, value in document.data.items():
        if name not in groups or value is None:  # null is JSON's way to say "not known"
            continue
        annotation = groups[name].annotation
        try:
            values[name] = ready(_check(name)(unwrapping.bare(value, annotation, (name,))))
        except ValidationError as error:
            faults.extend(faults_of(error, annotation, (name,), document.place))
    refuse_if(sorted(faults + unwrapping.faults, key=_line))
    said = {dotted(path): what for path, what in unwrapping.said.items()}
    return GivenFacts(values, said, document)


@cache
def _check(group: str) -> Callable[[Any], Any]:
    """What validates one group: pydantic builds this only for the groups that a request has."""
    kind = plain_type(Request.model_fields[group].annotation)
    model = model_in(kind)
    if model and model is kind:
        return model.model_validate
    return TypeAdapter(kind).validate_python


def ready(value: Any) -> Any:
    """``value`` as conditions read it.

    Groups become dicts without what is unknown, words of a vocabulary plain text, and dates
    timestamps of midnight UTC; the rest is as it was.
    """
    match value:
        case Facts():
            return {name: ready(fact) for name, fact in value if fact is not None}
        case dict():
            return {name: ready(fact) for name, fact in value.items() if fact is not None}
        case list():
            return [ready(item) for item in value]
        case StrEnum():
            return value.value
        case dt.date():
            return dt.datetime.combine(value, dt.time(tzinfo=dt.UTC))
        case _:
            return value


def _line(fault: Fault) -> int:
    return fault.place.line
