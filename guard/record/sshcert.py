"""SSH certificates (openssh-portable, PROTOCOL.certkeys): a key, and what an authority says of it.

Stricter than ssh-keygen: critical options are refused, as guard cannot keep to any.
"""

from dataclasses import replace

from guard.errors import Fault, GuardError
from guard.record import sshkey, sshraw
from guard.record.wire import Reader

_SUFFIX = "-cert-v01@openssh.com"
_USER = 1
_AGAIN = "have the certificate made again: ssh-keygen -s CA -I ID -n NAME -V FROM:TO KEY.pub"


def from_blob(blob: bytes) -> sshkey.PublicKey:
    """The key that ``blob`` encodes, with its certificate where it is one, rightly signed.

    Raises:
        GuardError: it is neither, or its authority did not sign it, or it is not for a user.
    """
    reader = Reader(blob)
    kind = reader.text()
    if not kind.endswith(_SUFFIX):
        return sshkey.from_blob(blob)
    reader.string()  # a nonce, so that nobody can prepare a collision
    plain = kind.removesuffix(_SUFFIX)
    public = sshkey.take(f"{plain}@openssh.com" if plain.startswith("sk-") else plain, reader)
    serial, use, key_id = reader.number(8), reader.number(), _words(reader.string())
    principals = _principals(reader.string())
    after, before = reader.number(8), reader.number(8)
    critical = reader.string()
    for _ in ("extensions", "reserved"):
        reader.string()
    authority = sshkey.from_blob(reader.string())
    signed = blob[: reader.offset]
    signature = reader.string()
    reader.end()
    sshraw.check(authority, signature, signed)
    if use != _USER:
        raise GuardError(Fault("the certificate is of a host, not of a person", _AGAIN))
    if critical:
        what = f"the certificate has the critical option {Reader(critical).text()[:60]!r}"
        raise GuardError(Fault(what, _AGAIN))
    certificate = sshkey.Certificate(
        blob, authority.blob, serial, key_id, principals, after, before
    )
    return replace(public, certificate=certificate)


def _principals(data: bytes) -> tuple[str, ...]:
    """The names that are packed into ``data``."""
    reader, names = Reader(data), list[str]()
    while reader.offset < len(data):
        names.append(_words(reader.string()))
    return tuple(names)


def _words(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise GuardError(Fault("a name in the certificate is not text", _AGAIN)) from error
