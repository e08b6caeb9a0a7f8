"""Deeds made for tests: any event, by anybody, as if a ledger held it."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from guard.history.deed import key_of
from guard.history.ledger import History
from guard.record import events
from guard.record.authority import Authorities, load
from guard.record.merkle import leaf_hash
from guard.record.parts import Reference
from guard.record.rows import Entry
from guard.record.sealed import Sealed, Signer, seal
from guard.record.statement import Statement
from tests.record.acts import person

DAY = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
PEOPLE = {"ann": 1, "bob": 2, "cy": 3, "dee": 4, "eve": 5}
"""Each person's key, by its number."""
ROLES = {
    "ann": "ciso",
    "bob": "head-of-it",
    "cy": "siro",
    "dee": "dpo",
    "eve": "requester",
}
DIGEST = {"sha256": "0" * 64}
MEASURED = {
    "decision": {"verdict": "refer", "findings": DIGEST, "outstanding": ["ciso", "head-of-it"]},
    "assessment": {"name": "assessment", "digest": DIGEST},
    "policies": [],
}


def key(name: str) -> Signer:
    """The key of a person."""
    return person(PEOPLE[name])


def trusted(**roles: str) -> Authorities:
    """Who may sign: everybody in their role, or in these (comma between several)."""
    lines = (
        f"{name} namespaces="
        '"'
        + ",".join(f"{role}@procurement-guard" for role in held.split(","))
        + '" '
        + key(name).public_key.line
        for name, held in (ROLES | roles).items()
        if held
    )
    return load("\n".join(lines), "allowed_signers")


class Book:
    """A ledger in memory: deeds are added to it, whether they may be or not."""

    def __init__(self, authorities: Authorities | None = None) -> None:
        self.authorities = authorities or trusted()
        self._entries: list[Entry] = []
        self._names: list[tuple[str, ...]] = []

    @property
    def history(self) -> History:
        """What can be known of it."""
        return History(self, self.authorities)

    def size(self) -> int:
        return len(self._entries)

    def entry(self, index: int) -> Entry | None:
        return self._entries[index] if index < len(self._entries) else None

    def named(self, name: str) -> Iterator[Entry]:
        return (self._entries[n] for n, names in enumerate(self._names) if name in names)

    def names(self, prefix: str) -> Iterator[str]:
        found = {name for names in self._names for name in names if name.startswith(prefix)}
        return iter(sorted(found))

    def document(self, sha256: str) -> bytes | None:
        del sha256
        return None

    def disclosure(self, name: str) -> bytes | None:
        del name
        return None

    def at(self, index: int) -> Reference:
        """How to point at a record."""
        found = self.history.at(index)
        assert found is not None
        return found.reference

    def make(self, kind: type[events.Act], who: str, **changes: Any) -> Sealed:
        """An event of this kind by this person, not added; ``days`` moves it from 20 November."""
        number, days = self.size(), changes.pop("days", 0)
        signer = changes.pop("signer", None) or key(who)
        about = changes.pop("about", None) or f"request/{changes.pop('request', 'R-1')}"
        content = changes.pop("content", "the request")
        act: dict[str, Any] = {
            "event_id": UUID(int=number),
            "role": ROLES[who],
            "principal": who,
            "key_fingerprint": signer.public_key.fingerprint,
            "reason": "It is due.",
            "decided_at": DAY + dt.timedelta(days=days),
        }
        if issubclass(kind, events.OfRequest):
            act["application"] = {"name": "Treeline"}
        if issubclass(kind, events.Measured):
            act |= MEASURED
        if kind is events.Approval and "event" not in changes:
            act["event"] = events.Event.APPROVED
        if last := self.history.last(about.removeprefix("request/")):
            act["previous"] = last.reference
        predicate = kind.model_validate(act | changes)
        digest = {"sha256": hashlib.sha256(content.encode()).hexdigest()}
        statement = Statement.model_validate(
            {
                "subject": self._subject(predicate) or ({"name": about, "digest": digest},),
                "predicate": predicate,
            }
        )
        return Sealed(statement, signer.public_key, leaf_hash(seal(statement, signer)))

    def _subject(self, act: events.Act) -> tuple[dict[str, Any], ...]:
        """What an event concerns, unless that is a request."""
        match act:
            case events.PolicyActivated():
                return tuple(
                    {"name": f"policy/{each.name}", "digest": each.digest} for each in act.policies
                )
            case events.AuthorityGranted():
                found = key_of(act)
                content = found.blob if found else b""
                digest = {"sha256": hashlib.sha256(content).hexdigest()}
                return ({"name": f"person/{act.grantee}", "digest": digest},)
            case events.AuthorityRevoked():
                grant = self.history.at(act.target.index)
                subjects = grant.statement.subject if grant else ()
                return tuple(s.model_dump() for s in subjects if s.name.startswith("person/"))
            case events.Erased():
                return tuple(
                    {"name": f"record/{each.index}", "digest": {"sha256": each.leaf}}
                    for each in act.targets
                )
            case _:
                return ()

    def add(self, kind: type[events.Act], who: str, **changes: Any) -> int:
        """Add such an event; its number."""
        signer = changes.get("signer") or key(who)
        sealed = self.make(kind, who, **changes)
        envelope = seal(sealed.statement, signer)
        index = self.size()
        entry = Entry(index, sealed.statement.event_id, leaf_hash(envelope), envelope)
        self._entries.append(entry)
        self._names.append(sealed.statement.names())
        return index
