"""Facts known of a request, each with who says so: the request, guard.toml, register, ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from guard.condition.types import Struct
from guard.facts import from_json, to_json
from guard.policy.environment import request_types
from guard.record.history import PastApproval
from guard.register import Match, Register, RegisterEntry
from guard.request.reading import GivenFacts
from guard.settings import Settings
from guard.text import plain


class State(StrEnum):
    """What the register says of an application."""

    MANAGED = "managed"
    UNMANAGED = "unmanaged"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """Facts ready for conditions, who says each (by path; the longest one that fits holds),
    what the register says, and questions or remarks that a person should see.
    """

    values: Mapping[str, object]
    sources: Mapping[str, str]
    state: State
    entry: str
    questions: tuple[str, ...]
    notes: tuple[str, ...]

    def source(self, path: str) -> str:
        """Who says the fact at ``path``."""
        parts = path.replace("[", ".[").split(".")
        prefixes = (".".join(parts[:n]).replace(".[", "[") for n in range(len(parts), 0, -1))
        return next((self.sources[p] for p in prefixes if p in self.sources), "request")

    def to_json(self) -> dict[str, Any]:
        """What was known, as JSON that :func:`known_from_json` reads back."""
        return {
            "entry": self.entry,
            "facts": to_json(self.values),
            "notes": list(self.notes),
            "questions": list(self.questions),
            "sources": dict(self.sources),
            "state": self.state.value,
        }


def known_from_json(data: Mapping[str, Any], own: Struct) -> Known:
    """What was known, from :meth:`Known.to_json`; ``own`` types the body's own facts.

    Raises:
        KeyError, ValueError: the data is not what guard writes.
    """
    types = Struct("request", dict(request_types()) | {"local": own})
    facts = from_json(data["facts"], types)
    if not isinstance(facts, dict):
        raise TypeError("facts are not a table")
    return Known(
        facts,
        data["sources"],
        State(data["state"]),
        data["entry"],
        tuple(data["questions"]),
        tuple(data["notes"]),
    )


def gather(
    given: GivenFacts,
    settings: Settings,
    register: Register | None,
    approvals: Sequence[PastApproval],
) -> Known:
    """Bring together what the request, the body, the register and the ledger know."""
    values: dict[str, object] = dict(given.values)
    sources = {path: said.source for path, said in given.provenance.items()}
    _organisation(values, sources, settings)
    values["approvals"] = [approval.fact() for approval in approvals]
    sources["approvals"] = "ledger" if settings.text.ledger else "no ledger"
    if register is None:
        claimed = _text(values, "it_management", "register_status")
        notes = ("No register was given: what the request says of it was not confirmed.",)
        return Known(values, sources, _state(claimed), "", (), notes if claimed else ())
    return _with_register(values, sources, register)


def _organisation(
    values: dict[str, object], sources: dict[str, str], settings: Settings
) -> None:
    """The body's own particulars stand in guard.toml; a request need not repeat them."""
    if settings.text.organisation is None:
        return
    requester = dict(_group(values, "requester"))
    ours = settings.text.organisation.model_dump(mode="python", exclude_none=True)
    requester["organisation"] = {k: from_json_ready(v) for k, v in ours.items()}
    values["requester"] = requester
    sources["requester.organisation"] = settings.file


def from_json_ready(value: object) -> object:
    """A pydantic value as conditions read it: members of a vocabulary are their text."""
    return str(value) if isinstance(value, StrEnum) else value


def _with_register(
    values: dict[str, object], sources: dict[str, str], register: Register
) -> Known:
    match = register.match(
        name=_text(values, "application", "name"),
        supplier=_text(values, "supplier", "legal_name"),
        url=_text(values, "application", "url"),
        register_id=_text(values, "it_management", "register_id"),
    )
    management = dict(_group(values, "it_management"))
    claimed = management.get("register_status")
    settled = claimed == "unregistered"
    if match.entry is not None:
        management |= _entry_facts(match.entry)
    elif match.questions and not settled:
        management.pop("register_status", None)
    else:
        management["register_status"] = "unregistered"
        management.pop("register_id", None)
    values["it_management"] = management
    status = str(management.get("register_status", ""))
    for fact in _REGISTER_FACTS & management.keys():
        sources[f"it_management.{fact}"] = register.file
    return Known(
        values,
        sources,
        _state(status),
        match.entry.id if match.entry else "",
        () if settled else match.questions,
        _contradiction(claimed, status, match, register),
    )


_REGISTER_FACTS = {
    "register_id",
    "register_status",
    "service_owner",
    "information_asset_owner",
    "approved_uses",
    "max_classification",
    "review_on",
    "duplicates",
}


def _entry_facts(entry: RegisterEntry) -> dict[str, object]:
    """What the register knows of an application, under the names that rules read."""
    known: dict[str, object] = {
        "register_id": entry.id,
        "register_status": entry.status.value,
        "service_owner": entry.owner,
        "information_asset_owner": entry.information_asset_owner,
        "approved_uses": list(entry.approved_uses),
        "max_classification": entry.max_classification,
        "review_on": from_json_date(entry.review_on),
    }
    return {key: value for key, value in known.items() if value not in (None, "")}


def _state(status: str) -> State:
    match status:
        case "approved" | "restricted" | "proposed":
            return State.MANAGED
        case "retired" | "prohibited":
            return State.REVOKED
        case "unregistered":
            return State.UNMANAGED
        case _:
            return State.UNKNOWN
