"""Roles lent to other people, as the ledger holds them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from guard.history.ledger import History
from guard.record.events import AuthorityGranted, Event


@dataclass(frozen=True, slots=True)
class PastGrant:
    """A role lent in record ``index`` to another person; both days belong to the time."""

    index: int
    role: str
    lender: str
    grantee: str
    since: dt.date
    until: dt.date


def grants(history: History, on: dt.date) -> Iterator[PastGrant]:
    """The roles that are lent ``on`` a day or will be, and were not taken back."""
    for deed in history.deeds(f"event/{Event.AUTHORITY_GRANTED.value}"):
        act = deed.statement.predicate
        if not isinstance(act, AuthorityGranted) or not deed.counts:
            continue
        known = act.decided_at.date() <= on <= act.valid_until
        if known and history.granted(deed.index):
            yield PastGrant(
                deed.index, act.role, act.principal, act.grantee, act.valid_from, act.valid_until
            )
