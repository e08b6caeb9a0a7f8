"""Public keys as OpenSSH writes them: the line, the bytes, the fingerprint, the key itself."""

import base64
import binascii
import hashlib
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from guard.errors import Fault, GuardError
from guard.record.wire import Reader, string

RSA_BITS = range(2048, 16_385)
_USE_ANOTHER = "sign with an Ed25519, ECDSA or RSA (2048 bits or more) key, or a security key"
_CURVES: dict[str, type[ec.EllipticCurve]] = {
    "nistp256": ec.SECP256R1,
    "nistp384": ec.SECP384R1,
    "nistp521": ec.SECP521R1,
}

AnyKey = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey


@dataclass(frozen=True, slots=True)
class Certificate:
    """What an authority says of a key (PROTOCOL.certkeys): for which people, and when.

    ``blob``: the whole, as OpenSSH knows it. ``authority``: the blob of the authority's own key.
    ``valid_after`` and ``valid_before``: seconds since 1970; the first belongs to the time.
    """

    blob: bytes
    authority: bytes
    serial: int
    key_id: str
    principals: tuple[str, ...]
    valid_after: int
    valid_before: int


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key: its ``kind`` (ssh-ed25519, …) and ``blob``, the bytes OpenSSH knows it by.

    ``application`` is what a security key binds its signatures to, else empty. ``certificate``
    stands where the key came in one; the key is the same with and without.
    """

    kind: str
    blob: bytes
    key: AnyKey = field(compare=False, repr=False)
    application: bytes = field(default=b"", compare=False)
    certificate: Certificate | None = field(default=None, compare=False)

    @property
    def whole(self) -> bytes:
        """The certificate where there is one, else the key."""
        return self.certificate.blob if self.certificate else self.blob

    @property
    def on_security_key(self) -> bool:
        """Whether the private part lives in a FIDO security key."""
        return self.kind.startswith("sk-")

    @property
    def fingerprint(self) -> str:
        """``SHA256:…``, as ``ssh-keygen -l`` prints it."""
        return "SHA256:" + base64.b64encode(hashlib.sha256(self.blob).digest()).decode().rstrip("=")

    @property
    def line(self) -> str:
        """``kind base64``, as in a .pub file or allowed_signers."""
        return f"{self.kind} {base64.b64encode(self.blob).decode()}"


def from_blob(blob: bytes) -> PublicKey:
    """The key that ``blob`` encodes, to its last byte; unsupported kinds are refused by name."""
    reader = Reader(blob)
    public = take(reader.text(), reader)
    reader.end()
    return public


def take(kind: str, reader: Reader) -> PublicKey:
    """The key of ``kind`` whose parts come next in ``reader``."""
    begin = reader.offset
    try:
        key = _key(kind, reader)
    except ValueError as error:
        raise GuardError(Fault(f"the {kind} key is malformed: {error}", _USE_ANOTHER)) from error
    application = reader.string() if kind.startswith("sk-") else b""
    blob = string(kind.encode()) + reader.data[begin : reader.offset]
    return PublicKey(kind, blob, key, application)


def _key(kind: str, reader: Reader) -> AnyKey:
    match kind:
        case "ssh-ed25519" | "sk-ssh-ed25519@openssh.com":
            return ed25519.Ed25519PublicKey.from_public_bytes(reader.string())
        case "ecdsa-sha2-nistp256" | "ecdsa-sha2-nistp384" | "ecdsa-sha2-nistp521":
            return _point(kind.removeprefix("ecdsa-sha2-"), reader)
        case "sk-ecdsa-sha2-nistp256@openssh.com":
            return _point("nistp256", reader)
        case "ssh-rsa":
            return _rsa(exponent=reader.positive(), modulus=reader.positive())
        case _:
            raise GuardError(Fault(f"keys of kind {kind[:60]!r} are not supported", _USE_ANOTHER))


def _point(curve: str, reader: Reader) -> ec.EllipticCurvePublicKey:
    if reader.text() != curve:
        raise ValueError("the curve is not the one its kind names")
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[curve](), reader.string())


def _rsa(exponent: int, modulus: int) -> rsa.RSAPublicKey:
    if modulus.bit_length() not in RSA_BITS:
        raise ValueError(f"{modulus.bit_length()} bits; from 2048 to 16384 are accepted")
    return rsa.RSAPublicNumbers(exponent, modulus).public_key()


def from_line(line: str) -> PublicKey:
    """The key of a ``kind base64 [comment]`` line."""
    kind, encoded, *_ = [*line.split(maxsplit=2), "", ""]
    try:
        blob = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error):
        blob = b""
    if not blob:
        raise GuardError(
            Fault("not a public key", 'write "ssh-ed25519 AAAA… comment", as in a .pub file')
        )
    key = from_blob(blob)
    if key.kind != kind:
        what = f"the line says {kind[:60]!r} but holds a key of kind {key.kind}"
        raise GuardError(Fault(what, "copy the line from the .pub file again"))
    return key
