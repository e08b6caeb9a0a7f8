import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from hypothesis import given
from hypothesis import strategies as st

from guard.errors import GuardError
from guard.record import canonical, dsse

ENVELOPE = dsse.Envelope("text/plain", b"hello", "SHA256:x", b"signature")


def test_protocol_vector() -> None:
    point = ec.EllipticCurvePublicNumbers(
        46950820868899156662930047687818585632848591499744589407958293238635476079160,
        5640078356564379163099075877009565129882514886557779369047442380624545832820,
        ec.SECP256R1(),
    ).public_key()
    raw = base64.b64decode(
        "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA=="
    )
    signature = utils.encode_dss_signature(
        int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    )
    message = dsse.pae("http://example.com/HelloWorld", b"hello world")
    assert message == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    point.verify(signature, message, ec.ECDSA(hashes.SHA256()))


@given(st.text("abc/ 1", min_size=1), st.binary(), st.text("abc/ 1", min_size=1), st.binary())
def test_pae_keeps_everything_apart(kind: str, body: bytes, other: str, text: bytes) -> None:
    assert (dsse.pae(kind, body) == dsse.pae(other, text)) == ((kind, body) == (other, text))


@given(st.binary(), st.text("aB:+/9"), st.binary())
def test_envelopes_read_back(payload: bytes, key_id: str, signature: bytes) -> None:
    envelope = dsse.Envelope("text/plain", payload, key_id, signature)
    assert dsse.decode(envelope.encode()) == envelope


def test_securesystemslib_reads_the_same() -> None:
    theirs = pytest.importorskip("securesystemslib.dsse").Envelope
    read = theirs.from_dict(json.loads(ENVELOPE.encode()))
    assert read.pae() == dsse.pae(ENVELOPE.payload_type, ENVELOPE.payload)
    assert read.payload == ENVELOPE.payload
    assert read.signatures["SHA256:x"].signature == ENVELOPE.signature.hex()


def changed(**changes: object) -> bytes:
    return canonical.write(json.loads(ENVELOPE.encode()) | changes)


def signatures(*each: dict[str, str]) -> dict[str, Any]:
    return {"signatures": list(each)}


ONE = {"keyid": "a", "sig": "AAAA"}


@pytest.mark.parametrize(
    "changes",
    [
        {"extra": 1},
        {"payload": 1},
        {"payload": "@@@@"},
        {"payload": "aGVsbG9="},  # stray bits in the last letter
        {"payload": "aGVs bG8="},
        {"payloadType": ""},
        {"payloadType": "text/plän"},
        {"payloadType": "text\nplain"},
        signatures(),
        signatures(ONE, ONE),
        signatures(ONE | {"cert": "x"}),
        signatures({"sig": "AAAA"}),
    ],
)
def test_other_envelopes_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(GuardError):
        dsse.decode(changed(**changes))


def test_an_envelope_with_spaces_is_refused() -> None:
    with pytest.raises(GuardError, match="canonical form"):
        dsse.decode(json.dumps(json.loads(ENVELOPE.encode())).encode())


@pytest.mark.parametrize("data", [b"[]", b"null", b"{}"])
def test_other_json_is_refused(data: bytes) -> None:
    with pytest.raises(GuardError, match="not a DSSE envelope"):
        dsse.decode(data)


def test_only_ascii_types_are_signed() -> None:
    with pytest.raises(GuardError, match="ASCII"):
        dsse.pae("text/plän", b"")


def test_a_refusal_does_not_repeat_what_was_given() -> None:
    data = canonical.write({"payload": "", "payloadType": ["\x1b[2J"], "signatures": []})
    with pytest.raises(GuardError, match="not a DSSE envelope: payloadType: ") as caught:
        dsse.decode(data)
    assert "\n" not in caught.value.faults[0].what
    assert "2J" not in caught.value.faults[0].what
