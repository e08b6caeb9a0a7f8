"""Keys that count no longer: OpenSSH's KRL (PROTOCOL.krl), or a list of public keys, as ssh-keygen.

A revoked key counts at no time, not even for what it signed before: for a key that is merely laid
down, end its time in allowed_signers instead (``valid-before=``).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from guard.errors import Fault, GuardError, Place
from guard.record.sshkey import Certificate, PublicKey, from_blob, from_line
from guard.record.wire import Reader

LIMIT_BYTES = 16_777_216
_MAGIC, _VERSION = b"SSHKRL\n\0", 1
_REMEDY = "make it again with: ssh-keygen -k -f FILE KEY.pub, or list public keys one a line"


def _refusal(what: str) -> GuardError:
    return GuardError(Fault(what, _REMEDY))


@dataclass(slots=True)
class _OfAuthority:
    """Certificates of one authority (its key's blob; empty: of any) that count no longer."""

    authority: bytes
    serials: set[int] = field(default_factory=set)
    ranges: list[tuple[int, int]] = field(default_factory=list)
    key_ids: set[str] = field(default_factory=set)

    def has(self, certificate: Certificate) -> bool:
        """Whether it names ``certificate``; serial 0 is that of certificates without one."""
        if self.authority not in (b"", certificate.authority):
            return False
        serial = certificate.serial
        by_serial = serial in self.serials or any(
            low <= serial <= high for low, high in self.ranges
        )
        return certificate.key_id in self.key_ids or (serial != 0 and by_serial)


@dataclass(slots=True)
class Revocations:
    """All that a file revokes."""

    file: str
    keys: set[bytes] = field(default_factory=set)
    sha1: set[bytes] = field(default_factory=set)
    sha256: set[bytes] = field(default_factory=set)
    certificates: list[_OfAuthority] = field(default_factory=list)

    def why(self, key: PublicKey) -> str:
        """Why ``key`` counts no longer; empty if it still does."""
        if self._has(key.blob):
            return f"{self.file} revokes this key"
        if key.certificate is None:
            return ""
        if self._has(key.certificate.authority):
            return f"{self.file} revokes the key of the authority behind this certificate"
        if any(each.has(key.certificate) for each in self.certificates):
            return f"{self.file} revokes this certificate"
        return ""

    def _has(self, blob: bytes) -> bool:
        return (
            blob in self.keys
            or hashlib.sha256(blob).digest() in self.sha256
            or hashlib.sha1(blob, usedforsecurity=False).digest() in self.sha1
        )


def read(path: Path) -> Revocations:
    """What the file at ``path`` revokes.

    Raises:
        GuardError: it cannot be read, or is neither a KRL nor a list of public keys.
    """
    place = Place(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT_BYTES + 1)
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        raise GuardError(
            Fault(what, "name the file in guard.toml, or leave it out", place)
        ) from None
    try:
        return parse(data, str(path))
    except GuardError as error:
        raise GuardError(*(Fault(f.what, f.remedy, place) for f in error.faults)) from None


def parse(data: bytes, file: str) -> Revocations:
    """What ``data`` (of ``file``) revokes; what guard does not know in it is refused."""
    if len(data) > LIMIT_BYTES:
        raise _refusal(f"it is longer than {LIMIT_BYTES} bytes")
    return _krl(data, file) if data.startswith(_MAGIC) else _list(data, file)


def _list(data: bytes, file: str) -> Revocations:
    try:
        lines = data.decode().splitlines()
    except UnicodeDecodeError as error:
        raise _refusal("neither a KRL nor a list of public keys") from error
    lines = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return Revocations(file, keys={from_line(line).blob for line in lines})


def _krl(data: bytes, file: str) -> Revocations:
    reader = Reader(data, len(_MAGIC))
    if reader.number() != _VERSION:
        raise _refusal("the KRL is of another version")
    reader.take(24)  # its number, date and flags
    for _ in ("reserved", "comment"):
        reader.string()
    revoked = Revocations(file)
    while reader.offset < len(data):
        kind, section = reader.number(1), reader.string()
        match kind:  # the numbers of PROTOCOL.krl
            case 1:
                revoked.certificates.append(_of_authority(section))
            case 2:
                revoked.keys.update(from_blob(blob).blob for blob in _strings(section))
            case 3:
                revoked.sha1.update(_strings(section))
            case 5:
                revoked.sha256.update(_strings(section))
            case 4:
                reader.string()  # signatures come last; whose file it is, its place says
            case _:
                raise _refusal(f"the KRL has a section of kind {kind}, which guard does not know")
    return revoked


def _of_authority(data: bytes) -> _OfAuthority:
    reader = Reader(data)
    one = _OfAuthority(reader.string())
    reader.string()  # reserved
    while reader.offset < len(data):
        kind, section = reader.number(1), Reader(reader.string())
        match kind:
            case 0x20:
                while section.offset < len(section.data):
                    one.serials.add(section.number(8))
            case 0x21:
                one.ranges.append((section.number(8), section.number(8)))
            case 0x22:
                first, bits = section.number(8), section.positive()
                one.serials.update(
                    first + bit for bit in range(bits.bit_length()) if bits >> bit & 1
                )
            case 0x23:
                one.key_ids.update(name.decode(errors="replace") for name in _strings(section.data))
            case _:
                raise _refusal(f"the KRL revokes certificates in a way ({kind}) unknown to guard")
    return one


def _strings(data: bytes) -> Iterator[bytes]:
    reader = Reader(data)
    while reader.offset < len(data):
        yield reader.string()
