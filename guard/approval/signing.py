"""Signing, whatever the event: who may, what it stands for, sealing it, appending it."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any
from uuid import uuid4

from pydantic import ValidationError

from guard.border.text import plain
from guard.errors import Fault, GuardError, Place, refuse_if
from guard.history.deed import lends
from guard.history.ledger import History
from guard.process.faults import faults
from guard.process.in_vain import in_vain
from guard.record.authority import Authorised, Authorities, NotAuthorised
from guard.record.checkpoint import Checkpoint
from guard.record.commitment import new_secret
from guard.record.events import AuthorityGranted, OfRequest
from guard.record.keys import load_log_key
from guard.record.parts import Reference
from guard.record.rows import Appended
from guard.record.sealed import Sealed, Signer, seal
from guard.record.statement import Statement, namespace
from guard.record.store import open_store
from guard.role import in_words
from guard.screen import Screen
from guard.settings import LedgerFiles, Settings


@dataclass(frozen=True, slots=True)
class Person:
    """How to reach the person who signs: to show text, to ask yes or no, to sign."""

    show: Callable[[str], None]
    consents: Callable[[], None]
    signer: Callable[[], Signer]
    screen: Screen


@dataclass(frozen=True, slots=True)
class Draft:
    """An event ready to be signed: the statement, and the documents that go with it.

    ``records``: how many the ledger held when it was drafted. ``private``: what the documents
    hide (:func:`guard.record.commitment.write`), if anything.
    """

    statement: Statement
    documents: Mapping[str, bytes]
    records: int
    private: bytes | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a person signs: in which role, with what key, when, over which ledger."""

    role: str
    reason: str
    at: dt.datetime
    signer: Signer
    history: History
    authorities: Authorities
    found: Authorised = field(init=False)
    lent: Reference | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Find who signs.

        Raises:
            GuardError: the key may not sign in the role on that day, be it lent or its own.
        """
        key, name = self.signer.public_key, namespace(self.role)
        found = self.authorities.who(key, name, self.at)
        if isinstance(found, NotAuthorised):
            grant = self._grant()
            if grant is None:
                raise GuardError(_not_authorised(found, self.role, self.authorities.given()))
            found, lent = grant
            object.__setattr__(self, "lent", lent)
        object.__setattr__(self, "found", found)

    @property
    def principal(self) -> str:
        """Who signs, as allowed_signers or the delegation names them."""
        return self.found.principal

    def common(self, request_id: str = "") -> dict[str, Any]:
        """What every event has; it follows the last record of ``request_id``."""
        last = self.history.last(request_id) if request_id else None
        return {
            "event_id": uuid4(),
            "role": self.role,
            "principal": self.principal,
            "key_fingerprint": self.signer.public_key.fingerprint,
            "on_behalf_of": self.lent,
            "reason": self.reason,
            "decided_at": self.at,
            "previous": last.reference if last else None,
        }

    def secret(self, request_id: str) -> bytes:
        """From what the salts of a request's private values come; a new one for a new request."""
        return self.history.secret(request_id) or new_secret()

    def _grant(self) -> tuple[Authorised, Reference] | None:
        """The newest delegation that lets this key sign in the role on this day.

        Who lends stands as the remark on who signs: neither may have asked for what is signed.
        """
        for deed in reversed(self.history.deeds("event/authority-granted")):
            given = deed.statement.predicate
            if not isinstance(given, AuthorityGranted) or self.history.granted(deed.index) is None:
                continue
            trial = {"role": self.role, "principal": given.grantee, "decided_at": self.at}
            act = given.model_copy(update=trial | {"on_behalf_of": deed.reference})
            statement = deed.statement.model_copy(update={"predicate": act})
            sealed = Sealed(statement, self.signer.public_key, b"")
            if lends(deed, sealed, self.authorities):
                return Authorised(given.grantee, 0, given.principal), deed.reference
        return None


def desk(settings: Settings, role: str, reason: str, at: dt.datetime, person: Person) -> Desk:
    """The desk at which ``person`` signs into the ledger of ``settings``.

    Raises:
        GuardError: there is no ledger, it cannot be read, or this key may not sign so.
    """
    files = settings.ledger()
    authorities = files.authorities()
    history = History(open_store(files.ledger, read_only=True), authorities, law=faults)
    return Desk(role, reason, at, person.signer(), history, authorities)


