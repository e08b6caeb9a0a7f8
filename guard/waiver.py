"""Waivers: a rule set aside for one application, by somebody, for a reason, until a day.

What is waived stays visible: it keeps its outcome, is marked, and only no longer counts.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from guard.name import key

SOON = dt.timedelta(days=30)
"""A waiver that ends within this time is told of before it does."""

LONG = dt.timedelta(days=366)
"""A waiver that holds longer than this is told of: it is a rule changed in silence."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """One rule set aside for one application.

    ``register_id`` is the application's number where the register has it, and then the name does
    not count. ``measure``: what is done instead. ``expires``: the last day on which it holds.
    ``record``: the ledger's record of it, if it was signed; a file says what it likes.
    ``place``: where it is written; not part of what it says.
    """

    rule: str
    application: str
    register_id: str
    reason: str
    approver: str
    measure: str
    expires: dt.date
    record: int | None = None
    place: str = field(default="", compare=False)

    def concerns(self, register_id: str, name: str) -> bool:
        """Whether it is about the application with this number, or, without any, this name."""
        if self.register_id or register_id:
            return self.register_id.casefold() == register_id.casefold()
        return bool(key(name)) and key(self.application) == key(name)

    def holds(self, on: dt.date) -> bool:
        """Whether it has not expired."""
        return on <= self.expires

    def to_json(self) -> dict[str, Any]:
        """What it says, as JSON that :func:`waiver_from_json` reads back."""
        said = asdict(self) | {"expires": self.expires.isoformat()}
        del said["place"]
        return said


def waiver_from_json(data: Mapping[str, Any]) -> Waiver:
    """A waiver from :meth:`Waiver.to_json`.

    Raises:
        KeyError, TypeError, ValueError: the data is not what guard writes.
    """
    return Waiver(**dict(data) | {"expires": dt.date.fromisoformat(data["expires"])})


def remark(waiver: Waiver, on: dt.date) -> str:
    """What is to be said of how long ``waiver`` holds; empty if nothing is."""
    left = waiver.expires - on
    if not waiver.holds(on):
        return f"expired on {waiver.expires} and no longer counts"
    if left <= SOON:
        return f"expires on {waiver.expires}, {in_days(left.days)}"
    return f"holds until {waiver.expires}, more than a year" if left > LONG else ""


def in_days(days: int) -> str:
    """How far off a day is."""
    return "today" if not days else f"in {days} day{'' if days == 1 else 's'}"


def remarks(
    waivers: Iterable[Waiver],
    on: dt.date,
    rules: Collection[str],
    names: Collection[str],
    used: Collection[Waiver],
) -> Iterator[str]:
    """What whole lists show of waivers: those that are orphans, unused, over, or soon will be.

    Args:
        waivers: all there are.
        on: the day of the audit.
        rules: the ids of the rules in use.
        names: the keys (:func:`guard.name.key`) of the applications in lists and catalogue.
        used: the waivers that set something aside.
    """
    for waiver in waivers:
        about = f"{waiver.place}: the waiver of {waiver.rule} for {waiver.application}".lstrip(": ")
        orphan = _orphan(waiver, rules, names)
        if orphan:
            yield f"{about} is an orphan: {orphan}"
        if said := remark(waiver, on):
            yield f"{about} {said}"
        if not orphan and waiver.holds(on) and waiver not in used:
            yield f"{about} is unused: nothing here needs it"


def _orphan(waiver: Waiver, rules: Collection[str], names: Collection[str]) -> str:
    if waiver.rule not in rules:
        return "no rule in use has that id"
    if not waiver.register_id and key(waiver.application) not in names:
        return "neither the register, the catalogue nor these lists have that application"
    return ""
