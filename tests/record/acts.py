"""Records made for tests: always the same bytes for the same number."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from guard.record import canonical, statement
from guard.record.checkpoint import LogKey
from guard.record.events import Approval, Erased, Event, KeyRotated
from guard.record.sealed import Signer, seal
from guard.signers.private_key import holding

LOG = LogKey("example.gov/ledger", bytes(range(32)))
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def person(number: int = 1) -> Signer:
    """Somebody with an Ed25519 key."""
    return holding(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


@dataclass(frozen=True, slots=True)
class Act:
    """A statement, sealed, with the documents it rests on."""

    statement: statement.Statement
    envelope: bytes
    documents: dict[str, bytes]

    @property
    def event_id(self) -> str:
        return str(self.statement.predicate.event_id)


def act(number: int = 0, signer: Signer | None = None, **changes: Any) -> Act:
    """The act numbered ``number``; ``changes`` to its predicate."""
    signer = signer or person()
    documents: dict[str, bytes] = {}

    def put(value: object) -> str:
        data = canonical.write(value)
        sha256 = hashlib.sha256(data).hexdigest()
        documents[sha256] = data
        return sha256

    predicate: dict[str, Any] = {
        "event_id": UUID(int=number),
        "event": Event.APPROVED,
        "role": "ciso",
        "principal": "ann",
        "key_fingerprint": signer.public_key.fingerprint,
        "application": {"name": "Treeline Surveys"},
        "decision": {"verdict": "permit", "findings": {"sha256": put([number])}},
        "assessment": {"name": "assessment", "digest": {"sha256": put({"facts": number})}},
        "policies": [
            {
                "name": "core",
                "digest": {"sha256": put("the policy")},
                "annotations": {"version": "1"},
            }
        ],
        "evidence": [
            {
                "name": "certificate.pdf",
                "digest": {"sha256": "ab" * 32},
                "annotations": {"kind": "cyber-essentials"},
            }
        ],
        "reason": "All sign-offs are given.",
        "decided_at": NOON,
    }
    whole = statement.Statement(
        subject=statement.about(f"2026-{number}", put({"request": number})),
        predicate=Approval.model_validate(predicate | changes),
    )
    return Act(whole, seal(whole, signer), documents)


def _plain(number: int, signer: Signer) -> dict[str, Any]:
    """What every event has."""
    return {
        "event_id": UUID(int=number),
        "role": "ciso",
        "principal": "ann",
        "key_fingerprint": signer.public_key.fingerprint,
        "reason": "It is due.",
        "decided_at": NOON,
    }


def rotation(number: int, vkey: str) -> Act:
    """The event that the log's key is now ``vkey``."""
    signer = person()
    predicate = KeyRotated(**_plain(number, signer), log_key=vkey)
    about = ({"name": "log/key", "digest": {"sha256": hashlib.sha256(vkey.encode()).hexdigest()}},)
    whole = statement.Statement.model_validate({"subject": about, "predicate": predicate})
    return Act(whole, seal(whole, signer), {})


def erasure(number: int, *targets: tuple[int, bytes]) -> Act:
    """The event that the records at these places (index, leaf) are no longer kept."""
    signer = person()
    places = tuple({"index": index, "leaf": leaf.hex()} for index, leaf in targets)
    predicate = Erased.model_validate(_plain(number, signer) | {"targets": places})
    about = [{"name": f"record/{i}", "digest": {"sha256": leaf.hex()}} for i, leaf in targets]
    whole = statement.Statement.model_validate({"subject": tuple(about), "predicate": predicate})
    return Act(whole, seal(whole, signer), {})
