"""The JSON Schema of a request, for editors and forms that help to write one."""

from collections.abc import Iterator
from typing import Any

from guard.request.fact import Facts, model_in, plain_type
from guard.request.model import Request
from guard.request.provenance import WRAPPED, Said
from guard.request.unwrapping import wrappable


def schema() -> dict[str, Any]:
    """A JSON Schema (2020-12); each description is the question that the fact answers.

    Every fact may also be wrapped with who says it, as :mod:`guard.request.provenance` reads it.
    """
    found = Request.model_json_schema()
    definitions: dict[str, Any] = found["$defs"]
    definitions["Said"] = Said.model_json_schema()
    said = {name: {"$ref": f"#/$defs/Said/properties/{name}"} for name in Said.model_fields}
    for model in _models(Request):
        holder = found if model is Request else definitions[model.__name__]
        for name, field in model.model_fields.items():
            if wrappable(plain_type(field.annotation)):
                holder["properties"][name] = _or_wrapped(holder["properties"][name], said)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | found


def _models(root: type[Facts]) -> Iterator[type[Facts]]:
    waiting, seen = [root], {root}
    for model in waiting:
        yield model
        inner = (model_in(field.annotation) for field in model.model_fields.values())
        fresh = [found for found in dict.fromkeys(inner) if found and found not in seen]
        seen.update(fresh)
        waiting += fresh


_ABOUT = ("title", "description", "default", "asked_of")


def _or_wrapped(fact: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    about = {key: fact[key] for key in _ABOUT if key in fact}
    bare = {key: value for key, value in fact.items() if key not in _ABOUT}
    wrapped = {
        "type": "object",
        "properties": {WRAPPED: bare} | said,
        "required": [WRAPPED],
        "additionalProperties": False,
    }
    return about | {"anyOf": [bare, wrapped]}