def draft(
    at_desk: Desk,
    make: Callable[[], Statement],
    documents: Mapping[str, bytes],
    also: Iterable[Fault] = (),
    *,
    private: bytes | None = None,
) -> Draft:
    """The statement that ``make`` makes, after asking whether it may be sealed.

    Raises:
        GuardError: it may not, for all that process or ``also`` says; or a text does not fit.
    """
    try:
        statement = make()
    except ValidationError as error:
        raise GuardError(*also, *_misfits(error)) from None
    sealed = Sealed(statement, at_desk.signer.public_key, b"")
    found = [*also, *faults(sealed, at_desk.history)]
    refuse_if(found or in_vain(sealed, at_desk.history))
    return Draft(statement, documents, at_desk.history.count(), private)


def _misfits(error: ValidationError) -> Iterator[Fault]:
    """What does not fit into a record, such as a reason of many pages, or none."""
    for one in error.errors(include_url=False, include_input=False):
        name = str(one["loc"][-1]) if one["loc"] else "the record"
        if one["type"] in {"string_too_short", "string_pattern_mismatch"}:
            yield Fault(f"{name} is missing, or is not as it must be", f"give {name} in words")
        else:
            yield Fault(f"{name} does not fit into a record: {one['msg']}", "write it shorter")


def conclude(
    drafted: Draft, at_desk: Desk, person: Person, files: LedgerFiles, more: Iterable[str] = ()
) -> Appended:
    """Show what the signature will stand for, ask, seal, append; say where it stands."""
    person.show("\n".join([*_to_sign(drafted), *more]) + "\n")
    person.consents()
    appended = append(at_desk.signer, drafted, files)
    person.show(f"Sealed as record {appended.index}: {appended.leaf_hash.hex()}\n")
    person.show("Keep its checkpoint outside this machine: guard ledger checkpoint\n")
    return appended


def append(sealed_by: Signer, drafted: Draft, files: LedgerFiles) -> Appended:
    """Sign ``drafted`` and append it; when this returns, it is on disk.

    Raises:
        GuardError: somebody else sealed a record since ``drafted`` was made, so that it no longer
            counts what stands before it; a key or the ledger cannot be used.
    """
    log = load_log_key(files.log_key)
    envelope = seal(drafted.statement, sealed_by)

    def sign_head(head: Checkpoint) -> str:
        # Asked inside the ledger's own transaction, so nobody can come in between.
        if head.size != drafted.records + 1:
            what = "another record was sealed in the meantime, and may change the answer"
            raise GuardError(Fault(what, "nothing was sealed: run the command again"))
        return log.sign(head)

    with open_store(files.ledger) as ledger:
        if log.verifier != ledger.current_key():
            what = "this is not the key that signs the next head of the ledger; nothing was sealed"
            remedy = "put the log's own key back, or name it as log_key in guard.toml"
            raise GuardError(Fault(what, remedy, Place(str(files.log_key))))
        private = {drafted.statement.event_id: drafted.private} if drafted.private else {}
        return ledger.append(envelope, drafted.documents, sign_head, private)


def _not_authorised(found: NotAuthorised, role: str, roles: Sequence[str]) -> Fault:
    what = f"this key may not sign as {in_words(role)}: {found.what}"
    remedy = "sign in a role you hold, or ask who keeps allowed_signers to give you the role"
    near = [] if role in roles else get_close_matches(role, roles, n=1)
    return Fault(what, f"did you mean --role {near[0]}? Else {remedy}" if near else remedy)


_UNSAID = frozenset(
    {"event", "event_id", "principal", "role", "key_fingerprint", "decided_at", "previous",
     "assessment", "policies", "evidence", "application", "decision", "conditions", "advice"}
)  # fmt: skip
"""Parts of an event that are told in other words, or that only programs read."""
_LABELS = {
    "valid_until": "until",
    "valid_from": "from",
    "on_behalf_of": "lent by",
    "review_by": "review by",
    "expires": "until",
    "target": "of",
}


def _to_sign(drafted: Draft) -> Iterator[str]:
    """What the signature will stand for, in words."""
    statement = drafted.statement
    act = statement.predicate
    subject = statement.subject[0]
    kind, _, name = subject.name.partition("/")
    yield "You are about to sign:"
    yield f"  {'act':<11}{act.event.value} as {act.role}, by {plain(act.principal)}"
    yield f"  {kind:<11}{plain(name)}, sha256 {subject.digest.sha256}"
    if isinstance(act, OfRequest) and act.application.name:
        yield f"  {'about':<11}{plain(act.application.name)}"
    for label, value in act.model_dump(exclude=set(_UNSAID)).items():
        if value not in (None, "", ()):
            yield f"  {_LABELS.get(label, label.replace('_', ' ')):<11}{plain(_said(value), 2000)}"


def _said(value: object) -> str:
    match value:
        case {"index": index}:
            return f"record {index}"
        case tuple() | list():
            return ", ".join(map(_said, value))
        case _:
            return str(value)
