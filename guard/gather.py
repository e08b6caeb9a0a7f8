"""Facts known of a request, each with who says so: the request, guard.toml, register, ledger."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guard.condition.types import Struct
from guard.facts import from_json, to_json
from guard.policy.environment import request_types
from guard.request.reading import GivenFacts, ready
from guard.settings import Settings

if TYPE_CHECKING:  # names are matched only where there is a register
    from guard.register.entries import Register, RegisterEntry


class State(StrEnum):
    """What the register says of an application."""

    MANAGED = "managed"
    MANAGED_ELSEWHERE = "managed-elsewhere"
    UNMANAGED = "unmanaged"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    NOT_SOFTWARE = "not-software"


_NOT_ASKED = {"today": "the day of this check", "parameters": "policy", "lists": "dated list"}
"""Who says what no request says, by the first name of its path."""

_REGISTER_ONLY = ("register_id", "register_status", "approved_uses", "max_classification")
"""Facts of ``it_management`` that a register, where there is one, is the only authority on."""

_NAMELESS = 'Say which application it is: write name = "…" under [application].'


@dataclass(frozen=True, slots=True)
class Known:
    """Facts ready for conditions, and what else is known of the request.

    ``sources``: who says a fact, by path; the longest path that fits holds. ``state`` and
    ``entry``: what the register says. ``questions`` and ``notes``: for a person to see.
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
        said = next((self.sources[p] for p in prefixes if p in self.sources), "")
        return said or _NOT_ASKED.get(parts[0], "request")

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
        KeyError, TypeError, ValueError: the data is not what guard writes.
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
    register: "Register | None",
    approvals: Sequence[Mapping[str, object]],
) -> Known:
    """Bring together what the request, the body, the register and the ledger know."""
    values: dict[str, object] = dict(given.values)
    sources = {path: said.source or said.by for path, said in given.provenance.items()}
    if settings.text.organisation is not None:
        # The body's own particulars stand in guard.toml; a request need not repeat them.
        organisation = {"organisation": ready(settings.text.organisation)}
        values["requester"] = dict(_group(values, "requester")) | organisation
        _replace(sources, "requester.organisation", Path(settings.file).name)
    values["approvals"] = list(approvals)
    sources["approvals"] = "ledger" if settings.text.ledger else "no ledger"
    if register is None:
        claimed = text_at(values, "it_management", "register_status")
        notes = ("No register was given: what the request says of it was not confirmed.",)
        return Known(values, sources, _state(claimed), "", (), notes if claimed else ())
    return _with_register(values, sources, register)


def _with_register(
    values: dict[str, object], sources: dict[str, str], register: "Register"
) -> Known:
    """The register answers for what it is the authority on, whatever the request claims."""
    match = register.match(
        name=text_at(values, "application", "name"),
        supplier=text_at(values, "supplier", "legal_name"),
        url=text_at(values, "application", "url"),
        register_id=text_at(values, "it_management", "register_id"),
    )
    claimed = _group(values, "it_management")
    kept = {fact: value for fact, value in claimed.items() if fact not in _REGISTER_ONLY}
    found = _entry_facts(match.entry) if match.entry else {}
    asked = match.questions or (() if match.entry or _named(values) else (_NAMELESS,))
    if match.questions and claimed.get("register_status") == "unregistered":
        # "It is none of these" is the one answer that only the request can give.
        kept["register_status"], asked = "unregistered", ()
    elif not found and not asked:
        found["register_status"] = "unregistered"
    found |= _similar(values, match.entry, register)
    management = kept | found
    values["it_management"] = management
    # Sources are sealed with the facts: where a file lies on this machine is nobody's business.
    for fact in found:
        _replace(sources, f"it_management.{fact}", Path(register.file).name)
    status = text_at(values, "it_management", "register_status")
    entry = match.entry.id if match.entry else ""
    notes = tuple(_contradictions(claimed, management))
    return Known(values, sources, _state(status), entry, asked, notes)


def _named(values: Mapping[str, object]) -> bool:
    """Whether the request says which application it is about, so that it can be looked up."""
    said = _group(values, "application")
    return bool(said.get("name") or said.get("url"))


def _replace(sources: dict[str, str], path: str, source: str) -> None:
    """Let ``source`` answer for ``path`` and all below it."""
    for below in [p for p in sources if p.startswith((f"{path}.", f"{path}["))]:
        del sources[below]
    sources[path] = source


def _entry_facts(entry: "RegisterEntry") -> dict[str, object]:
    """What the register knows of an application, under the names that rules read."""
    said = ready(entry)
    known = {
        "register_id": said["id"],
        "register_status": said["status"],
        "service_owner": said.get("owner"),
        "information_asset_owner": said.get("information_asset_owner"),
        "approved_uses": said["approved_uses"],
        "max_classification": said.get("max_classification"),
        "review_on": said.get("review_on"),
    }
    return {fact: value for fact, value in known.items() if value not in (None, "")}


def _similar(
    values: Mapping[str, object], own: "RegisterEntry | None", register: "Register"
) -> dict[str, object]:
    """The approved applications with the same capability: does the body pay for this already?"""
    from guard.register.entries import Status

    capability = text_at(values, "application", "category").casefold()
    if not capability:
        return {}
    same = [
        entry.id
        for entry in register.entries
        if (entry.capability or "").casefold() == capability
        and entry.status is Status.APPROVED
        and entry is not own
    ]
    return {"similar_approved": same}


def _contradictions(claimed: Mapping[str, object], known: Mapping[str, object]) -> Iterator[str]:
    for fact in ("register_status", "approved_uses", "max_classification"):
        if fact in claimed and claimed[fact] != known.get(fact):
            said, held = _said(claimed[fact]), _said(known.get(fact, "not known"))
            yield f"{fact}: the request says “{said}”; the register, which counts, “{held}”."


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _group(values: Mapping[str, object], name: str) -> Mapping[str, object]:
    group = values.get(name)
    return group if isinstance(group, Mapping) else {}


def text_at(facts: Mapping[str, object], *path: str) -> str:
    """The text at ``path`` of nested facts; empty where it is absent."""
    value: object = facts
    for key in path:
        value = value.get(key, "") if isinstance(value, Mapping) else ""
    return str(value)


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
