import datetime as dt
import shutil
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.record.checkpoint import Checkpoint
from guard.record.rows import Head
from guard.record.timestamp import LIMIT_TOKEN, Authorities, stamped, when
from tests.record.acts import LOG
from tests.record.authority_of_time import Authority, authority_in

HEADS = [Head(size, LOG.sign(Checkpoint(LOG.name, size, bytes([size]) * 32))) for size in (1, 2, 3)]
NOTE = HEADS[1].note


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority_in(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture(scope="module")
def token(authority: Authority) -> bytes:
    return authority.stamp(NOTE.encode())


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_what_openssl_stamps_has_its_time(authority: Authority, digest: str) -> None:
    made = authority.stamp(NOTE.encode(), digest)
    at = when(made, NOTE, Authorities.read(authority.root))
    assert at.utcoffset() == dt.timedelta(0)
    assert abs(dt.datetime.now(dt.UTC) - at) < dt.timedelta(days=1)
    assert stamped(made, HEADS) == HEADS[1]


def test_a_stamp_of_something_else_is_refused(authority: Authority, token: bytes) -> None:
    with pytest.raises(GuardError, match="does not hold"):
        when(token, HEADS[0].note, Authorities.read(authority.root))
    with pytest.raises(GuardError, match="of no head"):
        stamped(token, HEADS[2:])


def test_an_authority_that_is_not_believed_counts_for_nothing(token: bytes, tmp_path: Path) -> None:
    other = authority_in(tmp_path / "other")
    with pytest.raises(GuardError, match="does not hold"):
        when(token, NOTE, Authorities.read(other.root))


def test_a_certificate_for_something_else_stamps_nothing(tmp_path: Path) -> None:
    authority = authority_in(tmp_path / "tsa")
    shutil.copy(authority.folder / "root.pem", authority.folder / "tsa.pem")
    shutil.copy(authority.folder / "root.key", authority.folder / "tsa.key")
    with pytest.raises(AssertionError):
        authority.stamp(NOTE.encode())  # openssl itself refuses


def test_no_byte_of_a_stamp_can_change(authority: Authority, token: bytes) -> None:
    believed = Authorities.read(authority.root)
    at = when(token, NOTE, believed)
    for place in range(0, len(token), 7):
        changed = bytearray(token)
        changed[place] ^= 1
        try:
            assert when(bytes(changed), NOTE, believed) == at, place
        except GuardError:
            continue


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"\x30\x05\x30\x03\x02\x01\x02", bytes(LIMIT_TOKEN + 1)]
)
def test_other_files_are_no_stamps(data: bytes) -> None:
    with pytest.raises(GuardError) as caught:
        stamped(data, HEADS)
    assert "openssl ts -query" in caught.value.faults[0].remedy


@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_authorities_are_certificates(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "roots.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(GuardError, match="no certificate"):
        Authorities.read(file)


@pytest.mark.parametrize(("more", "why"), [(0, "not a time stamp"), (1, "longer than")])
def test_a_stamp_is_read_up_to_a_length(authority: Authority, more: int, why: str) -> None:
    with pytest.raises(GuardError, match=why):
        when(b"x" * (LIMIT_TOKEN + more), NOTE, Authorities.read(authority.root))
