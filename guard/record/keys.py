"""Makes keys for who has none, and loads the log key. Nothing here ever overwrites a file."""

import base64
import binascii
import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from guard.errors import Fault, GuardError, Place
from guard.record.checkpoint import ED25519, LogKey
from guard.record.sshkey import PublicKey, from_line

_LOG_KEY = """\
# The private key of the log {name}. It signs heads of the ledger, never an approval.
# Keep it where only the ledger's keeper can read it, and keep a copy offline.
# Hand out the verifier key instead: {vkey}
"""
_NOTE_KEY = "PRIVATE+KEY"  # the form that the Go note library reads


def make_pair(path: Path, comment: str, passphrase: bytes = b"") -> PublicKey:
    """A new OpenSSH Ed25519 key at ``path`` (mode 0600), and its public key at ``path``.pub."""
    private = Ed25519PrivateKey.generate()
    try:
        text = private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.OpenSSH,
            serialization.BestAvailableEncryption(passphrase)
            if passphrase
            else serialization.NoEncryption(),
        )
    except UnsupportedAlgorithm as error:
        what = "this Python cannot encrypt OpenSSH keys"
        remedy = f"run: pip install bcrypt — or: ssh-keygen -t ed25519 -f {path}"
        raise GuardError(Fault(what, remedy, Place(str(path)))) from error
    line = private.public_key().public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    )
    public = from_line(line.decode())
    own = " ".join(comment.split())
    beside = path.with_name(path.name + ".pub")
    write_new(beside, f"{public.line} {own}".rstrip() + "\n", 0o644)
    try:
        write_new(path, text.decode(), 0o600)
    except GuardError:
        beside.unlink()
        raise
    return public


def make_log_key(path: Path, name: str) -> LogKey:
    """A new log key called ``name`` (such as ``example.gov/ledger``) at ``path``, mode 0600."""
    key = LogKey(name, Ed25519PrivateKey.generate().private_bytes_raw())
    verifier = key.verifier
    secret = base64.b64encode(ED25519 + key.seed).decode()
    text = _LOG_KEY.format(name=name, vkey=verifier)
    write_new(path, f"{text}{_NOTE_KEY}+{name}+{verifier.key_id.hex()}+{secret}\n", 0o600)
    return key


def load_log_key(path: Path) -> LogKey:
    """The log key in the file at ``path``, which only its owner may read."""
    refuse_shared(path)
    lines = (line for line in read_text(path).splitlines() if not line.startswith("#"))
    key = _log_key("".join(lines))
    if key is None:
        remedy = "name the file that guard made for the log"
        raise GuardError(Fault("not a log key, or damaged", remedy, Place(str(path))))
    return key


def _log_key(line: str) -> LogKey | None:
    """The key in a line of Go's note form, unless it does not fit its own hash."""
    try:
        name, key_id, secret = line.removeprefix(_NOTE_KEY + "+").split("+", 2)
        key = LogKey(name, base64.b64decode(secret, validate=True).removeprefix(ED25519))
        return key if key.verifier.key_id.hex() == key_id else None
    except (ValueError, binascii.Error):
        return None


def read_text(path: Path) -> str:
    """The text of a key file."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = f"cannot be read: {getattr(error, 'strerror', 'it is not text')}"
        raise GuardError(Fault(what, "check the path to the key", Place(str(path)))) from error


def refuse_shared(path: Path) -> None:
    """Refuse a private key file that others than its owner may read, as ssh does."""
    if os.name == "posix" and path.is_file() and path.stat().st_mode & 0o077:
        what = "others can read this private key"
        raise GuardError(Fault(what, f"run: chmod 600 {path}", Place(str(path))))


def write_new(path: Path, text: str, mode: int) -> None:
    """Write ``text`` to a file that must not be there yet."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except OSError as error:
        what = f"cannot be created: {error.strerror}"
        remedy = "name a file that is not there yet: nothing is ever overwritten"
        raise GuardError(Fault(what, remedy, Place(str(path)))) from error
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
