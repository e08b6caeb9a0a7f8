import base64
import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from guard.errors import GuardError
from guard.record.checkpoint import Checkpoint, LogKey, VerifierKey, open_note
from guard.record.cosignature import Cosigned, Witness, cosign, cosigned
from tests.record.acts import LOG, NOON

HEAD = Checkpoint(LOG.name, 7, bytes(range(32)))
NOTE = LOG.sign(HEAD)
SEEDS = {f"witness-{n}.example": bytes([n]) * 32 for n in (1, 2, 3)}
WITNESSES = tuple(Witness(name, LogKey(name, seed).verifier.public) for name, seed in SEEDS.items())
LATER = NOON + dt.timedelta(seconds=5)


def by(number: int, note: str = NOTE, at: dt.datetime = NOON) -> str:
    name = f"witness-{number}.example"
    return cosign(note, name, SEEDS[name], at)


def test_keys_of_public_witnesses_are_read() -> None:
    # From the tests of transparency-dev/formats.
    vkey = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
    assert str(Witness.parse(vkey)) == vkey
    with pytest.raises(GuardError, match="Ed25519 log key"):
        VerifierKey.parse(vkey)
    with pytest.raises(GuardError, match="Ed25519 witness key"):
        Witness.parse(str(LOG.verifier))


def test_cosignatures_are_counted_by_witness() -> None:
    note = by(3, by(1), LATER)
    first, _, third = WITNESSES
    assert cosigned(note, WITNESSES) == (Cosigned(first, NOON), Cosigned(third, LATER))
    assert cosigned(NOTE, WITNESSES) == ()
    assert open_note(note, LOG.verifier) == HEAD


def test_one_key_counts_once_whatever_its_names() -> None:
    twice = Witness("other.example", WITNESSES[0].public)
    note = cosign(by(1), "other.example", SEEDS["witness-1.example"], NOON)
    assert len(cosigned(note, (*WITNESSES, twice))) == 1
    assert len(cosigned(by(1, by(1)), WITNESSES)) == 1


def test_strangers_are_let_be() -> None:
    assert cosigned(by(2), WITNESSES[:1]) == ()


def changed(note: str, place: int) -> str:
    """``note`` with one byte of its last signature changed."""
    name, _, encoded = note.splitlines()[-1].removeprefix("— ").partition(" ")
    data = bytearray(base64.b64decode(encoded))
    data[place] ^= 1
    return f"{NOTE}— {name} {base64.b64encode(data).decode()}\n"


@pytest.mark.parametrize("place", [4, 11, 12, 40, 75])
def test_no_byte_of_a_cosignature_can_change(place: int) -> None:
    with pytest.raises(GuardError, match="does not match the checkpoint"):
        cosigned(changed(by(1), place), WITNESSES)


def test_a_cosignature_is_of_its_own_checkpoint() -> None:
    line = by(1).splitlines()[-1]
    other = LOG.sign(Checkpoint(LOG.name, 8, bytes(32)))
    with pytest.raises(GuardError, match="does not match the checkpoint"):
        cosigned(f"{other}{line}\n", WITNESSES)


@pytest.mark.parametrize("length", [8, 71, 73])
def test_a_cosignature_has_its_length(length: int) -> None:
    data = WITNESSES[0].key_id + bytes(length)
    note = f"{NOTE}— {WITNESSES[0].name} {base64.b64encode(data).decode()}\n"
    with pytest.raises(GuardError, match="does not match"):
        cosigned(note, WITNESSES)


def at_second(moment: int) -> str:
    """The note, cosigned by the first witness at that many seconds since 1970."""
    private = Ed25519PrivateKey.from_private_bytes(SEEDS[WITNESSES[0].name])
    signature = private.sign(f"cosignature/v1\ntime {moment}\n{HEAD.text()}".encode())
    data = WITNESSES[0].key_id + moment.to_bytes(8, "big") + signature
    return f"{NOTE}— {WITNESSES[0].name} {base64.b64encode(data).decode()}\n"


def test_a_moment_beyond_all_calendars_is_refused() -> None:
    (last,) = cosigned(at_second(253_402_300_799), WITNESSES)
    assert last.at.year == 9999
    for moment in (253_402_300_800, 2**63 - 1):
        with pytest.raises(GuardError, match="does not match"):
            cosigned(at_second(moment), WITNESSES)


def test_openssl_agrees(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    public = Ed25519PublicKey.from_public_bytes(WITNESSES[0].public)
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "key").write_bytes(pem)
    body = f"cosignature/v1\ntime {int(NOON.timestamp())}\n{HEAD.text()}"
    (tmp_path / "text").write_text(body)
    (tmp_path / "sig").write_bytes(base64.b64decode(by(1).split()[-1])[12:])
    command = ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "key"]
    command += ["-in", "text", "-sigfile", "sig"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verified Successfully" in done.stdout, done.stderr
