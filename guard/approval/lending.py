"""Lending a role to another person for a time: whose key it is, and what stands against it."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

from guard.approval.signing import Desk
from guard.border.file import read_text
from guard.errors import Fault, GuardError, Place
from guard.record.authority import NotAuthorised, Reason
from guard.record.parts import Digest, Document
from guard.record.sshkey import PublicKey, from_line
from guard.record.statement import namespace
from guard.role import in_words


def key_in(file: Path) -> PublicKey:
    """The key in an OpenSSH .pub file.

    Raises:
        GuardError: it holds none.
    """
    try:
        return from_line(" ".join(read_text(file).split()[:2]))
    except GuardError as error:
        faults = (Fault(each.what, each.remedy, Place(str(file))) for each in error.faults)
        raise GuardError(*faults) from None


def subject_of(to: str, key: PublicKey) -> tuple[Document, ...]:
    """The subject of a grant: the person, by the SHA-256 of their key."""
    return (
        Document(name=f"person/{to}", digest=Digest(sha256=hashlib.sha256(key.blob).hexdigest())),
    )


def against(desk: Desk, to: str, key: PublicKey, day: dt.date) -> Iterator[Fault]:
    """Why the role of ``desk`` may not be lent to ``to``, who has ``key``."""
    if desk.lent:
        what = f"the role of {in_words(desk.role)} was lent to you"
        yield Fault(what, "ask who holds it to lend it")
    moment = dt.datetime.combine(day, dt.time(12), dt.UTC)
    held = desk.authorities.who(key, namespace(desk.role), moment, to)
    if isinstance(held, NotAuthorised) and held.reason is Reason.OTHER_PERSON:
        yield Fault(f"the key is not of {to}: {held.what}", "give that person's own key")
