"""What every act must keep to: who may not sign, and until when an approval may run.

Held when an act is drafted, and again when it is verified.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping

from guard.finding import Finding
from guard.gather import text_at
from guard.history.past import PastApproval

_TAG = re.compile(r"\+[^@\s<>]*(?=@)")
_UNSEEN = frozenset({"Cf", "Mn", "Me"})
"""Categories of characters that hide in a name, or sit on a letter."""

LONGEST = dt.timedelta(days=365)
"""The longest that an approval holds; then it is reviewed (core rule CORE-20)."""


def asked_for_it(facts: Mapping[str, object], *names: str) -> bool:
    """Whether one of ``names`` (as allowed_signers gives a person) is who asks for the purchase."""
    asked_by = {_words(text_at(facts, "requester", key)) for key in ("email", "name")} - {""}
    return any(who in f" {_words(name)} " for name in names for who in map(" {} ".format, asked_by))


def gave_evidence(said_by: Mapping[str, str], *names: str) -> bool:
    """Whether one of ``names`` supplied evidence: ``said_by`` tells of each fact who said it."""
    authors = {_words(by) for path, by in said_by.items() if path.startswith("evidence")} - {""}
    return any(who in f" {_words(name)} " for name in names for who in map(" {} ".format, authors))


def _words(name: str) -> str:
    """``name`` as it would be said aloud: spelling, and where post is sorted, tell nobody apart.

    Small letters, one space between words, no brackets, accents or unseen characters:
    ``A <a@b.org>``. ``a+it@b.org`` is the mailbox of ``a@b.org``.
    """
    apart = unicodedata.normalize("NFKD", name)
    seen = "".join(char for char in apart if unicodedata.category(char) not in _UNSEEN)
    plainer = _TAG.sub("", seen.casefold())
    words = plainer.replace("<", " ").replace(">", " ").split()
    return " ".join(word.rstrip(".") for word in words)


def same_person(one: str, other: str) -> bool:
    """Whether two names, as allowed_signers gives them, are of one person."""
    return _words(one) == _words(other)


def signed_otherwise(
    past: Iterable[PastApproval], principal: str, role: str, request_sha256: str
) -> PastApproval | None:
    """An act on this very request by the same person in another role: each needs another person."""
    return next(
        (
            record
            for record in past
            if record.request_sha256 == request_sha256
            and same_person(record.principal, principal)
            and record.role != role
        ),
        None,
    )


def latest_end(
    facts: Mapping[str, object], on: dt.date, findings: Iterable[Finding] = ()
) -> tuple[dt.date, str]:
    """The last day to which an approval given ``on`` a day may run, and what ends it then."""
    ends = [(on + LONGEST, "an approval is reviewed within a year")]
    ends += [
        (found.waiver.expires, f"the waiver of {found.rule.text.id} expires")
        for found in findings
        if found.waiver
    ]
    if contract_end := _day(facts, "contract", "period", "endDate"):
        ends.append((contract_end, "the contract ends"))
    evidence = facts.get("evidence", [])
    for item in evidence if isinstance(evidence, list) else []:
        expires = item.get("expires")
        if isinstance(expires, dt.datetime) and expires.date() >= on:
            ends.append((expires.date(), f"its {item.get('kind', 'evidence')} expires"))
    return min(ends)


def _day(facts: Mapping[str, object], *path: str) -> dt.date | None:
    value: object = facts
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value.date() if isinstance(value, dt.datetime) else None
