"""The register of what is in force on a day, as it may be published: no names, no prices.

Unless somebody asks for them.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from guard.approval.sealing import LISTS
from guard.border.text import plain
from guard.history.ledger import History
from guard.history.standing import IN_FORCE, Case, Standing
from guard.overview.reopened import Reopened, reopened
from guard.record.events import Measured

SCHEMA = "urn:procurement-guard:register:v1"
"""Names the shape of the register as JSON; a change that could break a reader makes a new name."""

_ENDED = frozenset(
    {
        Standing.EXPIRED,
        Standing.REVIEW_OVERDUE,
        Standing.REVOKED,
        Standing.SUPERSEDED,
        Standing.REFUSED,
    }
)

_OVER = frozenset({Standing.REVOKED, Standing.SUPERSEDED, Standing.REFUSED})


@dataclass(frozen=True, slots=True)
class Approver:
    """A role that approved, when, and in which record; ``name`` is empty unless asked for."""

    role: str
    on: dt.date
    record: int
    name: str


@dataclass(frozen=True, slots=True)
class OpenCondition:
    """What is still to be done, and by when; ``owner`` is empty unless names are asked for."""

    text: str
    due: dt.date
    overdue: bool
    owner: str


@dataclass(frozen=True, slots=True)
class WaivedRule:
    """A rule that is set aside, until a last day, by a record."""

    rule: str
    expires: dt.date
    record: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One application in the register; every text is harmless.

    ``id``: its number in the IT register, or its request's where it has none of its own.
    ``since``: the day since when it stands so. ``until``: the last day, unless it was ended or
    refused before. ``value``: the price, unless it was not asked for. ``emergency``: the
    day by which its use must be reviewed, where nobody approved it.
    """

    id: str
    application: str
    supplier: str
    purpose: str
    classification: str
    request: str
    standing: Standing
    since: dt.date
    until: dt.date | None
    approved_by: tuple[Approver, ...]
    conditions: tuple[OpenCondition, ...]
    waived: tuple[WaivedRule, ...]
    emergency: dt.date | None
    value: str
    records: tuple[int, ...]
    policies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """The register of ``organisation`` on a day, from so many ``records`` of the ledger."""

    organisation: str
    on: dt.date
    records: int
    ended: bool
    """Whether what has ended is in it, too."""
    entries: tuple[Listed, ...]
    uncounted: int = 0
    """How many records count for nothing, though nothing stands in their place."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for beyond what is in force: what ``ended``, ``names`` and ``prices``."""

    ended: bool = False
    names: bool = False
    prices: bool = False


def published(history: History, on: dt.date, organisation: str, asked: Asked) -> Published:
    """The register of what is in force ``on`` a day, by application.

    Raises:
        GuardError: a record of the ledger is not what was signed.
    """
    wanted = IN_FORCE | (_ENDED if asked.ended else frozenset())
    cases = [case for case in history.cases(on) if case.standing in wanted]
    taken: set[str] = set()
    entries = [_listed(case, history, on, asked, taken) for case in cases]
    entries.sort(key=lambda each: (each.application.casefold(), each.request))
    idle = len(history.uncounted(on))
    return Published(plain(organisation), on, history.count(), asked.ended, tuple(entries), idle)


def _listed(case: Case, history: History, on: dt.date, asked: Asked, taken: set[str]) -> Listed:
    found = reopened(case, history, private=asked.prices)
    number = next(each for each in _numbers(case) if each.casefold() not in taken)
    taken.add(number.casefold())
    agreed = [each for each in case.approvals if each.agrees]
    return Listed(
        plain(number),
        plain(case.application),
        plain(found.text("supplier", "legal_name")),
        plain(found.text("application", "purpose")),
        plain(found.text("data", "classification", "level")),
        plain(case.request_id),
        case.standing,
        case.since,
        case.until if case.standing not in _OVER else None,
        tuple(
            Approver(each.role, each.on, each.index, plain(each.principal) if asked.names else "")
            for each in agreed
        ),
        tuple(_open(case, on, asked)),
        tuple(
            WaivedRule(plain(each.rule), each.expires, each.index)
            for each in case.waivers
            if each.given(on) and each.expires >= on
        ),
        case.emergency,
        _value(found) if asked.prices else "",
        case.records,
        tuple(_policies(case, history)),
    )


def _numbers(case: Case) -> Iterator[str]:
    """What an entry may be numbered by, best first; no two of a register have the same."""
    if case.register_id:
        yield case.register_id
    yield case.request_id
    number = 1
    while number := number + 1:
        yield f"{case.request_id} ({number})"


def _open(case: Case, on: dt.date, asked: Asked) -> Iterator[OpenCondition]:
    for each in case.conditions:
        if each.open(on):
            owner = plain(each.owner) if asked.names else ""
            yield OpenCondition(plain(each.text), each.due, each.overdue(on), owner)


def _value(found: Reopened) -> str:
    """The price as the request gives it; empty where it is not known, or no longer disclosed."""
    for name in ("value", "estimated_total_value"):
        if amount := found.text("contract", name, "amount"):
            return plain(f"{amount} {found.text('contract', name, 'currency')}".strip())
    return ""


def _policies(case: Case, history: History) -> Iterator[str]:
    """The policies of the newest assessment, with their versions."""
    deed = history.at(case.measured) if case.measured is not None else None
    act = deed.statement.predicate if deed else None
    for each in act.policies if isinstance(act, Measured) else ():
        if not each.name.startswith(LISTS):
            yield plain(f"{each.name} {each.annotations.version}")
