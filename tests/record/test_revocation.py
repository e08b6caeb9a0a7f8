from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.record import revocation, wire
from guard.record.authority import Authorised, NotAuthorised, Reason, load
from tests.record.acts import NOON, person
from tests.record.keys import ROLE, Keys, keys_in

ANN, BOB = (person(number).public_key for number in (1, 2))
HEAD = b"SSHKRL\n\0" + (1).to_bytes(4, "big") + bytes(24) + wire.string(b"", b"")


def section(kind: int, *strings: bytes) -> bytes:
    return bytes([kind]) + wire.string(wire.string(*strings))


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    """An authority, Ann's key, and her certificate with serial 7."""
    keys = keys_in(tmp_path)
    keys.make("ca")
    keys.make("ann")
    keys.make("other")
    keys.certify("ann", "-z 7 -n ann")
    return keys


def revoke(keys: Keys, specification: str, options: str = "-s ca.pub") -> None:
    """A KRL as ssh-keygen makes it."""
    (keys.folder / "what").write_text(specification)
    made = keys.run(f"-q -k -f krl {options} what")
    assert made.returncode == 0, made.stderr


# What a KRL says, and whether it revokes Ann's certificate, and her bare key.
SAID = [
    ("serial: 7\n", True, False),
    ("serial: 6\n", False, False),
    ("serial: 1-7\n", True, False),
    ("serial: 7-9000\n", True, False),
    ("serial: 8-9000\n", False, False),
    ("serial: 1\nserial: 3\nserial: 5\nserial: 7\nserial: 9\nserial: 11\n", True, False),
    ("serial: 1\nserial: 3\nserial: 5\nserial: 8\nserial: 9\nserial: 11\n", False, False),
    ("id: id-ann\n", True, False),
    ("id: id-bob\n", False, False),
    ("key: {ann}\n", True, True),
    ("key: {other}\n", False, False),
    ("key: {ca}\n", True, False),
    ("sha1: {ann}\n", True, True),
    ("sha256: {ann}\n", True, True),
    ("sha256: {other}\n", False, False),
    ("hash: {ann_hash}\n", True, True),
]


@pytest.mark.parametrize("options", ["-s ca.pub", "-s other.pub"])
@pytest.mark.parametrize(("said", "certificate", "key"), SAID)
def test_ssh_keygen_agrees(
    keys: Keys, said: str, certificate: bool, key: bool, options: str
) -> None:
    lines = {
        name: " ".join((keys.folder / f"{name}.pub").read_text().split()[:2])
        for name in ("ann", "other", "ca")
    }
    of_certificates = said.startswith(("serial", "id"))
    hashed = keys.run("-lf ann.pub").stdout.decode().split()[1]
    revoke(keys, said.format(**lines, ann_hash=hashed), options)
    revoked = revocation.read(keys.folder / "krl")
    if of_certificates and "other" in options:
        certificate = False
    allowed = f'ann cert-authority,namespaces="{ROLE}" {lines["ca"]}\n'
    allowed += f'ann namespaces="{ROLE}" {lines["ann"]}\n'
    for file, gone in (("ann-cert.pub", certificate), ("ann.pub", key)):
        answer = load(allowed, "allowed", revoked).who(keys.key(file), ROLE, NOON, "ann")
        assert isinstance(answer, Authorised) is not gone, file
        assert keys.accepts(allowed, "-r krl") is not gone, file
        if isinstance(answer, NotAuthorised):
            assert answer.reason is Reason.REVOKED


def test_public_keys_are_taken_as_well(keys: Keys) -> None:
    text = (keys.folder / "ann.pub").read_text()
    (keys.folder / "krl").write_text(f"# lost\n\n{text}")
    revoked = revocation.read(keys.folder / "krl")
    assert "revokes this key" in revoked.why(keys.key("ann.pub"))
    assert keys.accepts(f"ann {text}", "-r krl") is False
    assert revoked.why(keys.key("other.pub")) == ""


def test_certificates_of_any_authority(keys: Keys) -> None:
    ids = bytes([0x23]) + wire.string(wire.string(b"id-ann"))
    data = HEAD + bytes([1]) + wire.string(wire.string(b"", b"") + ids)
    revoked = revocation.parse(data, "krl")
    assert revoked.why(keys.key("ann-cert.pub")) == "krl revokes this certificate"
    assert revoked.why(keys.key("ann.pub")) == ""


@pytest.mark.parametrize(
    ("low", "high", "gone"),
    [(5, 7, True), (7, 9, True), (7, 7, True), (5, 6, False), (8, 9, False)],
)
def test_both_ends_of_a_range_are_revoked(keys: Keys, low: int, high: int, gone: bool) -> None:
    serials = bytes([0x21]) + wire.string(low.to_bytes(8, "big") + high.to_bytes(8, "big"))
    data = HEAD + bytes([1]) + wire.string(wire.string(b"", b"") + serials)
    assert bool(revocation.parse(data, "krl").why(keys.key("ann-cert.pub"))) is gone


def test_a_certificate_without_a_serial_is_not_revoked_by_one(keys: Keys) -> None:
    keys.certify("ann", "-n ann")
    serials = bytes([0x21]) + wire.string(bytes(8) + b"\xff" * 8)
    data = HEAD + bytes([1]) + wire.string(wire.string(b"", b"") + serials)
    assert revocation.parse(data, "krl").why(keys.key("ann-cert.pub")) == ""


def test_signatures_of_a_krl_are_let_be() -> None:
    data = HEAD + section(2, ANN.blob) + bytes([4]) + wire.string(ANN.blob, b"signature")
    assert revocation.parse(data, "krl").keys == {ANN.blob}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xff", "neither a KRL nor"),
        (b"hello", "not a public key"),
        (HEAD[:11] + b"\2" + HEAD[12:], "another version"),
        (HEAD[:-1], "cut short"),
        (HEAD + b"\2", "cut short"),
        (HEAD + section(9, b""), "section of kind 9"),
        (HEAD + section(255, b""), "section of kind 255"),
        (HEAD + section(2, b"junk"), "cut short"),
        (HEAD + section(1, b"", b"") + b"x", "cut short"),
        (HEAD + bytes([1]) + wire.string(wire.string(b"", b"") + section(0x39)), r"way \(57\)"),
        (bytes(revocation.LIMIT_BYTES + 1), "longer than"),
    ],
)
def test_other_files_are_refused(data: bytes, why: str, tmp_path: Path) -> None:
    (tmp_path / "krl").write_bytes(data)
    with pytest.raises(GuardError, match=why) as caught:
        revocation.read(tmp_path / "krl")
    assert caught.value.faults[0].place.file == str(tmp_path / "krl")


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="cannot be read"):
        revocation.read(tmp_path / "absent")


def test_a_file_may_be_as_long_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    data = ANN.line.encode()
    monkeypatch.setattr(revocation, "LIMIT_BYTES", len(data))
    assert revocation.parse(data, "krl").keys == {ANN.blob}


def test_nothing_is_revoked_by_an_empty_file() -> None:
    revoked = revocation.parse(b"", "none")
    assert revoked.why(ANN) == ""
    assert revocation.parse(ANN.line.encode(), "one").why(BOB) == ""
