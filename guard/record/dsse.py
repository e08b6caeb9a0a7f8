"""The DSSE envelope v1.0 around a signed statement (secure-systems-lab/dsse: protocol, envelope).

One envelope holds exactly one signature: one act of one person.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from guard.errors import Fault, GuardError
from guard.record import canonical

_REMEDY = "fetch the record again from the ledger; an envelope is never edited"


def pae(payload_type: str, payload: bytes) -> bytes:
    """What is signed (pre-authentication encoding): the type and the payload with their lengths."""
    kind = _ascii(payload_type)
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A signed payload. ``key_id`` is a hint of which key signed; trust only the signature."""

    payload_type: str
    payload: bytes
    key_id: str
    signature: bytes

    def encode(self) -> bytes:
        """The envelope as canonical JSON bytes: what the ledger keeps."""
        _ascii(self.payload_type)
        return canonical.write(
            {
                "payload": base64.b64encode(self.payload).decode(),
                "payloadType": self.payload_type,
                "signatures": [
                    {"keyid": self.key_id, "sig": base64.b64encode(self.signature).decode()}
                ],
            }
        )


def decode(data: bytes) -> Envelope:
    """The envelope that ``data`` is; refused unless encoding it again gives the same bytes."""
    try:
        wire = _Wire.model_validate_json(data, strict=True)
        payload = base64.b64decode(wire.payload, validate=True)
        signature = base64.b64decode(wire.signatures[0].sig, validate=True)
    except (ValidationError, binascii.Error) as error:
        canonical.read(data)  # what is wrong with the text itself comes first
        raise GuardError(Fault(f"not a DSSE envelope: {_first(error)}", _REMEDY)) from error
    envelope = Envelope(wire.payload_type, payload, wire.signatures[0].keyid, signature)
    if envelope.encode() != data:
        canonical.read(data)
        raise GuardError(Fault("the envelope's base64 has stray bits", _REMEDY))
    return envelope


class _Signature(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    keyid: str
    sig: str


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    payload: str
    payload_type: Annotated[str, Field(alias="payloadType", min_length=1)]
    signatures: Annotated[tuple[_Signature, ...], Field(min_length=1, max_length=1)]


def _ascii(payload_type: str) -> bytes:
    """The type as bytes. Only ASCII: implementations count other letters differently."""
    if not (payload_type.isascii() and payload_type.isprintable()):
        raise GuardError(Fault(f"the payload type {payload_type!r} is not plain ASCII", _REMEDY))
    return payload_type.encode()


def _first(error: ValidationError | binascii.Error) -> str:
    """The first complaint, without the input: it may be long or hostile."""
    if isinstance(error, binascii.Error):
        return str(error)
    first = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
