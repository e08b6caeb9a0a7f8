"""SSH signatures (openssh-portable, PROTOCOL.sshsig): read, check, wrap as ``ssh-keygen`` does.

A signature is bound to a namespace, so one given in a role cannot pass for another role.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

from guard.errors import Fault, GuardError
from guard.record import sshkey, wire

MAGIC = b"SSHSIG"
VERSION = 1
HASHES = ("sha256", "sha512")
HEAD = "-----BEGIN SSH SIGNATURE-----"
TAIL = "-----END SSH SIGNATURE-----"
_LINE = 70
_TOUCHED = 0x01
_AGAIN = "have it signed again with: ssh-keygen -Y sign"
_CHANGED = "treat the record as changed, or as signed by another key"
_RSA: dict[str, hashes.HashAlgorithm] = {
    "rsa-sha2-256": hashes.SHA256(),
    "rsa-sha2-512": hashes.SHA512(),
}
ECDSA_HASHES: dict[int, hashes.HashAlgorithm] = {
    256: hashes.SHA256(),
    384: hashes.SHA384(),
    521: hashes.SHA512(),
}


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
                self.key.blob, self.namespace.encode(), b"", self.hash_name.encode(), self.inner
            )
        )


def parse(blob: bytes) -> Signature:
    """The signature that ``blob`` encodes, to its last byte. Nothing is checked yet."""
    reader = wire.Reader(blob)
    if reader.take(len(MAGIC)) != MAGIC or reader.number() != VERSION:
        raise GuardError(Fault("not an SSH signature of version 1", _AGAIN))
    key, namespace = sshkey.from_blob(reader.string()), reader.text()
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
    try:
        _check(signature, signed_data(namespace, message, signature.hash_name))
    except InvalidSignature as error:
        raise GuardError(Fault("the signature does not match what was signed", _CHANGED)) from error
    return signature.key


def _check(signature: Signature, data: bytes) -> None:
    """Raise unless the inner signature over ``data`` is by the key it names."""
    key, reader = signature.key, wire.Reader(signature.inner)
    algorithm, raw = reader.text(), reader.string()
    if algorithm not in (_RSA if key.kind == "ssh-rsa" else (key.kind,)):
        what = f"signatures of kind {algorithm[:60]!r} by a {key.kind} key are not supported"
        raise GuardError(Fault(what, _AGAIN))
    if key.on_security_key:
        data = _touched(key, reader, data)
    reader.end()
    match key.key:
        case ed25519.Ed25519PublicKey() as public:
            public.verify(raw, data)
        case ec.EllipticCurvePublicKey() as public:
            public.verify(_der(raw), data, ec.ECDSA(ECDSA_HASHES[public.key_size]))
        case rsa.RSAPublicKey() as public:
            # OpenSSH drops leading zero bytes of an RSA signature; the padding puts them back.
            full = raw.rjust(public.key_size + 7 >> 3, b"\0")
            public.verify(full, data, padding.PKCS1v15(), _RSA[algorithm])


def _der(raw: bytes) -> bytes:
    reader = wire.Reader(raw)
    pair = utils.encode_dss_signature(reader.positive(), reader.positive())
    reader.end()
    return pair


def _touched(key: sshkey.PublicKey, reader: wire.Reader, data: bytes) -> bytes:
    """What a security key signs instead of ``data`` (PROTOCOL.u2f); it must have been touched."""
    state = reader.take(5)  # one byte of flags, a four-byte counter
    if not state[0] & _TOUCHED:
        raise GuardError(Fault("the security key signed without being touched", _AGAIN))
    return hashlib.sha256(key.application).digest() + state + hashlib.sha256(data).digest()


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
