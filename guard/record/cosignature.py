"""Cosignatures of witnesses (C2SP tlog-cosignature, cosignature/v1): who else saw this head, when.

A witness signs a head only if it follows from the one it signed before; so a quorum of them rules
out that different people are shown different ledgers.
"""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from guard.errors import Fault, GuardError
from guard.record.checkpoint import DASH, VerifierKey, signatures

COSIGNATURE = b"\x04"  # the algorithm byte of tlog-cosignature.md
_TIME_BYTES, _SIGNATURE_BYTES = 8, 64
_LATEST = 253_402_300_799  # the last second of the year 9999
_REMEDY = "fetch the cosigned checkpoint again; if it stays so, ask the witness"


@dataclass(frozen=True, slots=True)
class Witness(VerifierKey):
    """A witness's verifier key; written as a vkey of type 0x04."""

    algorithm: ClassVar[bytes] = COSIGNATURE
    of: ClassVar[str] = "witness"


@dataclass(frozen=True, slots=True)
class Cosigned:
    """That ``witness`` saw a head ``at`` a moment, and that it followed from the one before."""

    witness: Witness
    at: datetime


def cosigned(note: str, witnesses: Iterable[Witness]) -> tuple[Cosigned, ...]:
    """The cosignatures in ``note`` by ``witnesses``, each once, by key, in their order.

    Signatures by others are let be. The note's own signature is not looked at.

    Raises:
        GuardError: it is no signed note, or a cosignature by one of them is false.
    """
    text, lines = signatures(note)
    found: dict[bytes, Cosigned] = {}
    for witness in witnesses:
        for name, data in lines:
            if name == witness.name and data[:4] == witness.key_id:
                found[witness.public] = Cosigned(witness, _when(witness, text, data[4:]))
    return tuple(found.values())


def _when(witness: Witness, text: str, data: bytes) -> datetime:
    moment = int.from_bytes(data[:_TIME_BYTES], "big")
    wrong = Fault(f"the cosignature by {witness.name} does not match the checkpoint", _REMEDY)
    if len(data) != _TIME_BYTES + _SIGNATURE_BYTES or moment > _LATEST:
        raise GuardError(wrong)
    try:
        public = Ed25519PublicKey.from_public_bytes(witness.public)
        public.verify(data[_TIME_BYTES:], _message(text, moment))
    except InvalidSignature as error:
        raise GuardError(wrong) from error
    return datetime.fromtimestamp(moment, UTC)


def cosign(note: str, name: str, seed: bytes, at: datetime) -> str:
    """``note`` with one more line: the cosignature of the witness called ``name``."""
    private, moment = Ed25519PrivateKey.from_private_bytes(seed), int(at.timestamp())
    witness = Witness(name, private.public_key().public_bytes_raw())
    signature = private.sign(_message(signatures(note)[0], moment))
    data = witness.key_id + moment.to_bytes(_TIME_BYTES, "big") + signature
    return f"{note}{DASH}{name} {base64.b64encode(data).decode()}\n"


def _message(text: str, moment: int) -> bytes:
    return f"cosignature/v1\ntime {moment}\n{text}".encode()
