"""A sealed request opened again: its facts, and who said them, as the ledger holds them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from guard.approval.again import opened
from guard.border.document import Document
from guard.condition.types import Double, ListOf, Struct, Type
from guard.history.ledger import History
from guard.history.standing import Case
from guard.policy.environment import environment
from guard.policy.model import OwnFact
from guard.record import canonical
from guard.record.commitment import hidden, reveal
from guard.request.provenance import WRAPPED


@dataclass(frozen=True, slots=True)
class Reopened:
    """The facts of a request as JSON, and by dotted path who said which.

    ``whole``: no private value is hidden. Both are empty where the document is not in the ledger.
    """

    facts: Mapping[str, Any]
    provenance: Mapping[str, Any]
    whole: bool

    def text(self, *path: str) -> str:
        """The text at a path; empty where there is none, or where it is hidden."""
        value: Any = self.facts
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        return "" if value is None or hidden(value) else str(value)


def reopened(case: Case, history: History, *, private: bool) -> Reopened:
    """The request of ``case`` as it was sealed last, with its ``private`` values or without.

    Raises:
        GuardError: a record or an opening is not what was sealed.
    """
    content = history.records.document(case.request_sha256) if history.records else None
    document = canonical.read(content or b"{}")
    if private and content and history.records:
        for index in reversed(case.records):
            deed = history.at(index)
            if deed and deed.statement.subject[0].digest.sha256 == case.request_sha256:
                document = reveal(document, opened(deed.statement.predicate, history.records))
            if not hidden(document):
                break
    facts, said = document.get("facts", {}), document.get("provenance", {})
    # Who said a fact is hidden as a whole: then it is one commitment.
    whole = bool(content) and not hidden(document)
    return Reopened(facts, said if isinstance(said, Mapping) else {}, whole)


def document_of(found: Reopened, name: str, own_facts: Iterable[OwnFact]) -> Document:
    """The request as a file would give it; ``name`` is what faults call it."""
    types = Struct("request", environment({}, {}, own_facts))
    facts = _numbers(found.facts, types)
    # A fact inside one that is wrapped itself comes first: its path is the longer one.
    for path in sorted(found.provenance, key=len, reverse=True):
        said = {key: value for key, value in found.provenance[path].items() if value}
        _wrap(facts, _keys(path), said)
    return Document(name, facts, json.dumps(found.facts), "json")


def _numbers(value: Any, kind: Type | None) -> Any:
    """JSON facts with numbers where a record has exact decimals as text."""
    match value, kind:
        case Mapping(), _:
            fields = kind.fields if isinstance(kind, Struct) else {}
            return {key: _numbers(item, fields.get(key)) for key, item in value.items()}
        case list(), _:
            element = kind.element if isinstance(kind, ListOf) else None
            return [_numbers(item, element) for item in value]
        case str(), Double():
            return Decimal(value)
        case _:
            return value


def _keys(path: str) -> list[str | int]:
    """``evidence[0].expires`` as the keys that lead there."""
    parts = path.replace("[", ".[").split(".")
    return [int(part[1:-1]) if part.startswith("[") else part for part in parts]


def _wrap(facts: Any, keys: list[str | int], said: Mapping[str, Any]) -> None:
    *way, last = keys
    for key in way:
        facts = facts[key]
        # An inner fact is wrapped before an outer one, so nothing on the way is wrapped yet.
    facts[last] = {WRAPPED: facts[last], **said}
