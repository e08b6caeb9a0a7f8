"""A sealed act: a statement in an envelope under the SSH signature of who decided."""

from collections.abc import Callable
from dataclasses import dataclass

from guard.errors import Fault, GuardError
from guard.record import dsse, sshkey, sshsig
from guard.record import statement as statements
from guard.record.merkle import leaf_hash


@dataclass(frozen=True, slots=True)
class Signer:
    """Who can sign: the public key, and ``sign(message, namespace)`` giving an SSHSIG blob."""

    public_key: sshkey.PublicKey
    sign: Callable[[bytes, str], bytes]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A record whose signature fits. Whether the signer *may* is for ``authority`` to say."""

    statement: statements.Statement
    public_key: sshkey.PublicKey
    leaf: bytes


def seal(statement: statements.Statement, signer: Signer) -> bytes:
    """The envelope of ``statement``, signed in its role: what the ledger appends."""
    _same_key(statement, signer.public_key)
    payload = statement.encode()
    message = dsse.pae(statements.PAYLOAD_TYPE, payload)
    blob = signer.sign(message, statements.namespace(statement.predicate.role))
    key_id = signer.public_key.fingerprint
    envelope = dsse.Envelope(statements.PAYLOAD_TYPE, payload, key_id, blob).encode()
    unseal(envelope)
    return envelope


def unseal(data: bytes) -> Sealed:
    """The record in envelope ``data``; refused unless the key it names signed it, in its role."""
    envelope = dsse.decode(data)
    if envelope.payload_type != statements.PAYLOAD_TYPE:
        what = f"the envelope holds {envelope.payload_type[:80]!r}, not an in-toto statement"
        raise GuardError(Fault(what, "give a record that guard wrote"))
    statement = statements.decode(envelope.payload)
    public_key = sshsig.verify(
        envelope.signature,
        dsse.pae(envelope.payload_type, envelope.payload),
        statements.namespace(statement.predicate.role),
    )
    _same_key(statement, public_key)
    if envelope.key_id != public_key.fingerprint:
        raise GuardError(Fault("the envelope's key id is not of the key that signed", _REMEDY))
    return Sealed(statement, public_key, leaf_hash(data))


_REMEDY = "let the person named sign with the key named; a record is never re-labelled"


def _same_key(statement: statements.Statement, key: sshkey.PublicKey) -> None:
    if statement.predicate.key_fingerprint != key.fingerprint:
        raise GuardError(
            Fault(
                f"the statement names key {statement.predicate.key_fingerprint}, "
                f"but {key.fingerprint} signs",
                _REMEDY,
            )
        )
