"""What a fact is: a typed field that may be absent, with a question and who can answer it."""

from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

ASKED_OF = "asked_of"
"""The key under which a field (and the JSON Schema) says who can answer."""

LONGEST_TEXT = 20_000
"""The most characters that one text may have."""


class Vocabulary(StrEnum):
    """A closed set of words, written exactly as its values; never with a word for "unknown"."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Files hold words, not members, so words are taken even where all else is strict."""
        return core_schema.enum_schema(
            cls, list(cls.__members__.values()), sub_type="str", strict=False
        )


class Answerer(Vocabulary):
    """Who can answer a question; each gets one list of questions."""

    REQUESTER = "requester"
    IT = "it"
    SUPPLIER = "supplier"
    REGISTER = "register"


class Facts(BaseModel):
    """Facts that belong together. Nothing is coerced; unknown keys and blank texts are refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        defer_build=True,  # a request pays only for the groups it has
        str_strip_whitespace=True,
        str_min_length=1,
        str_max_length=LONGEST_TEXT,
    )


def fact(question: str, answerer: Answerer, *, required: bool = False) -> Any:
    """A field of :class:`Facts`: absent means unknown, unless the item is nothing without it."""
    return Field(
        default=... if required else None,
        description=question,
        json_schema_extra={ASKED_OF: answerer.value},
    )


def known(annotation: Any) -> Any:
    """The type of a fact once it is known: ``X | None`` gives X, everything else is unchanged."""
    if get_origin(annotation) in (Union, UnionType):
        arms = [arm for arm in get_args(annotation) if arm is not NoneType]
        return arms[0] if len(arms) == 1 else annotation
    return annotation


def plain_type(annotation: Any) -> Any:
    """The bare type of a fact: str, int, bool, Decimal, date, a vocabulary, a model, or list[…]."""
    annotation = known(annotation)
    if get_origin(annotation) is Annotated:
        return plain_type(get_args(annotation)[0])
    if get_origin(annotation) is list:
        return list[plain_type(get_args(annotation)[0])]  # type: ignore[misc]
    return annotation


def model_in(annotation: Any) -> type[Facts] | None:
    """The model that a fact holds, by itself or as items of a list; None for any other fact."""
    bare = plain_type(annotation)
    inner = get_args(bare)[0] if get_origin(bare) is list else bare
    return inner if isinstance(inner, type) and issubclass(inner, Facts) else None
