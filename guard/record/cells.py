"""What stands in one cell of a ledger's table, read as what it must be."""

from typing import Any


class Unsound(Exception):  # noqa: N818 (a finding about stored data, told as a fault further up)
    """Something stored is not as a ledger stores it."""


def as_whole(value: Any) -> int:
    """A stored whole number."""
    if not isinstance(value, int):
        raise Unsound("a number is stored as something else")
    return value


def as_blob(value: Any) -> bytes:
    """Stored bytes."""
    if not isinstance(value, bytes):
        raise Unsound("a text or blob is stored as something else")
    return value


def as_text(value: Any) -> str:
    """A stored text; bytes that are no UTF-8 stay visible, so that comparing finds them."""
    return value if isinstance(value, str) else as_blob(value).decode(errors="backslashreplace")
