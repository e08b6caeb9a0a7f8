"""Every record of a ledger in a line, and where what it says stands on a day."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from guard.border.text import plain
from guard.errors import Fault, GuardError
from guard.history import uncounted
from guard.history.deed import Deed
from guard.history.ledger import History
from guard.history.past import Hold, PastApproval
from guard.history.standing import Case, PastWaiver
from guard.record.events import (
    Approval,
    AuthorityGranted,
    Corrected,
    Emergency,
    Event,
    OfRequest,
    Waived,
)

SCHEMA = "urn:procurement-guard:records:v1"
"""Names the shape of the list as JSON; a change that could break a reader makes a new name."""


@dataclass(frozen=True, slots=True)
class Line:
    """One record; every text is harmless. Of one that was erased only its number is left."""

    record: int
    day: dt.date | None
    subject: str
    event: str
    role: str
    principal: str
    state: str


@dataclass
class Shelf:
    """The records of a ledger as they stand ``on`` a day; what was folded is kept."""

    history: History
    on: dt.date
    _approvals: dict[int, PastApproval] = field(default_factory=dict)
    _waivers: dict[int, PastWaiver] = field(default_factory=dict)
    _folded: set[str] = field(default_factory=set)
    _cases: dict[str, Case | None] = field(default_factory=dict)
    _corrected: dict[int, list[Deed]] | None = None

    def lines(self) -> Iterator[Line]:
        """All records, oldest first.

        Raises:
            GuardError: one is not what was signed.
        """
        for index in range(self.history.count()):
            deed = self.history.at(index)
            yield self.line(deed) if deed else Line(index, None, "", "", "", "", "erased")

    def line(self, deed: Deed) -> Line:
        """One record in a line."""
        act = deed.statement.predicate
        subject = deed.statement.subject[0].name
        return Line(
            deed.index,
            act.decided_at.date(),
            plain(subject.replace("/", " ", 1)),
            act.event.value,
            act.role,
            plain(act.principal),
            self.state(deed),
        )

    def found(self, index: int) -> Deed:
        """The record at ``index``.

        Raises:
            GuardError: there is none, or no longer.
        """
        deed = self.history.at(index)
        if deed is None:
            there = 0 <= index < self.history.count()
            what = f"record {index} was erased" if there else f"there is no record {index}"
            raise GuardError(Fault(what, "see which there are: guard record show"))
        return deed

    def state(self, deed: Deed) -> str:
        """Where what a record says stands on the day; empty where that cannot change."""
        if not deed.counts:
            return f"does not count: {uncounted.of(deed, self.history.authorities).why}"
        act = deed.statement.predicate
        match act:
            case Approval():
                said = _approval(self._approval(deed), self.on)
            case Waived():
                said = self._waiver(deed)
            case Emergency():
                said = self._emergency(deed, act)
            case AuthorityGranted():
                said = self._granted(deed, act)
            case _:
                said = ""
        corrected = ["corrected"] if self.corrections(deed) else []
        return ", ".join(filter(None, [said, *corrected]))

    def corrections(self, deed: Deed) -> tuple[Deed, ...]:
        """The later records that put right in words what this one says."""
        if self._corrected is None:
            self._corrected = {}
            for each in self.history.deeds(f"event/{Event.CORRECTED.value}"):
                act = each.statement.predicate
                if each.counts and isinstance(act, Corrected):
                    self._corrected.setdefault(act.target.index, []).append(each)
        return tuple(self._corrected.get(deed.index, ()))

    def _fold(self, deed: Deed) -> None:
        act = deed.statement.predicate
        name = act.application.name if isinstance(act, OfRequest) else ""
        for place in (f"request/{deed.statement.request_id}", f"application/{name}"):
            if place in self._folded:
                continue
            self._folded.add(place)
            kind, _, rest = place.partition("/")
            where = (rest, "") if kind == "request" else ("", rest)
            # What an application's records say comes second: a renewal elsewhere ends, too.
            self._approvals |= {each.index: each for each in self.history.about(*where)}
            self._waivers |= {each.index: each for each in self.history.waivers(*where)}

    def _approval(self, deed: Deed) -> PastApproval:
        self._fold(deed)
        return self._approvals[deed.index]

    def _waiver(self, deed: Deed) -> str:
        self._fold(deed)
        waiver = self._waivers[deed.index]
        if waiver.ended and waiver.ended <= self.on:
            return f"revoked on {waiver.ended}"
        over = waiver.expires < self.on
        return f"expired on {waiver.expires}" if over else f"in force until {waiver.expires}"

    def case(self, request_id: str) -> Case | None:
        """Where a request stands."""
        if request_id not in self._cases:
            self._cases[request_id] = self.history.case(request_id, self.on)
        return self._cases[request_id]

    def _emergency(self, deed: Deed, act: Emergency) -> str:
        case = self.case(deed.statement.request_id)
        if not case or not case.use or case.use.index != deed.index:
            return "over"
        overdue = act.review_by < self.on
        return f"to be reviewed by {act.review_by}" + (", overdue" if overdue else "")

    def _granted(self, deed: Deed, act: AuthorityGranted) -> str:
        if self.history.granted(deed.index) is None:
            return "taken back"
        over = act.valid_until < self.on
        return f"ended on {act.valid_until}" if over else f"lent until {act.valid_until}"


def _approval(approval: PastApproval, on: dt.date) -> str:
    state = approval.state(on)
    if not approval.agrees and not approval.ended:
        return "stands"
    match state:
        case Hold.IN_FORCE:
            return f"in force until {approval.until}" if approval.until else "in force"
        case Hold.CONDITIONS_OVERDUE:
            return "conditions overdue"
        case Hold.EXPIRED:
            return f"expired on {approval.until}"
        case Hold.REVOKED | Hold.SUPERSEDED:
            return f"{state.value} on {approval.ended[0]}" if approval.ended else state.value
