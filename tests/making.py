"""Small things made for tests: policies from a few keys, requests from a dict, whole answers."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from guard.assessment import Assessment, Bench, assess
from guard.border.document import Document, parse_json, parse_toml
from guard.condition.step import Step
from guard.errors import Fault, GuardError
from guard.finding import Finding, Outcome
from guard.history.ledger import History
from guard.history.past import PastApproval
from guard.policy.choices import Choices
from guard.policy.compile import PolicySet, compile_policies
from guard.policy.library import ListFile, Pack, parse_list, parse_pack
from guard.register.entries import Register, RegisterEntry
from guard.request.faults import validated
from guard.settings import Settings, SettingsText

TODAY = dt.date(2026, 11, 22)
NO_CHOICES = Choices()


def toml(value: object) -> str:
    """``value`` as TOML has it."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value) if isinstance(value, str | bool) else str(value)


def rule(number: str = "AA-01", **changes: Any) -> str:
    """One rule as TOML; what is not in ``changes`` is as plain as can be."""
    source = {"title": "A source", "verified": "primary", "on": dt.date(2026, 1, 1)}
    keys: dict[str, object] = {
        "id": number,
        "title": f"What {number} asks",
        "level": "block",
        "require": "data.personal",
        "why": "Because.",
        "remedy": "Do it.",
        "ask_of": "requester",
        "basis": "law",
        "source": source,
    }
    lines = (f"{key} = {toml(value)}" for key, value in (keys | changes).items())
    return "\n".join(["[[rule]]", *lines, ""])


def pack(*parts: str, name: str = "ours", **top: Any) -> Pack:
    """A policy of the TOML tables ``parts``; ``top`` are keys that stand before all tables."""
    keys: dict[str, object] = {"id": name, "title": "Ours", "version": "1", "owner": "IT"}
    lines = (f"{key} = {toml(value)}" for key, value in (keys | top).items())
    return parse_pack("\n".join([*lines, *parts]), f"{name}.toml")


def listed(name: str, until: dt.date, **values: object) -> ListFile:
    """A dated list that holds from 2020."""
    keys: dict[str, object] = {
        "id": name,
        "title": "A list",
        "source": {"title": "A source", "verified": "primary", "on": dt.date(2026, 1, 1)},
        "valid_from": dt.date(2020, 1, 1),
        "valid_to": until,
        "values": values,
    }
    text = "\n".join(f"{key} = {toml(value)}" for key, value in keys.items())
    return parse_list(text, f"{name}.toml")


def policies(*parts: Pack | str, lists: tuple[ListFile, ...] = (), **choices: Any) -> PolicySet:
    """Policies compiled; TOML tables among ``parts`` make one policy together."""
    tables = [part for part in parts if isinstance(part, str)]
    packs = [part for part in parts if isinstance(part, Pack)]
    packs += [pack(*tables)] if tables else []
    return compile_policies(packs, {each.text.id: each for each in lists}, Choices(**choices))


def finding(outcome: str = "fail", *, upcoming: bool = False, **keys: Any) -> Finding:
    """A finding of a rule with these keys, as if its conditions had come to ``outcome``."""
    (made,) = policies(rule(**keys)).rules
    step = Step(made.when.tree, value=True)
    return Finding(made, Outcome(outcome), (), frozenset(), upcoming, step, None)


def document(**groups: Any) -> Document:
    """A request in JSON."""
    return parse_json(json.dumps(groups, default=str), "request.json")


def settings(text: str = "", folder: Path = Path("/nowhere")) -> Settings:
    """What guard.toml with this text chooses."""
    read = parse_toml(text, "guard.toml")
    return Settings(validated(SettingsText, read), folder, "guard.toml", read)


def register(*entries: Mapping[str, object]) -> Register:
    """A register of entries that are approved unless they say otherwise."""
    made = [RegisterEntry.model_validate({"status": "approved"} | dict(each)) for each in entries]
    return Register(tuple(made), "register.csv", "0" * 64)


def past_approval(**changes: Any) -> PastApproval:
    """An approval by the CISO of today, without an end."""
    plain: dict[str, Any] = {
        "index": 0,
        "leaf": "0" * 64,
        "role": "ciso",
        "principal": "ann",
        "key": "SHA256:x",
        "decision": "approve",
        "on": TODAY,
        "until": None,
        "request_id": "R-1",
        "request_sha256": "a",
        "application": "",
    }
    return PastApproval(**plain | changes)


def bench(*parts: Pack | str, register: Register | None = None, **more: Any) -> Bench:
    """All that assessing needs besides a request."""
    chosen = more.pop("settings", settings())
    past = more.pop("history", History())
    return Bench(chosen, policies(*parts, **more), register, past, TODAY)


def assessed(ready: Bench, **groups: Any) -> Assessment:
    """The request of these groups, assessed."""
    return assess(document(**groups), ready)


def faults(refused: Callable[[], object]) -> tuple[Fault, ...]:
    """The faults for which something is refused; each tells the next step."""
    with pytest.raises(GuardError) as error:
        refused()
    assert all(fault.what and fault.remedy for fault in error.value.faults)
    return error.value.faults


def told(refused: Callable[[], object]) -> str:
    """The faults for which something is refused, as a person reads them."""
    return "\n".join(map(str, faults(refused)))
