"""What an event says it is about must be what it does: readers go by the subject."""

import hashlib
from collections.abc import Iterator

from guard.errors import Fault
from guard.history.deed import key_of
from guard.history.ledger import History
from guard.name import key
from guard.record.events import (
    Act,
    AuthorityGranted,
    AuthorityRevoked,
    ConditionMet,
    Corrected,
    Erased,
    KeyRotated,
    OfRequest,
    PolicyActivated,
    Revoked,
    Superseded,
)
from guard.record.statement import Statement


def subject(statement: Statement, history: History) -> Iterator[Fault]:
    """Where the subject of a statement names other things than the event concerns."""
    act = statement.predicate
    said = tuple((each.name, each.digest.sha256) for each in statement.subject)
    due = _due(act, history)
    if due is not None and due != said:
        what = f"its subject is {said[0][0]}, but it concerns {due[0][0] if due else 'nothing'}"
        yield Fault(what, "let guard write the record anew")
    if isinstance(act, OfRequest):
        yield from _application(act, history)


def _due(act: Act, history: History) -> tuple[tuple[str, str], ...] | None:
    """Name and digest of each thing that an event concerns; None where nothing here tells."""
    match act:
        case PolicyActivated():
            return tuple((f"policy/{each.name}", each.digest.sha256) for each in act.policies)
        case AuthorityGranted():
            given = key_of(act)
            return ((f"person/{act.grantee}", _sha256(given.blob)),) if given else None
        case KeyRotated():
            name = f"log/{act.log_key.split('+')[0]}"
            return ((name, _sha256(act.log_key.encode())),)
        case Erased():
            return tuple((f"record/{each.index}", each.leaf) for each in act.targets)
        case AuthorityRevoked() | ConditionMet() | Revoked() | Superseded() | Corrected():
            found = history.at(act.target.index)
            subjects = found.statement.subject if found else ()
            return tuple((each.name, each.digest.sha256) for each in subjects) or None
        case _:
            return None  # a request, by the digest of its document


def _application(act: OfRequest, history: History) -> Iterator[Fault]:
    """An event about an earlier record is about the same application."""
    if not isinstance(act, ConditionMet | Revoked | Superseded | Corrected):
        return
    found = history.at(act.target.index)
    other = found.statement.predicate if found else None
    if isinstance(other, OfRequest) and key(other.application.name) != key(act.application.name):
        what = f"it names {act.application.name}; record {act.target.index} is about another"
        yield Fault(what, "let guard write the record anew")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
