"""SSH signatures (openssh-portable, PROTOCOL.sshsig): read, check, wrap as ``ssh-keygen`` does.

A signature is bound to a namespace, so one given in a role cannot pass for another role.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from guard.errors import Fault, GuardError
from guard.record import sshcert, sshkey, sshraw, wire

MAGIC = b"SSHSIG"
VERSION = 1
HASHES = ("sha256", "sha512")
HEAD = "-----BEGIN SSH SIGNATURE-----"
TAIL = "-----END SSH SIGNATURE-----"
_LINE = 70
_AGAIN = "have it signed again with: ssh-keygen -Y sign"
_CHANGED = "treat the record as changed, or as signed by another key"


def signed_data(namespace: str, message: bytes, hash_name: str = "sha512") -> bytes:
    """The bytes that the key signs for ``message`` in ``namespace``."""
    digest = hashlib.new(hash_name, message).digest()
    return MAGIC + wire.string(namespace.encode(), b"", hash_name.encode(), digest)


@dataclass(frozen=True, slots=True)
class Signature:
    """An SSHSIG taken apart: ``inner`` is the bare signature, ``algorithm`` and all."""

    key: sshkey.PublicKey
    namespace: str
    hash_name: str
    inner: bytes

    def encode(self) -> bytes:
        """The signature as one blob (what the armor holds)."""
        return (
            MAGIC
            + VERSION.to_bytes(4, "big")
            + wire.string(
                self.key.whole, self.namespace.encode(), b"", self.hash_name.encode(), self.inner
            )
        )


def parse(blob: bytes) -> Signature:
    """The signature that ``blob`` encodes, to its last byte. Nothing is checked yet."""
    reader = wire.Reader(blob)
    if reader.take(len(MAGIC)) != MAGIC or reader.number() != VERSION:
        raise GuardError(Fault("not an SSH signature of version 1", _AGAIN))
    key, namespace = sshcert.from_blob(reader.string()), reader.text()
    reserved, hash_name, inner = reader.string(), reader.text(), reader.string()
    reader.end()
    if not namespace or reserved:
        raise GuardError(Fault("the SSH signature has no namespace or an unknown field", _AGAIN))
    if hash_name not in HASHES:
        raise GuardError(Fault(f"the hash {hash_name[:60]!r} is not supported", _AGAIN))
    return Signature(key, namespace, hash_name, inner)


def verify(blob: bytes, message: bytes, namespace: str) -> sshkey.PublicKey:
    """The key that signed ``message`` in ``namespace``; refused if none did."""
    signature = parse(blob)
    if signature.namespace != namespace:
        what = f"signed as {signature.namespace[:80]!r}, not as {namespace!r}"
        raise GuardError(Fault(what, _CHANGED))
    data = signed_data(namespace, message, signature.hash_name)
    sshraw.check(signature.key, signature.inner, data)
    return signature.key


def wrap(blob: bytes) -> str:
    """``blob`` as the text that ``ssh-keygen -Y verify -s`` reads."""
    body = base64.b64encode(blob).decode()
    lines = (body[at : at + _LINE] for at in range(0, len(body), _LINE))
    return "\n".join((HEAD, *lines, TAIL, ""))


def unwrap(text: str) -> bytes:
    """The blob inside the armor that ``ssh-keygen -Y sign`` writes."""
    body = text.strip()
    if not (body.startswith(HEAD) and body.endswith(TAIL)):
        raise GuardError(Fault("not an SSH signature file", _AGAIN))
    inner = "".join(body.removeprefix(HEAD).removesuffix(TAIL).split())
    try:
        return base64.b64decode(inner, validate=True)
    except (ValueError, binascii.Error) as error:
        raise GuardError(Fault("the SSH signature file is damaged", _AGAIN)) from error
