"""What every act must keep to: who may not sign, and until when an approval may run.

Held when an act is drafted, and again when it is verified.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from guard.gather import text_at
from guard.history import PastApproval

LONGEST = dt.timedelta(days=365)
"""The longest that an approval holds; then it is reviewed (core rule CORE-20)."""


def asked_for_it(facts: Mapping[str, object], *names: str) -> bool:
    """Whether one of ``names`` (as allowed_signers gives a person) is who asks for the purchase."""
    asked_by = {_words(text_at(facts, "requester", key)) for key in ("email", "name")} - {""}
    return any(who in f" {_words(name)} " for name in names for who in map(" {} ".format, asked_by))


def _words(name: str) -> str:
    """``name`` in small letters, with one space between words and no brackets: ``A <a@b.org>``."""
    return " ".join(name.casefold().replace("<", " ").replace(">", " ").split())


def signed_otherwise(
    past: Iterable[PastApproval], principal: str, role: str, request_sha256: str
) -> PastApproval | None:
    """An act on this very request by the same person in another role: each needs another person."""
    person = _words(principal)
    return next(
        (
            record
            for record in past
            if record.request_sha256 == request_sha256
            and _words(record.principal) == person
            and record.role != role
        ),
        None,
    )


def latest_end(facts: Mapping[str, object], on: dt.date) -> tuple[dt.date, str]:
    """The last day to which an approval given ``on`` a day may run, and what ends it then."""
    ends = [(on + LONGEST, "an approval is reviewed within a year")]
    if contract_end := _day(facts, "contract", "period", "endDate"):
        ends.append((contract_end, "the contract ends"))
    evidence = facts.get("evidence", [])
    for item in evidence if isinstance(evidence, list) else []:
        expires = item.get("expires")
        if isinstance(expires, dt.datetime) and expires.date() > on:
            ends.append((expires.date(), f"its {item.get('kind', 'evidence')} expires"))
    return min(ends)


def _day(facts: Mapping[str, object], *path: str) -> dt.date | None:
    value: object = facts
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value.date() if isinstance(value, dt.datetime) else None
