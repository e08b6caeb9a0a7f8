"""Records that are well signed and yet count for nothing: which, why, and what to do about it."""

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from guard.border.text import plain
from guard.history.deed import Deed
from guard.record.authority import Authorised, Authorities, NotAuthorised, Reason
from guard.record.events import (
    Act,
    Approval,
    ConditionMet,
    Emergency,
    Evaluated,
    OfRequest,
    Revoked,
    Superseded,
    Waived,
)
from guard.record.statement import namespace
from guard.role import in_words

_ANEW = "let somebody who holds the role sign anew"


@dataclass(frozen=True, slots=True)
class Uncounted:
    """Record ``index``, which does not count; every text is harmless.

    ``what``: what was done, by whom. ``request`` and ``application`` are empty where it is about
    neither. ``next``: what to do about it.
    """

    index: int
    what: str
    request: str
    application: str
    why: str
    next: str

    @property
    def told(self) -> str:
        """All of it in sentences."""
        step = self.next[:1].upper() + self.next[1:]
        return f"Record {self.index}, {self.what}, does not count: {self.why}. {step}."


def uncounted(
    deeds: Iterable[Deed], authorities: Authorities | None, on: dt.date
) -> Iterator[Uncounted]:
    """The records among ``deeds`` (oldest first) that do not count ``on`` a day.

    Not those in whose place a later one stands that counts, nor those that only measure.
    """
    known = [each for each in deeds if each.statement.at.date() <= on]
    last = {place: each.index for each in known if each.counts for place in _settles(each)}
    for each in known:
        idle = each.counts or isinstance(each.statement.predicate, Evaluated)
        if not idle and last.get(_place(each), -1) < each.index:
            yield of(each, authorities)


def of(deed: Deed, authorities: Authorities | None) -> Uncounted:
    """What is told of a record that does not count."""
    act = deed.statement.predicate
    why, step = _why(deed, authorities or Authorities("", ()))
    done = f"{act.event.value.replace('-', ' ')} as {in_words(act.role)} by {act.principal}"
    return Uncounted(
        deed.index,
        plain(done),
        plain(deed.statement.request_id),
        plain(act.application.name) if isinstance(act, OfRequest) else "",
        plain(why),
        plain(step),
    )


def _place(deed: Deed) -> Hashable:
    """What a record is to do: a later one for the same stands in its place."""
    act: Act = deed.statement.predicate
    match act:
        case Revoked() | Superseded():
            return "ends", act.target.index
        case ConditionMet():
            return "meets", act.target.index, act.condition
        case Waived():
            return "waives", deed.statement.request_id, act.rule
        case Emergency():
            return "lets use", deed.statement.request_id
        case _:
            return type(act), act.role, deed.statement.subject[0].name


def _settles(deed: Deed) -> tuple[Hashable, ...]:
    """What a record that counts stands for; an answer also ends the wait for a review."""
    answers = isinstance(deed.statement.predicate, Approval)
    return (_place(deed), *((("lets use", deed.statement.request_id),) if answers else ()))


def _why(deed: Deed, authorities: Authorities) -> tuple[str, str]:
    """Why a record does not count, and the next step."""
    act = deed.statement.predicate
    if deed.held:
        return "; ".join(fault.what for fault in deed.faults), f"{_ANEW}, as the process asks"
    found = authorities.who(deed.sealed.public_key, namespace(act.role), act.decided_at)
    if isinstance(found, NotAuthorised) and found.reason is Reason.REVOKED:
        return "the key that signed it was revoked", _ANEW
    if act.on_behalf_of:
        grant = act.on_behalf_of.index
        what = f"record {grant} does not lend them that role"
        return what, f"see that record (guard record show {grant}), or {_ANEW}"
    return _unheld(found)


def _unheld(found: Authorised | NotAuthorised) -> tuple[str, str]:
    """As :func:`_why`, where the signer has no such role of their own."""
    if isinstance(found, Authorised) or found.reason is Reason.OTHER_PERSON:
        return "allowed_signers gives the key that signed it to another name", _ANEW
    if found.reason in {Reason.NOT_YET, Reason.NO_LONGER}:
        what = "allowed_signers gives them that role at another time"
        return what, f"if they held it then, mend valid-after or valid-before; else {_ANEW}"
    what = "allowed_signers does not give them that role with that key"
    back = 'put the line back with valid-before="YYYYMMDD", the day after'
    return what, f"if they left or have a new key, {back}; else {_ANEW}"
