"""A raw SSH signature (RFC 4253 section 6.6, PROTOCOL.u2f), checked against the key it is by."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

from guard.errors import Fault, GuardError
from guard.record import sshkey, wire

_AGAIN = "have it signed again with: ssh-keygen -Y sign"
_CHANGED = "treat the record as changed, or as signed by another key"
_TOUCHED = 0x01
_RSA: dict[str, hashes.HashAlgorithm] = {
    "rsa-sha2-256": hashes.SHA256(),
    "rsa-sha2-512": hashes.SHA512(),
}
ECDSA_HASHES: dict[int, hashes.HashAlgorithm] = {
    256: hashes.SHA256(),
    384: hashes.SHA384(),
    521: hashes.SHA512(),
}


def check(key: sshkey.PublicKey, signature: bytes, data: bytes) -> None:
    """Refuse ``signature`` (algorithm and all) unless it is by ``key`` over ``data``."""
    try:
        _check(key, signature, data)
    except InvalidSignature as error:
        raise GuardError(Fault("the signature does not match what was signed", _CHANGED)) from error


def _check(key: sshkey.PublicKey, signature: bytes, data: bytes) -> None:
    reader = wire.Reader(signature)
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
