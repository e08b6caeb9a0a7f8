"""Heads of the log: C2SP signed notes (signed-note.md) holding checkpoints (tlog-checkpoint.md).

The log key says in which order records came and that none is left out; it never approves anything.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from guard.errors import Fault, GuardError, Place
from guard.record.merkle import HASH_BYTES

ED25519 = b"\x01"  # the algorithm byte of signed-note.md
LIMIT_NOTE = 65_536
LIMIT_SIGNATURES = 100
DASH = "— "  # an em dash and a space begin every signature line
_ID_BYTES = 4
_NAME = re.compile(r"[^\s+]+")
_UNFIT = re.compile("[\x00-\t\x0b-\x1f\ud800-\udfff]")  # half of a pair is no UTF-8
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")
_REMEDY = "fetch the checkpoint again; if it stays so, ask who keeps the log"
_KEY_REMEDY = "copy the verifier key whole: name+hash+base64"


def _bad(what: str) -> GuardError:
    return GuardError(Fault(what, _REMEDY))


def decode(text: str) -> bytes | None:
    """The bytes of ``text`` if it is base64 in its one proper spelling."""
    try:
        data = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        return None
    return data if base64.b64encode(data).decode() == text else None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: its name (``origin``), how many entries, and their Merkle root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def read_text(text: str) -> Checkpoint:
    """The checkpoint that ``text`` (the signed lines) spells; extension lines are refused."""
    match text.split("\n"):
        case [origin, size, encoded, ""] if origin and _SIZE.fullmatch(size):
            root = decode(encoded)
            if root is not None and len(root) == HASH_BYTES:
                return Checkpoint(origin, int(size), root)
    raise _bad("not a checkpoint: it should be a name, a size and a root, one a line")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public key of a log: a ``name`` and 32 bytes; written as a C2SP vkey."""

    name: str
    public: bytes
    algorithm: ClassVar[bytes] = ED25519
    of: ClassVar[str] = "log"

    def __post_init__(self) -> None:
        """Refuse a name that a signature line could not carry."""
        if not _NAME.fullmatch(self.name) or len(self.public) != HASH_BYTES:
            what = f"{self.name[:80]!r} cannot name a log key"
            raise GuardError(Fault(what, "choose a name without spaces and plus signs"))

    @property
    def key_id(self) -> bytes:
        """The four bytes that begin each signature by this key."""
        named = self.name.encode() + b"\n" + self.algorithm + self.public
        return hashlib.sha256(named).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        """``name+hash+base64``, as verifiers of transparency logs take it."""
        encoded = base64.b64encode(self.algorithm + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """The key that ``vkey`` spells; its hash must fit."""
        name, _, rest = vkey.strip().partition("+")
        data = decode(rest.partition("+")[2])
        if data is None or data[:1] != cls.algorithm or len(data) != 1 + HASH_BYTES:
            what = f"not the verifier key of an Ed25519 {cls.of} key"
            raise GuardError(Fault(what, _KEY_REMEDY))
        key = cls(name, data[1:])
        if str(key) != vkey.strip():
            raise GuardError(Fault("the verifier key does not fit its own hash", _KEY_REMEDY))
        return key


@dataclass(frozen=True, slots=True)
class LogKey:
    """The private key that signs heads of the log, and nothing else."""

    name: str
    seed: bytes = field(repr=False)

    @property
    def verifier(self) -> VerifierKey:
        """Its public half."""
        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        return VerifierKey(self.name, private.public_key().public_bytes_raw())

    def sign_text(self, text: str) -> str:
        """``text`` (ending in a newline) as a signed note."""
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        line = base64.b64encode(self.verifier.key_id + signature).decode()
        return f"{text}\n{DASH}{self.name} {line}\n"

    def sign(self, checkpoint: Checkpoint) -> str:
        """``checkpoint`` as a signed note."""
        return self.sign_text(checkpoint.text())


def _split(note: str) -> tuple[str, list[str]]:
    """The signed text and the signature lines of ``note``."""
    if len(note) > LIMIT_NOTE or _UNFIT.search(note):
        raise _bad("not a signed note: too long, or it holds control characters")
    text, _, signatures = note.rpartition("\n\n")
    if not text or not signatures.endswith("\n"):
        raise _bad("not a signed note: no signature after a blank line")
    lines = signatures[:-1].split("\n")
    if len(lines) > LIMIT_SIGNATURES:
        raise _bad(f"the note has more than {LIMIT_SIGNATURES} signatures")
    return text + "\n", lines


def _signature(line: str) -> tuple[str, bytes]:
    """The key name and the bytes of one signature line."""
    name, _, encoded = line.removeprefix(DASH).partition(" ")
    data = decode(encoded)
    well_formed = line.startswith(DASH) and _NAME.fullmatch(name)
    if not well_formed or data is None or len(data) <= _ID_BYTES:
        raise _bad("the note has a malformed signature line")
    return name, data


def signatures(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The signed text of ``note``; by whom it is signed, and what each wrote. None is checked."""
    text, lines = _split(note)
    return text, [_signature(line) for line in lines]


def open_text(note: str, key: VerifierKey) -> str:
    """The text that ``key`` signed. Signatures by others are let be; its own must be there."""
    text, lines = signatures(note)
    signed = False
    for name, data in lines:
        if name != key.name or data[:_ID_BYTES] != key.key_id:
            continue
        try:
            public = Ed25519PublicKey.from_public_bytes(key.public)
            public.verify(data[_ID_BYTES:], text.encode())
        except InvalidSignature as error:
            raise _bad(f"the signature by {key.name} does not match the note") from error
        signed = True
    if not signed:
        raise _bad(f"the note is not signed by {key.name} (key {key.key_id.hex()})")
    return text


def open_note(note: str, key: VerifierKey) -> Checkpoint:
    """The checkpoint in ``note``, signed by the log that ``key`` names."""
    checkpoint = read_text(open_text(note, key))
    if checkpoint.origin != key.name:
        raise _bad(f"the checkpoint is of {checkpoint.origin!r}, not of {key.name!r}")
    return checkpoint


def refuse_others(notes: Mapping[str, str]) -> None:
    """Refuse what is no checkpoint among ``notes``, by the file that each is from; signed or not.

    Raises:
        GuardError: one is none, or not whole.
    """
    for file, note in notes.items():
        try:
            claimed(note)
        except GuardError as error:
            why = error.faults[0].what
            for form in ("not a checkpoint: ", "not a signed note: "):
                why = why.removeprefix(form)
            remedy = "name a file that guard ledger checkpoint wrote, kept elsewhere"
            raise GuardError(Fault(f"not a checkpoint: {why}", remedy, Place(file))) from None


def claimed(note: str) -> Checkpoint:
    """The checkpoint that ``note`` claims, signatures unread: to compare with, never to trust."""
    return read_text(_split(note)[0])
