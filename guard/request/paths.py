"""Every fact of a request by its dotted path, with its question and who can answer it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, get_origin

from pydantic.fields import FieldInfo

from guard.request.fact import ASKED_OF, Answerer, Facts, model_in, plain_type
from guard.request.model import Request


@dataclass(frozen=True, slots=True)
class FactInfo:
    """One fact, or a group of them.

    ``path`` is dotted, with ``[]`` after a list whose items have facts: ``evidence[].kind``.
    ``annotation`` is the bare type: ``bool``, ``list[Subject]``, never with ``None``.
    """

    path: str
    question: str
    answerer: Answerer
    annotation: Any


@cache
def facts() -> Mapping[str, FactInfo]:
    """All facts and groups of a request by path, in the order of the model."""
    return MappingProxyType({info.path: info for info in _facts_of(Request, "")})


def _facts_of(model: type[Facts], prefix: str) -> Iterator[FactInfo]:
    for name, field in model.model_fields.items():
        info = _info(prefix + name, field)
        yield info
        if inner := model_in(info.annotation):
            mark = "[]." if get_origin(info.annotation) is list else "."
            yield from _facts_of(inner, info.path + mark)


def _info(path: str, field: FieldInfo) -> FactInfo:
    extra = field.json_schema_extra
    if not isinstance(extra, dict) or field.description is None:
        raise TypeError(f"{path} was not made by fact()")
    answerer = Answerer(str(extra[ASKED_OF]))
    return FactInfo(path, field.description, answerer, plain_type(field.annotation))
