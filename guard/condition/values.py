"""Reading the literals of CEL: texts, numbers, timestamps and durations.

Each function raises ``ValueError`` whose message is the reason, in plain words.
"""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from guard.condition.limits import DURATION_SECONDS

_ESCAPE: Final = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|X([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})"
    r"|([0-3][0-7]{2})|(.?))",
    re.DOTALL,
)
_SINGLE: Final = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "\\": "\\", "?": "?", '"': '"', "'": "'", "`": "`",
}  # fmt: skip
_TIMESTAMP: Final = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII
)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DURATION: Final = re.compile(r"([+-]?)((?:\d+(?:\.\d*)?(?:h|ms|us|ns|m|s))+)", re.ASCII)
_AMOUNT: Final = re.compile(r"(\d+(?:\.\d*)?)(h|ms|us|ns|m|s)", re.ASCII)
_MICROSECONDS: Final = {
    "h": Decimal(3_600_000_000),
    "m": Decimal(60_000_000),
    "s": Decimal(1_000_000),
    "ms": Decimal(1_000),
    "us": Decimal(1),
    "ns": Decimal("0.001"),
}
_LARGEST_DOUBLE: Final = Decimal("1.7976931348623157e308")


def read_string(token: str) -> str:
    """Give the text that the CEL string ``token`` stands for; it comes with its quotes."""
    raw = token[0] in "rR"
    quoted = token[1:] if raw else token
    width = 3 if quoted[:3] in {'"""', "'''"} else 1
    body = quoted[width:-width]
    if raw or "\\" not in body:
        return body
    return _ESCAPE.sub(_unescape, body)


def _unescape(found: re.Match[str]) -> str:
    *hexadecimal, octal, single = found.groups()
    if single is not None:
        if single not in _SINGLE:
            raise ValueError(f"the escape {ascii(found[0])[1:-1]} means nothing in CEL")
        return _SINGLE[single]
    code = int(octal, 8) if octal else int(next(filter(None, hexadecimal)), 16)
    surrogate = 0xD800 <= code <= 0xDFFF  # noqa: PLR2004 (the surrogates of Unicode)
    if surrogate or code > 0x10FFFF:  # noqa: PLR2004 (the last character of Unicode)
        raise ValueError(f"the escape {found[0]} is not a character")
    return chr(code)


def read_double(token: str) -> Decimal:
    """Give the exact decimal that ``token`` writes; it must be one that a CEL double can reach."""
    try:
        value = Decimal(token)
    except InvalidOperation:
        raise ValueError("the number has too many digits") from None
    if value > _LARGEST_DOUBLE:
        raise ValueError("the number is larger than a double can be")
    return value


def read_timestamp(text: str) -> datetime:
    """Give the moment, in UTC, that an RFC 3339 ``text`` names."""
    found = _TIMESTAMP.fullmatch(text)
    if found is None:
        hint = f': write "{text}T00:00:00Z"' if _DATE.fullmatch(text) else ""
        raise ValueError(f"a timestamp is written as 2026-01-31T00:00:00Z (RFC 3339){hint}")
    seconds, fraction, zone = found.groups()
    if len(fraction or "") > len(".123456"):
        raise ValueError("timestamps are kept to the microsecond")
    try:
        moment = datetime.fromisoformat(seconds + (fraction or "") + zone.replace("Z", "+00:00"))
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("there is no such date or time") from None


def read_duration(text: str) -> timedelta:
    """Give the length of time that ``text`` writes, as in ``720h`` or ``1h30m``."""
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError("a duration is written as 720h, 90m, 30s or 1h30m")
    total = sum(
        (Decimal(number) * _MICROSECONDS[unit] for number, unit in _AMOUNT.findall(found[2])),
        Decimal(0),
    )
    if total != int(total):
        raise ValueError("durations are kept to the microsecond")
    if total > DURATION_SECONDS * 1_000_000:
        raise ValueError("the duration is longer than 10,000 years")
    return timedelta(microseconds=-int(total) if found[1] == "-" else int(total))


def write_string(value: str) -> str:
    """Write ``value`` as a CEL text in double quotes."""
    return '"' + "".join(map(_escape, value)) + '"'


def _escape(character: str) -> str:
    if character in {'"', "\\"}:
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004


def write_timestamp(moment: datetime) -> str:
    """Write ``moment`` as RFC 3339, in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def write_duration(length: timedelta) -> str:
    """Write ``length`` as CEL does: in hours where it is whole hours, else in seconds."""
    microseconds = length // timedelta(microseconds=1)
    if microseconds % 3_600_000_000 == 0:
        return f"{microseconds // 3_600_000_000}h"
    sign, (seconds, rest) = "-" * (microseconds < 0), divmod(abs(microseconds), 1_000_000)
    return f"{sign}{seconds}.{rest:06d}s"
