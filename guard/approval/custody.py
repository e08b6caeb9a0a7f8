"""Custody of a ledger: heads handed out, proofs, time stamps, copies, a new log key."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from guard.approval.signing import Desk, Person, conclude, draft
from guard.errors import Fault, GuardError, Place
from guard.record.checkpoint import VerifierKey
from guard.record.cosignature import Cosigned, Witness, cosigned
from guard.record.events import KeyRotated
from guard.record.inspection import survey
from guard.record.keys import load_log_key, make_log_key
from guard.record.parts import Digest, Document
from guard.record.proof import Growth, Inclusion, prove_growth, prove_inclusion
from guard.record.rows import Appended, Damage, Head, Stamp
from guard.record.statement import Statement
from guard.record.store import Store, create_store
from guard.record.timestamp import Authorities, stamped, when
from guard.settings import LedgerFiles


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking over a ledger shows: its size and root, what is wrong, and who else saw it.

    ``times``: the sizes that time stamps are of, and since when these exist at the latest.
    """

    size: int
    root: bytes
    damage: tuple[Damage, ...]
    witnesses: tuple[Cosigned, ...]
    times: tuple[tuple[int, datetime], ...]
    notes: tuple[str, ...]


def newest(ledger: Store) -> Head:
    """The newest head of ``ledger``.

    Raises:
        GuardError: it is empty.
    """
    if head := ledger.latest():
        return head
    what = "the ledger is empty, so it has no head to hand out"
    raise GuardError(Fault(what, "seal a first record: guard approve", Place(ledger.where)))


def prove(ledger: Store, index: int | None, since: str) -> Inclusion | Growth:
    """The proof that record ``index`` is in the ledger, or that it grew from checkpoint ``since``.

    Raises:
        GuardError: neither, or both, were given; or it cannot be proved.
    """
    if (index is None) is not bool(since):
        remedy = "give the number of a record, or --since with a checkpoint"
        raise GuardError(Fault("it is not clear what to prove", remedy))
    note = newest(ledger).note
    if index is None:
        return prove_growth(since, note, ledger.hash_at)
    return prove_inclusion(index, note, ledger.hash_at)


def look_over(ledger: Store, files: LedgerFiles, against: Sequence[str]) -> Looked:
    """Look over all of ``ledger``, and ``against`` checkpoints that were kept elsewhere.

    A roll-back, a lost tail, a fork, and heads that an insider signed anew show only against those.

    Raises:
        GuardError: guard.toml holds no key of the log, or no key of a witness where it should.
    """
    key, witnesses = files.verifier(), files.cosigners()
    tree, damage = survey(ledger, key, against)
    seen, faulty = _cosigned(against, witnesses, files.quorum)
    stamps = [] if damage else [*ledger.stamps()]
    times, false = _times(ledger, files, stamps)
    note = f"time stamps: {len(stamps)}; name timestamp_roots in guard.toml to verify them"
    return Looked(
        len(tree.leaves),
        tree.frontier.root(),
        (*damage, *faulty, *false),
        seen,
        times,
        (note,) if stamps and files.timestamp_roots is None else (),
    )


def _cosigned(
    notes: Iterable[str], witnesses: tuple[Witness, ...], quorum: int
) -> tuple[tuple[Cosigned, ...], tuple[Damage, ...]]:
    """The most cosignatures that one of ``notes`` has; what is wrong with that, or with any."""
    best: tuple[Cosigned, ...] = ()
    wrong: list[Damage] = []
    for place, note in enumerate(notes, 1):
        try:
            best = max(best, cosigned(note, witnesses), key=len)
        except GuardError as error:
            wrong.append(Damage(f"witnessed checkpoint {place}", error.faults[0].what))
    if witnesses and len(best) < quorum:
        what = f"{len(best)} of {len(witnesses)} cosigned a checkpoint given; {quorum} must"
        wrong.append(Damage("witnesses", what))
    return best, tuple(wrong)


def _times(
    ledger: Store, files: LedgerFiles, stamps: Iterable[Stamp]
) -> tuple[tuple[tuple[int, datetime], ...], tuple[Damage, ...]]:
    """Since when the stamped heads exist at the latest; and the stamps that do not hold."""
    if files.timestamp_roots is None:
        return (), ()
    believed = Authorities.read(files.timestamp_roots)
    times: list[tuple[int, datetime]] = []
    wrong: list[Damage] = []
    for stamp in stamps:
        head = ledger.head(stamp.size)
        try:
            times.append((stamp.size, when(stamp.token, head.note if head else "", believed)))
        except GuardError as error:
            wrong.append(Damage(f"stamp {stamp.size}", error.faults[0].what))
    return tuple(times), tuple(wrong)


def keep_stamp(ledger: Store, token: bytes, files: LedgerFiles) -> tuple[Head, datetime]:
    """Keep the time stamp ``token`` beside the head it is of; that head, and the time.

    Raises:
        GuardError: it is of no head of ``ledger``, or not by an authority that is believed.
    """
    if files.timestamp_roots is None:
        what = "guard.toml names no time stamp authority to believe"
        raise GuardError(Fault(what, 'add timestamp_roots = "FILE.pem" under [ledger]'))
    head = stamped(token, reversed([*ledger.checkpoints()]))
    at = when(token, head.note, Authorities.read(files.timestamp_roots))
    if Stamp(head.size, token) not in ledger.stamps():
        ledger.stamp(head.size, token)
    return head, at


def copy(ledger: Store, to: str, key: VerifierKey) -> Head:
    """Copy all of ``ledger`` into a new one at ``to`` (a path or a URL); their common head.

    Raises:
        GuardError: something is wrong with it, or ``to`` is not new.
    """
    _, damage = survey(ledger, key)
    if damage:
        what = f"the ledger is damaged: {damage[0].place}: {damage[0].what}"
        raise GuardError(Fault(what, "run guard ledger verify", Place(ledger.where)))
    head = newest(ledger)
    with create_store(to, key) as made:
        made.fill(ledger)
        _, damage = survey(made, key, [head.note])
    if damage:
        what = f"the copy is not what was copied: {damage[0].place}: {damage[0].what}"
        raise GuardError(Fault(what, "do not use the copy; try another place", Place(to)))
    return head


def rotate(desk: Desk, person: Person, files: LedgerFiles, to: Path) -> Appended:
    """Make a new log key at ``to``, and seal that it signs the heads after this one.

    Raises:
        GuardError: there is a file already, or the record cannot be sealed; then no key is made.
    """
    name = load_log_key(files.log_key).name
    made = make_log_key(to, name).verifier
    sha256 = hashlib.sha256(str(made).encode()).hexdigest()
    subject = (Document(name=f"log/{name}", digest=Digest(sha256=sha256)),)

    def make() -> Statement:
        return Statement(subject=subject, predicate=KeyRotated(log_key=str(made), **desk.common()))

    try:
        return conclude(draft(desk, make, {}), desk, person, files)
    except BaseException:
        to.unlink()
        raise
