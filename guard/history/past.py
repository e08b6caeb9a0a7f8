"""Approvals given, as rules see them: who said what in which role, and where it stands on a day."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from guard.role import in_words

REFUSE = "refuse"
"""The decision that says no."""


class Hold(StrEnum):
    """Whether an answer holds on a day, or why not; conditions read it as ``state``."""

    IN_FORCE = "in-force"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    CONDITIONS_OVERDUE = "conditions-overdue"


@dataclass(frozen=True, slots=True)
class PastCondition:
    """What an approval asked for, of whom, by when; ``met_on``: the day on which it was met."""

    id: str
    text: str
    owner: str
    due: dt.date
    met_on: dt.date | None = None

    def open(self, today: dt.date) -> bool:
        """Whether it is still to be met."""
        return self.met_on is None or self.met_on > today

    def overdue(self, today: dt.date) -> bool:
        """Whether it should have been met before ``today``."""
        return self.open(today) and self.due < today


@dataclass(frozen=True, slots=True)
class PastApproval:
    """One sealed answer to a request: approved, with conditions, or refused.

    ``until`` is the last day on which it holds; ``ended`` the day and the way it ended before that
    (revoked or superseded); ``key`` the fingerprint of the key that signed.
    """

    index: int
    leaf: str
    role: str
    principal: str
    key: str
    decision: str
    on: dt.date
    until: dt.date | None
    request_id: str
    request_sha256: str
    application: str
    conditions: tuple[PastCondition, ...] = ()
    ended: tuple[dt.date, Hold] | None = None

    @property
    def agrees(self) -> bool:
        """Whether it says yes."""
        return self.decision != REFUSE

    def state(self, today: dt.date) -> Hold:
        """Where it stands: in force, or why not."""
        if self.ended and self.ended[0] <= today:
            return self.ended[1]
        if self.until is not None and self.until < today:
            return Hold.EXPIRED
        overdue = any(each.overdue(today) for each in self.conditions)
        return Hold.CONDITIONS_OVERDUE if overdue else Hold.IN_FORCE

    def fact(self, request_sha256: str, today: dt.date) -> dict[str, object]:
        """The facts that conditions read, for a request with this digest, on this day."""
        known: dict[str, object] = {
            "role": self.role,
            "decision": self.decision,
            "state": self.state(today).value,
            "for_this_request": self.request_sha256 == request_sha256,
            "on": _midnight(self.on),
        }
        return known | ({"until": _midnight(self.until)} if self.until else {})


def refused_otherwise(
    past: Iterable[PastApproval], request_id: str, request_sha256: str
) -> Iterator[str]:
    """The refusals that stand, of the request before it was changed or of its application.

    They do not count for the request as it is now, but one changed word must not hide them.
    ``past`` is oldest first.
    """
    last = {each.role: each for each in past}
    for each in last.values():
        if not each.agrees and each.request_sha256 != request_sha256 and not each.ended:
            same = each.request_id == request_id
            what = "this request as it then was" if same else f"this in request {each.request_id}"
            yield f"On {each.on}, the {in_words(each.role)} refused {what} (record {each.index})."


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(tzinfo=dt.UTC))
