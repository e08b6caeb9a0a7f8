"""The request that is kept with an event: it must be the one named, and not the signer's own."""

from collections.abc import Iterator
from typing import Any

from guard.duties import asked_for_it, gave_evidence
from guard.errors import Fault, GuardError
from guard.gather import text_at
from guard.history.ledger import History
from guard.name import key
from guard.record import canonical
from guard.record.authority import Authorised
from guard.record.commitment import hidden, read, reveal
from guard.record.events import Approval, ConditionMet, OfRequest, Requested, Revoked, Superseded
from guard.record.sealed import Sealed
from guard.record.statement import namespace

_ANEW = "let guard write the record anew"
_ANOTHER = "let another person who holds the role sign"


def request_kept(sealed: Sealed, act: OfRequest, history: History) -> Iterator[Fault]:
    """How an event does not fit the request kept with it, as far as that is there and open."""
    try:
        asked = _request(sealed, act, history)
        if asked is not None:
            yield from _misnamed(sealed, act, asked["facts"])
            if not isinstance(act, Requested):
                yield from _own(sealed, act, asked, history)
    except (GuardError, LookupError, TypeError, ValueError, AttributeError, RecursionError):
        yield Fault("the request that is kept with it is not as guard writes it", _ANEW)


def _request(sealed: Sealed, act: OfRequest, history: History) -> dict[str, Any] | None:
    """The request that the subject names, with the private values that are disclosed."""
    statement, records = sealed.statement, history.records
    content = records.document(statement.subject[0].digest.sha256) if records else None
    if records is None or content is None:
        return None  # it comes with the event, which is only being drafted
    asked: dict[str, Any] = canonical.read(content)
    about = [statement]
    if isinstance(act, ConditionMet | Revoked | Superseded):
        found = history.at(act.target.index)
        about += [found.statement] if found else []
    for each in about:
        if disclosed := records.disclosure(each.event_id):
            asked = reveal(asked, read(disclosed)[0])
    return asked


def _misnamed(sealed: Sealed, act: OfRequest, facts: Any) -> Iterator[Fault]:
    """Who looks for a request by its id, or its application by name, must find the record."""
    request_id, name = text_at(facts, "request", "id"), text_at(facts, "application", "name")
    if request_id != sealed.statement.request_id:
        what = f"it is filed under the request {sealed.statement.request_id}"
        yield Fault(f"{what}, and is about {request_id or 'one without an id'}", _ANEW)
    if key(name) != key(act.application.name):
        yield Fault(f"it names the application {act.application.name}, its request {name}", _ANEW)


def _own(
    sealed: Sealed, act: OfRequest, asked: dict[str, Any], history: History
) -> Iterator[Fault]:
    """Who asks for a purchase signs nothing about it; who supplied evidence does not judge it."""
    names = (act.principal, *_other_names(sealed, act, history))
    if asked_for_it(asked["facts"], *names):
        yield Fault(f"{act.principal} asked for the purchase and signed it", _ANOTHER)
    told = asked.get("provenance", {})
    said_by = {} if hidden(told) else {path: said["by"] for path, said in told.items()}
    if isinstance(act, Approval) and gave_evidence(said_by, *names):
        yield Fault(f"{act.principal} supplied evidence for it and signed it", _ANOTHER)


def _other_names(sealed: Sealed, act: OfRequest, history: History) -> Iterator[str]:
    """What allowed_signers remarks of who signed, and who lent them the role."""
    if act.on_behalf_of and (lent := history.at(act.on_behalf_of.index)):
        yield lent.statement.predicate.principal
    if history.authorities:
        name = namespace(act.role)
        found = history.authorities.who(sealed.public_key, name, act.decided_at)
        if isinstance(found, Authorised):
            yield found.comment
