"""Proofs as text: of one record (C2SP tlog-proof@v1), and that a ledger only grew.

The second is what a witness is asked with (C2SP tlog-witness, ``add-checkpoint``): ``old`` and a
size, hashes, a blank line, the later checkpoint.
"""

import base64
import re
from dataclasses import dataclass

from guard.errors import Fault, GuardError
from guard.record.checkpoint import (
    LIMIT_NOTE,
    Checkpoint,
    VerifierKey,
    claimed,
    decode,
    open_note,
)
from guard.record.merkle import (
    HASH_BYTES,
    HashAt,
    Proof,
    consistency_proof,
    inclusion_proof,
    verify_consistency,
    verify_inclusion,
)

TITLE = "c2sp.org/tlog-proof@v1"
LIMIT_HASHES = 64
_NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")
_REMEDY = "have it made again: guard ledger prove"


def _bad(what: str) -> GuardError:
    return GuardError(Fault(what, _REMEDY))


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That a record is entry ``index`` of the tree whose head is the signed ``note``."""

    index: int
    hashes: Proof
    note: str

    def encode(self) -> str:
        """The text of a ``.tlog-proof`` file."""
        return f"{TITLE}\nindex {self.index}\n{_lines(self.hashes)}\n{self.note}"

    def check(self, leaf: bytes, key: VerifierKey) -> Checkpoint:
        """The head, signed by ``key``, that ``leaf`` is in.

        Raises:
            GuardError: it is not signed by ``key``, or the leaf is not there.
        """
        head = open_note(self.note, key)
        if not verify_inclusion(self.index, head.size, leaf, self.hashes, head.root):
            raise _bad(f"the record is not entry {self.index} of this checkpoint")
        return head


@dataclass(frozen=True, slots=True)
class Growth:
    """That the tree of ``size`` entries is the beginning of the one whose head is in ``note``."""

    size: int
    hashes: Proof
    note: str

    def encode(self) -> str:
        """The text, as a witness takes it."""
        return f"old {self.size}\n{_lines(self.hashes)}\n{self.note}"

    def check(self, old: str, key: VerifierKey, later: VerifierKey | None = None) -> Checkpoint:
        """The later head, which the checkpoint ``old`` is the beginning of.

        ``later``: who signs the later head, if not ``key``.

        Raises:
            GuardError: one of them is not rightly signed, or the one does not follow on the other.
        """
        first, head = open_note(old, key), open_note(self.note, later or key)
        if first.size != self.size:
            raise _bad(f"it is about {self.size} entries; the checkpoint counts {first.size}")
        if head.size < first.size:
            raise _bad(f"the ledger had {first.size} entries, and has {head.size} now")
        if not verify_consistency(first.size, head.size, self.hashes, first.root, head.root):
            raise _bad("the later checkpoint does not follow on the earlier one")
        return head


def prove_inclusion(index: int, note: str, hash_at: HashAt) -> Inclusion:
    """The proof of record ``index`` for the head in ``note``.

    Raises:
        GuardError: the head does not reach so far.
    """
    size = claimed(note).size
    if not 0 <= index < size:
        raise GuardError(Fault(f"there is no record {index}", "give a number below the size"))
    return Inclusion(index, inclusion_proof(index, size, hash_at), note)


def prove_growth(old: str, note: str, hash_at: HashAt) -> Growth:
    """The proof that the head in ``note`` follows on the checkpoint ``old``.

    Raises:
        GuardError: it cannot: ``old`` counts no entries, or more.
    """
    size, later = claimed(old).size, claimed(note).size
    if not 0 < size <= later:
        what = f"the checkpoint counts {size} entries, the ledger {later}"
        remedy = "if the ledger has fewer, it was cut or put back: run guard verify --against"
        raise GuardError(Fault(what, remedy))
    return Growth(size, consistency_proof(size, later, hash_at), note)


def parse(text: str) -> Inclusion | Growth:
    """The proof that ``text`` spells; nothing is checked yet."""
    head, blank, note = text.partition("\n\n")
    if not blank or len(text) > 2 * LIMIT_NOTE:
        raise _bad("not a proof: no checkpoint after a blank line")
    first, *lines = head.split("\n")
    if first != TITLE:
        return Growth(_number(first, "old"), _hashes(lines), note)
    extra = lines.pop(0) if lines and lines[0].startswith("extra ") else ""
    if decode(extra.removeprefix("extra ")) is None:
        raise _bad("the extra line of the proof is not base64")
    if not lines:
        raise _bad("the proof does not say of which entry it is")
    return Inclusion(_number(lines[0], "index"), _hashes(lines[1:]), note)


def _number(line: str, word: str) -> int:
    name, _, number = line.partition(" ")
    if name != word or not _NUMBER.fullmatch(number):
        raise _bad(f"not a proof: a line should say {word} and a number")
    return int(number)


def _hashes(lines: list[str]) -> Proof:
    hashes = tuple(decode(line) or b"" for line in lines)
    if len(hashes) > LIMIT_HASHES or any(len(one) != HASH_BYTES for one in hashes):
        raise _bad("a line of the proof is not a hash, or there are too many")
    return hashes


def _lines(hashes: Proof) -> str:
    return "".join(f"{base64.b64encode(one).decode()}\n" for one in hashes)
