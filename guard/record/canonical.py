"""Canonical JSON (RFC 8785), read strictly: one meaning has one sequence of bytes.

Signatures cover bytes but people rely on meaning, and parsers disagree about repeated keys, keys
that differ by case, and large numbers. What another parser could read differently is refused.
"""

import json
import re
from typing import Any, NoReturn

import rfc8785

from guard.errors import Fault, GuardError

LIMIT_BYTES = 4_194_304
LIMIT_DEPTH = 64
LIMIT_INTEGER = 2**53 - 1

_REMEDY = "use the bytes as they were written: no tool may reformat a record"
# Never goes back, and takes an unclosed string whole: no input makes it slow.
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)

_SORTED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def write(value: object) -> bytes:
    """``value`` (dicts, lists, str, int, bool, None) as canonical bytes."""
    try:
        if _plain(value):
            return _SORTED.encode(value).encode()
        return rfc8785.dumps(value)  # type: ignore[arg-type]  # it refuses what it cannot write
    except (ValueError, TypeError, RecursionError) as error:
        raise _refusal(f"cannot be written as canonical JSON: {error}") from error


def read(data: bytes, limit: int = LIMIT_BYTES) -> Any:
    """The value of canonical ``data`` of at most ``limit`` bytes; anything else is refused."""
    if len(data) > limit:
        raise _refusal(f"is {len(data)} bytes long; at most {limit} are read")
    if _depth(data) > LIMIT_DEPTH:
        raise _refusal(f"is nested deeper than {LIMIT_DEPTH} levels")
    try:
        value = json.loads(
            data.decode(), object_pairs_hook=_object, parse_float=_number, parse_constant=_number
        )
    except UnicodeDecodeError as error:
        raise _refusal("is not UTF-8 text") from error
    except ValueError as error:
        raise _refusal(f"is not JSON: {error}") from error
    if write(value) != data:
        raise _refusal("is JSON but not in canonical form (RFC 8785)")
    return value


def _refusal(what: str) -> GuardError:
    return GuardError(Fault(f"the record {what}", _REMEDY))


def _depth(data: bytes) -> int:
    """How deeply ``data`` nests, measured before any parser follows it down."""
    depth = deepest = 0
    for byte in _STRING.sub(b"", data):
        if byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object whose keys stay apart even for a parser that ignores case."""
    seen = {key.casefold() for key, _ in pairs}
    if len(seen) != len(pairs):
        raise _refusal("has an object with the same key twice (or twice but for capitals)")
    return dict(pairs)


def _number(text: str) -> NoReturn:
    raise _refusal(f"holds the number {text[:40]}; only whole numbers are allowed")


def _plain(value: object) -> bool:
    """Whether the standard library sorts ``value`` as RFC 8785 does: all its keys are ASCII.

    Fractions are refused, and whole numbers that JavaScript would round.
    """
    match value:
        case float():
            _number(str(value))
        case int() if abs(value) > LIMIT_INTEGER:
            raise _refusal("holds a whole number beyond 2^53")
        case dict():
            sorts = all(isinstance(key, str) and key.isascii() for key in value)
            return all([sorts, *map(_plain, value.values())])
        case list() | tuple():
            return all([*map(_plain, value)])
        case _:
            return True  # whatever else it is, the writer refuses it
