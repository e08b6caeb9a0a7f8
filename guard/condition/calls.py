"""What a call of a built-in function means: its type, or its value where that is fixed."""

from collections.abc import Collection
from typing import Final, NamedTuple

from guard.condition import names, refused, values
from guard.condition.operators import Refusal, fits
from guard.condition.tree import Call, Literal, Node
from guard.condition.types import (
    BOOL,
    DURATION,
    INT,
    STRING,
    TIMESTAMP,
    UNDETERMINED,
    ListOf,
    String,
    Type,
    Undetermined,
)


class Signature(NamedTuple):
    """A function: whether it is written ``x.f()``, what it takes (x first) and gives."""

    member: bool
    parameters: tuple[Type, ...]
    result: Type
    usage: str


_TEXT_TEST: Final = (STRING, STRING)
SIGNATURES: Final = {
    "startsWith": Signature(True, _TEXT_TEST, BOOL, 'text.startsWith("…")'),
    "endsWith": Signature(True, _TEXT_TEST, BOOL, 'text.endsWith("…")'),
    "contains": Signature(True, _TEXT_TEST, BOOL, 'text.contains("…")'),
    "lowerAscii": Signature(True, (STRING,), STRING, "text.lowerAscii()"),
    "timestamp": Signature(False, (STRING,), TIMESTAMP, 'timestamp("2026-01-31T00:00:00Z")'),
    "duration": Signature(False, (STRING,), DURATION, 'duration("720h")'),
    "days": Signature(False, (INT,), DURATION, "days(30)"),
}
"""The functions with one signature each; ``size`` takes a text or a list, either way round."""

_USAGES: Final = {
    "size": "size(list) or list.size()",
    "has": "has(data.personal)",
    "all": "list.all(item, …)",
    "exists": "list.exists(item, …)",
    "exists_one": "list.exists_one(item, …)",
}


def typed(call: Call, defined: Collection[str]) -> Node | Refusal:
    """Give ``call``, whose arguments are typed, its own type; or say why it has none.

    ``timestamp``, ``duration`` and ``days`` of a literal become the literal they stand for.
    ``defined`` are the names of the definitions, to tell a slip from an unknown function.
    """
    if call.function == "size" and len(call.arguments) == 1:
        return _size(call)
    signature = SIGNATURES.get(call.function)
    if signature is None:
        return _unknown(call, defined)
    if len(call.arguments) != len(signature.parameters) or call.member != signature.member:
        return _misused(call.function, signature.usage)
    for argument, wanted in zip(call.arguments, signature.parameters, strict=True):
        if not fits(argument.type, wanted):
            reason = f"{call.function} takes {wanted}, and this is {argument.type}"
            return Refusal(reason, f"write it as {signature.usage}")
    return _constant(call, signature)


def _size(call: Call) -> Node | Refusal:
    counted = call.arguments[0].type
    if not isinstance(counted, String | ListOf | Undetermined):
        reason = f"size counts a list or a text, and this is {counted}"
        return Refusal(reason, "name a list or a text")
    return call._replace(type=INT)


def _constant(call: Call, signature: Signature) -> Node | Refusal:
    argument = call.arguments[0]
    value = argument.value if isinstance(argument, Literal) else None
    try:
        match call.function, value:
            case "timestamp", str():
                return Literal(call.span, values.read_timestamp(value), TIMESTAMP, call.text)
            case "duration", str():
                return Literal(call.span, values.read_duration(value), DURATION, call.text)
            case "days", int():
                span = values.read_duration(f"{value * 24}h")
                return Literal(call.span, span, DURATION, call.text)
            case "timestamp" | "duration", _ if argument.type != UNDETERMINED:
                reason = f"{call.function} takes a text written out between quotes"
                return Refusal(reason, "use the fact itself: a fact that is a date has that type")
    except ValueError as error:
        return Refusal(str(error), f"write it as {signature.usage}")
    return call._replace(type=signature.result)


def _unknown(call: Call, defined: Collection[str]) -> Refusal:
    name = call.function[:80]
    if usage := _USAGES.get(name):
        return _misused(name, usage)
    if name in defined:
        return Refusal(f"{name} is a definition", f"write it as {name}(…), without a dot")
    near = names.closest(name, [*refused.BUILT_IN, *defined])
    known = ", ".join(sorted(refused.BUILT_IN))
    remedy = f"did you mean {near}?" if near else f"use one of: {known}; or define it"
    return Refusal(f"there is no function {name}", remedy)


def _misused(function: str, usage: str) -> Refusal:
    return Refusal(f"{function} is not called like this", f"write it as {usage}")
