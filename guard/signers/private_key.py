"""Signs with an OpenSSH private key file, in this process."""

from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

from guard.errors import Fault, GuardError, Place
from guard.record import sshkey, sshraw, sshsig, wire
from guard.record.keys import read_text, refuse_shared
from guard.record.sealed import Signer

_HASH = "sha512"  # what ssh-keygen uses when nothing else is asked for
PrivateKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def signer(path: Path, ask: Callable[[], bytes]) -> Signer:
    """Who holds the private key at ``path``. ``ask`` gives the passphrase, if it has one."""
    refuse_shared(path)
    return holding(_load(path, ask))


def holding(private: PrivateKey) -> Signer:
    """Who holds the key ``private``."""
    line = private.public_key().public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    )
    public = sshkey.from_line(line.decode())

    def sign(message: bytes, namespace: str) -> bytes:
        data = sshsig.signed_data(namespace, message, _HASH)
        return sshsig.Signature(public, namespace, _HASH, _inner(private, data)).encode()

    return Signer(public, sign)


def _load(path: Path, ask: Callable[[], bytes]) -> PrivateKey:
    data = read_text(path).encode()
    place = Place(str(path))
    try:
        try:
            key = serialization.load_ssh_private_key(data, None)
        except TypeError:  # so the library says that it is encrypted
            key = serialization.load_ssh_private_key(data, ask())
    except UnsupportedAlgorithm as error:
        remedy = f"run: ssh-add {path} — and give {path}.pub, so that the agent signs"
        raise GuardError(Fault(f"cannot use this key here: {error}", remedy, place)) from error
    except (ValueError, TypeError) as error:
        remedy = "check the passphrase, and that this is an OpenSSH private key"
        raise GuardError(Fault("the private key cannot be opened", remedy, place)) from error
    if not isinstance(key, PrivateKey):
        raise GuardError(Fault("DSA keys are too weak", "make an Ed25519 key", place))
    return key


def _inner(private: PrivateKey, data: bytes) -> bytes:
    """The bare signature over ``data`` in SSH encoding."""
    match private:
        case ed25519.Ed25519PrivateKey():
            return wire.string(b"ssh-ed25519", private.sign(data))
        case rsa.RSAPrivateKey():
            signature = private.sign(data, padding.PKCS1v15(), hashes.SHA512())
            return wire.string(b"rsa-sha2-512", signature)
        case ec.EllipticCurvePrivateKey():
            der = private.sign(data, ec.ECDSA(sshraw.ECDSA_HASHES[private.key_size]))
            pair = wire.string(*map(wire.positive, utils.decode_dss_signature(der)))
            return wire.string(b"ecdsa-sha2-nistp%d" % private.key_size, pair)
