"""The whole story of a request: where it stands, what happened, and what is next."""

import datetime as dt
from collections.abc import Iterator
from difflib import get_close_matches

from guard.border.text import plain
from guard.errors import Fault, GuardError
from guard.history.standing import Case
from guard.overview.due import Due, due
from guard.overview.records import Line, Shelf
from guard.overview.told import STANDING
from guard.role import in_words


def case_of(shelf: Shelf, request_id: str) -> Case:
    """Where a request stands.

    Raises:
        GuardError: nothing that counts was sealed of it; names requests with ids like it.
    """
    found = shelf.case(request_id)
    if found is not None:
        return found
    if shelf.history.deeds(f"request/{request_id}"):
        what = "nothing of it counts on that day"
        remedy = "see which records there are: guard record show"
        raise GuardError(Fault(f"{plain(request_id)}: {what}", remedy))
    records = shelf.history.records
    names = records.names("request/") if records else iter(())
    known = [name.removeprefix("request/") for name in names]
    near = get_close_matches(request_id, known, n=3)
    hint = f"did you mean {' or '.join(map(plain, near))}? " if near else ""
    what = f"no record is of a request {plain(request_id)}"
    raise GuardError(Fault(what, f"{hint}see which there are: guard record show"))


def headline(case: Case) -> str:
    """Where a request stands, in a sentence."""
    name = plain(case.application) or "An application"
    until = f", until {case.until}" if case.until else ""
    waiting = ", ".join(map(in_words, case.waiting))
    asked = f"; still to sign: {plain(waiting)}" if waiting else ""
    stands = STANDING[case.standing]
    return f"{name} ({plain(case.request_id)}): {stands} since {case.since}{until}{asked}."


def lines(shelf: Shelf, case: Case) -> Iterator[Line]:
    """All records of a request, oldest first, those that do not count among them."""
    for deed in shelf.history.deeds(f"request/{case.request_id}"):
        yield shelf.line(deed)


def to_do(shelf: Shelf, case: Case) -> tuple[Due, ...]:
    """What somebody has to do about a request, whenever that may be."""
    return due([case], (), shelf.on, dt.date.max)


def reasons(shelf: Shelf, case: Case) -> dict[int, str]:
    """Why each record was made, by its number, where its signer said."""
    deeds = shelf.history.deeds(f"request/{case.request_id}")
    return {d.index: plain(d.statement.predicate.reason) for d in deeds}
