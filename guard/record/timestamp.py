"""Time stamps (RFC 3161) of heads: since when a checkpoint, and all below it, exists at the latest.

Needs the extra ``timestamp``. A token is made by anybody's time stamp authority, over the bytes of
the checkpoint as ``guard ledger checkpoint`` prints it; nothing here uses a network.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.x509 import load_pem_x509_certificates

from guard.errors import Fault, GuardError, Place
from guard.record.rows import Head

if TYPE_CHECKING:
    from rfc3161_client.tsp import TimeStampResponse

LIMIT_TOKEN = 65_536
_REMEDY = (
    "have it made anew: openssl ts -query -data checkpoint.txt -sha256 -cert -out query.tsq, "
    "then send that to the authority"
)


@dataclass(frozen=True, slots=True)
class Authorities:
    """The certificates (PEM, one after the other) of the authorities that are believed."""

    pem: bytes
    file: str

    @classmethod
    def read(cls, path: Path) -> "Authorities":
        """Those in the file at ``path``.

        Raises:
            GuardError: it cannot be read, or holds no certificate.
        """
        try:
            pem = path.read_bytes()
            load_pem_x509_certificates(pem)
        except (OSError, ValueError):
            what = "holds no certificate that can be read"
            fault = Fault(what, "name a PEM file: timestamp_roots in guard.toml", Place(str(path)))
            raise GuardError(fault) from None
        return cls(pem, str(path))


def when(token: bytes, note: str, believed: Authorities) -> datetime:
    """When the head in ``note`` was stamped with ``token``, by the word of whom is believed (UTC).

    Raises:
        GuardError: the token is of something else, or not by an authority that is believed; or the
            extra is not installed.
    """
    from rfc3161_client import VerificationError, VerifierBuilder

    response = _response(token)
    roots = load_pem_x509_certificates(believed.pem)
    verifier = VerifierBuilder(roots=roots).build()
    try:
        verifier.verify_message(response, note.encode())
    except (VerificationError, ValueError) as error:
        what = f"the time stamp does not hold: {' '.join(str(error).split())[:200]}"
        raise GuardError(Fault(what, _REMEDY)) from error
    return response.tst_info.gen_time


def stamped(token: bytes, heads: Iterable[Head]) -> Head:
    """The one of ``heads`` that ``token`` says it is of; nothing is verified yet.

    Raises:
        GuardError: it is of none of them, or no token; or the extra is not installed.
    """
    imprint = _response(token).tst_info.message_imprint.message
    for head in heads:
        note = head.note.encode()
        if imprint in (hashlib.new(name, note).digest() for name in ("sha256", "sha384", "sha512")):
            return head
    raise GuardError(Fault("the time stamp is of no head of this ledger", _REMEDY))


def _response(token: bytes) -> "TimeStampResponse":
    try:
        from rfc3161_client import decode_timestamp_response
    except ModuleNotFoundError as error:
        remedy = "run: pip install 'procurement-guard[timestamp]'"
        raise GuardError(Fault(f"{error.name} is not installed", remedy)) from None
    if len(token) > LIMIT_TOKEN:
        raise GuardError(Fault(f"the time stamp is longer than {LIMIT_TOKEN} bytes", _REMEDY))
    try:
        response = decode_timestamp_response(token)
        response.tst_info.gen_time  # noqa: B018  # a refusal carries no token
    except ValueError as error:
        raise GuardError(Fault(f"not a time stamp: {str(error)[:200]}", _REMEDY)) from error
    return response
