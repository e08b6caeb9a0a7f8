"""Which types each operator and function takes, and why it refuses the others."""

from typing import Final, NamedTuple

from guard.condition.types import (
    BOOL,
    DURATION,
    INT,
    STRING,
    TIMESTAMP,
    UNDETERMINED,
    Bool,
    Double,
    Duration,
    Int,
    ListOf,
    String,
    Struct,
    Timestamp,
    Type,
    Undetermined,
)

ORDERING: Final = frozenset(("<", "<=", ">", ">="))


class Refusal(NamedTuple):
    """Why types do not fit, and what to write instead."""

    reason: str
    remedy: str


_SUMS: Final[dict[tuple[str, type[Type], type[Type]], Type]] = {
    ("+", Int, Int): INT,
    ("-", Int, Int): INT,
    ("-", Timestamp, Timestamp): DURATION,
    ("+", Timestamp, Duration): TIMESTAMP,
    ("-", Timestamp, Duration): TIMESTAMP,
    ("+", Duration, Timestamp): TIMESTAMP,
    ("+", Duration, Duration): DURATION,
    ("-", Duration, Duration): DURATION,
}
_NO_DECIMALS: Final = Refusal(
    "numbers with decimals are compared and never calculated: rounding would decide",
    "put the calculated number in a fact or a parameter",
)
_NO_JOINING: Final = Refusal(
    "texts and lists are not joined", "write each test on its own and join them with && or ||"
)
_VOCABULARY_ORDER: Final = Refusal(
    "these texts would be compared by the alphabet, not by level",
    'name the values that count, as in fact in ["a", "b"]',
)
_BOOL_ORDER: Final = Refusal("yes and no have no order", "use the fact itself, or ! before it")


def fits(given: Type, wanted: Type) -> bool:
    """Whether ``given`` may stand where ``wanted`` is asked for."""
    return Undetermined in {type(given), type(wanted)} or type(given) is type(wanted)


def binary(operator: str, left: Type, right: Type) -> Type | Refusal:
    """Give the type of ``left operator right``, or say why there is none."""
    if operator == "in":
        return _membership(left, right)
    if operator in {"+", "-"}:
        return _sum(operator, left, right)
    if not comparable(left, right):
        return Refusal(
            f"{left} and {right} cannot be compared",
            _comparison_remedy(left, right),
        )
    if operator in ORDERING:
        return _ordering(left, right)
    return BOOL


def comparable(left: Type, right: Type) -> bool:
    """Whether ``==`` makes sense: the same scalar type, or two numbers."""
    if isinstance(left, Struct | ListOf) or isinstance(right, Struct | ListOf):
        return False
    if isinstance(left, Int | Double) and isinstance(right, Int | Double):
        return True
    return fits(left, right)


def joined(left: Type, right: Type) -> Type | None:
    """Give the one type of two items of a list, or of two branches; ``None`` if they have none."""
    match left, right:
        case (Undetermined(), other) | (other, Undetermined()):
            return other
        case String(values=ours), String(values=theirs):
            return String(tuple(dict.fromkeys(ours + theirs))) if ours and theirs else STRING
        case ListOf(element=ours_), ListOf(element=theirs_):
            element = joined(ours_, theirs_)
            return None if element is None else ListOf(element)
        case _:
            return left if left == right else None


def _membership(left: Type, right: Type) -> Type | Refusal:
    if isinstance(right, Undetermined):
        return BOOL
    if not isinstance(right, ListOf):
        remedy = "put a list on the right of in, or use == or contains"
        return Refusal(f"in looks inside a list, and {right} is none", remedy)
    if not comparable(left, right.element):
        remedy = "compare like with like; for a list of groups use exists(item, …)"
        return Refusal(f"{left} cannot be one of {right}", remedy)
    return BOOL


def _sum(operator: str, left: Type, right: Type) -> Type | Refusal:
    if Undetermined in {type(left), type(right)}:
        return UNDETERMINED
    if found := _SUMS.get((operator, type(left), type(right))):
        return found
    if Double in {type(left), type(right)}:
        return _NO_DECIMALS
    if isinstance(left, String | ListOf) and type(left) is type(right):
        return _NO_JOINING
    remedy = "calculate with whole numbers, or with dates and spans, as in today - days(365)"
    return Refusal(f"{left} {operator} {right} cannot be calculated", remedy)


def _ordering(left: Type, right: Type) -> Type | Refusal:
    if isinstance(left, Bool) or isinstance(right, Bool):
        return _BOOL_ORDER
    if any(isinstance(side, String) and side.values for side in (left, right)):
        return _VOCABULARY_ORDER
    return BOOL


def _comparison_remedy(left: Type, right: Type) -> str:
    if isinstance(left, ListOf) or isinstance(right, ListOf):
        return "ask about the items with in, exists, all or size"
    if isinstance(left, Struct) or isinstance(right, Struct):
        return "compare a fact inside the group"
    if Timestamp in {type(left), type(right)}:
        return 'write the date as timestamp("2026-01-31T00:00:00Z")'
    if {type(left), type(right)} == {Duration, Int}:
        return "write the span as days(30)"
    if String in {type(left), type(right)}:
        return "compare like with like: only text has quotes, a number or true and false have none"
    return "compare like with like"
