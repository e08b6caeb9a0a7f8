"""Private values of a document behind salted commitments, with openings that can be detached.

A commitment is ``sha256:`` and the SHA-256 (hex) of the canonical JSON of [salt, path, value]. Who
has no opening learns nothing; who has one checks it with any SHA-256 tool. Salted disclosures are
the idea of SD-JWT (RFC 9901).
"""

import hashlib
import hmac
import os
from collections.abc import Iterable, Mapping
from typing import Any

from guard.errors import Fault, GuardError
from guard.record import canonical

Openings = Mapping[str, tuple[str, str, Any]]
"""By commitment: the salt (hex), the path and the value that it hides."""

_MARK = "sha256:"
_SALT = 16
_SECRET = 32


def new_secret() -> bytes:
    """A secret from which the salts of one request come: the same value gives the same text."""
    return os.urandom(_SECRET)


def conceal(
    document: Any, paths: Iterable[str], secret: bytes
) -> tuple[Any, dict[str, tuple[str, str, Any]]]:
    """``document`` with the values at ``paths`` behind commitments, and their openings.

    Without a secret anybody who guesses a value can tell that it is right: only what nobody keeps
    may be written so.

    A path names keys with dots between them (``requester.email``); ``*`` is every item of a list,
    or every key. What is not there, or null, is not hidden.
    """
    openings: dict[str, tuple[str, str, Any]] = {}
    for path in paths:
        document = _conceal(document, path.split("."), "", secret, openings)
    return document, openings


def _conceal(
    part: Any,
    names: list[str],
    at: str,
    secret: bytes,
    openings: dict[str, tuple[str, str, Any]],
) -> Any:
    if part is None:
        return None
    if not names:
        salt = hmac.digest(secret, at.encode(), "sha256")[:_SALT].hex()
        commitment = _commitment(salt, at, part)
        openings[commitment] = (salt, at, part)
        return commitment
    name, *rest = names

    def inner(key: object, value: Any) -> Any:
        return _conceal(value, rest, f"{at}.{key}" if at else str(key), secret, openings)

    match part:
        case Mapping():
            return {k: inner(k, v) if name in ("*", k) else v for k, v in part.items()}
        case list() if name == "*":
            return [inner(index, value) for index, value in enumerate(part)]
        case _:
            return part


def reveal(document: Any, openings: Openings) -> Any:
    """``document`` with every commitment that ``openings`` open replaced by its value.

    Raises:
        GuardError: an opening does not fit its commitment.
    """
    match document:
        case str() if document in openings:
            salt, path, value = openings[document]
            if _commitment(salt, path, value) != document:
                what = f"the value disclosed for {path} is not what was sealed"
                raise GuardError(Fault(what, "take the disclosures from the ledger again"))
            return value
        case Mapping():
            return {key: reveal(value, openings) for key, value in document.items()}
        case list():
            return [reveal(value, openings) for value in document]
        case _:
            return document


def hidden(document: Any) -> bool:
    """Whether a commitment is left in ``document``."""
    match document:
        case str():
            digest = document.removeprefix(_MARK)
            whole = len(digest) == hashlib.sha256().digest_size * 2
            return document.startswith(_MARK) and whole and not digest.strip("0123456789abcdef")
        case Mapping():
            return any(map(hidden, document.values()))
        case list():
            return any(map(hidden, document))
        case _:
            return False


def write(openings: Openings, secret: bytes) -> bytes:
    """The openings as a document of their own, which can be erased."""
    opened = {commitment: list(opening) for commitment, opening in openings.items()}
    return canonical.write({"openings": opened, "secret": secret.hex()})


def read(data: bytes) -> tuple[Openings, bytes]:
    """The openings and the secret of such a document.

    Raises:
        GuardError: it is not one.
    """
    try:
        said = canonical.read(data)
        openings = {name: (str(s), str(p), v) for name, (s, p, v) in said["openings"].items()}
        return openings, bytes.fromhex(said["secret"])
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        fault = Fault("the disclosures are not as guard writes them", "take them from the ledger")
        raise GuardError(fault) from error


def _commitment(salt: str, path: str, value: Any) -> str:
    return _MARK + hashlib.sha256(canonical.write([salt, path, value])).hexdigest()
