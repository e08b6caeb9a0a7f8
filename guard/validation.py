"""Holding a document against the shape it must have; every fault with its place and a remedy."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from guard.document import Document, dotted
from guard.errors import Fault, GuardError
from guard.text import plain

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from guard.position import KeyPath

Shape = TypeVar("Shape", bound=BaseModel)


def validated(shape: type[Shape], document: Document) -> Shape:
    """``document`` as a ``shape``.

    Raises:
        GuardError: all faults at once, in the order in which they stand in the file.
    """
    try:
        return shape.model_validate(document.data)
    except ValidationError as error:
        faults = dict.fromkeys(_faults(shape, document, error))
        ordered = sorted(faults, key=lambda fault: (fault.place.line, fault.place.column))
        raise GuardError(*ordered) from None


def _faults(shape: type[BaseModel], document: Document, error: ValidationError) -> Iterator[Fault]:
    for detail in error.errors(include_url=False):
        path = _in_document(document.data, detail["loc"])
        yield Fault(*_words(shape, path, detail), document.place(path))


def _in_document(data: Any, loc: Sequence[str | int]) -> "KeyPath":
    """``loc`` without the names of union arms that pydantic puts between the keys."""
    path: list[str | int] = []
    for index, part in enumerate(loc):
        inside = part in data if isinstance(data, Mapping) else isinstance(part, int)
        if inside and isinstance(data, Mapping | list):
            path.append(part)
            data = data[part]  # type: ignore[index]
        elif index == len(loc) - 1 and isinstance(data, Mapping):
            path.append(part)
    return tuple(path)


def _words(shape: type[BaseModel], path: "KeyPath", detail: "ErrorDetails") -> tuple[str, str]:
    key = plain(str(path[-1])) if path else ""
    match detail["type"]:
        case "extra_forbidden":
            known = _keys(shape, path[:-1])
            near = get_close_matches(key, known, n=1)
            remedy = f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(known)}"
            return f"unknown key {key!r}", remedy
        case "missing":
            return f"{key!r} is missing", f"add {key} = … to {_where(path)}"
        case "enum" | "literal_error":
            found = str(detail["input"])
            allowed = str(detail["ctx"]["expected"])
            near = get_close_matches(found, re.findall("'([^']*)'", allowed), n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            return f"{dotted(path)} is {plain(found)!r}", f"{hint}use {allowed}"
        case "value_error":
            return str(detail["ctx"]["error"]), f"change {dotted(path) or 'the file'}"
        case _:
            found = plain(repr(detail["input"]), 80)
            return f"{dotted(path)} cannot be {found}", f"write it so: {detail['msg'].lower()}"


def _where(path: "KeyPath") -> str:
    return dotted(path[:-1]) or "the top of the file"


def _keys(shape: Any, path: "KeyPath") -> list[str]:
    """The keys that a table at ``path`` may have."""
    for part in path:
        fields = getattr(_model(shape), "model_fields", {})
        if isinstance(part, str) and part in fields:
            shape = fields[part].annotation
    fields = getattr(_model(shape), "model_fields", {})
    return [field.alias or name for name, field in fields.items()]


def _model(annotation: Any) -> Any:
    """The model inside ``X | None``, ``tuple[X, ...]`` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for arm in get_args(annotation) if (found := _model(arm))), None)
