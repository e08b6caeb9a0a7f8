"""Records made for tests: always the same bytes for the same number."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from guard.record import canonical, statement
from guard.record.checkpoint import LogKey
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
        "event": statement.Event.APPROVED,
        "role": "ciso",
        "principal": "ann",
        "key_fingerprint": signer.public_key.fingerprint,
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
        predicate=statement.Approval.model_validate(predicate | changes),
    )
    return Act(whole, seal(whole, signer), documents)
