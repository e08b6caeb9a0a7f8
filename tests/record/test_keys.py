import importlib.util
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization

from guard.errors import GuardError
from guard.record import keys, sshkey
from guard.record.checkpoint import Checkpoint, open_note
from guard.signers import private_key

NAME = "example.gov/ledger"


def never() -> bytes:
    raise AssertionError("no passphrase is needed")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_pair_signs(tmp_path: Path) -> None:
    public = keys.make_pair(tmp_path / "ann", "ann@example.gov\n of IT")
    assert (tmp_path / "ann.pub").read_text() == f"{public.line} ann@example.gov of IT\n"
    assert sshkey.from_line((tmp_path / "ann.pub").read_text()) == public
    assert private_key.signer(tmp_path / "ann", never).public_key == public
    assert mode(tmp_path / "ann") == 0o600


def test_no_two_pairs_are_alike(tmp_path: Path) -> None:
    assert keys.make_pair(tmp_path / "a", "") != keys.make_pair(tmp_path / "b", "")


def test_ssh_keygen_reads_the_pair(tmp_path: Path) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    public = keys.make_pair(tmp_path / "ann", "ann")
    command = ["ssh-keygen", "-y", "-P", "", "-f", str(tmp_path / "ann")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.split()[:2] == public.line.split()


def test_a_pair_with_a_passphrase(tmp_path: Path) -> None:
    if importlib.util.find_spec("bcrypt") is None:
        pytest.skip("bcrypt, with which OpenSSH keys are encrypted, is not installed")
    public = keys.make_pair(tmp_path / "ann", "ann", b"correct horse")
    signer = private_key.signer(tmp_path / "ann", lambda: b"correct horse")
    assert signer.public_key == public


def test_without_bcrypt_the_next_step_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: object) -> None:
        raise UnsupportedAlgorithm("Need bcrypt module")

    monkeypatch.setattr(f"{serialization.__name__}.ssh._bcrypt_kdf", unsupported)
    with pytest.raises(GuardError, match="ssh-keygen -t ed25519"):
        keys.make_pair(tmp_path / "ann", "ann", b"correct horse")
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("taken", ["ann", "ann.pub"])
def test_keys_are_never_overwritten(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).write_text("mine")
    with pytest.raises(GuardError, match="cannot be created"):
        keys.make_pair(tmp_path / "ann", "")
    assert (tmp_path / taken).read_text() == "mine"
    assert [one.name for one in tmp_path.iterdir()] == [taken]


def test_a_log_key_is_kept(tmp_path: Path) -> None:
    made = keys.make_log_key(tmp_path / "log", NAME)
    read = keys.load_log_key(tmp_path / "log")
    assert read == made
    assert mode(tmp_path / "log") == 0o600
    head = Checkpoint(NAME, 1, bytes(32))
    assert open_note(read.sign(head), made.verifier) == head


def test_the_log_key_file_explains_itself(tmp_path: Path) -> None:
    key = keys.make_log_key(tmp_path / "log", NAME)
    text = (tmp_path / "log").read_text()
    assert str(key.verifier) in text
    assert text.splitlines()[-1].startswith(f"PRIVATE+KEY+{NAME}+{key.verifier.key_id.hex()}+")


def test_log_keys_are_never_overwritten(tmp_path: Path) -> None:
    keys.make_log_key(tmp_path / "log", NAME)
    with pytest.raises(GuardError, match="nothing is ever overwritten"):
        keys.make_log_key(tmp_path / "log", NAME)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\n"])
def test_a_log_key_has_a_name_that_notes_can_carry(tmp_path: Path, name: str) -> None:
    with pytest.raises(GuardError, match="cannot name a log key"):
        keys.make_log_key(tmp_path / "log", name)
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("PRIVATE+KEY+example.gov", "PRIVATE+KEY+example.org"),
        ("+KEY+", "+KEY"),
        ("PRIVATE", "#PRIVATE"),
        ("\n", "\nPRIVATE+KEY+x\n"),
        ("+A", "+B"),
        ("+A", "+@"),
    ],
)
def test_damaged_log_keys_are_refused(tmp_path: Path, old: str, new: str) -> None:
    keys.make_log_key(tmp_path / "log", NAME)
    text = (tmp_path / "log").read_text()
    head, line = text[: text.index("PRIVATE+")], text[text.index("PRIVATE+") :]
    assert old in line
    (tmp_path / "log").write_text(head + line.replace(old, new))
    with pytest.raises(GuardError, match="not a log key"):
        keys.load_log_key(tmp_path / "log")


@pytest.mark.parametrize("shared", [0o640, 0o604, 0o660])
def test_shared_log_keys_are_refused(tmp_path: Path, shared: int) -> None:
    keys.make_log_key(tmp_path / "log", NAME)
    (tmp_path / "log").chmod(shared)
    with pytest.raises(GuardError, match="chmod 600"):
        keys.load_log_key(tmp_path / "log")


def test_an_absent_or_binary_log_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="No such file"):
        keys.load_log_key(tmp_path / "absent")
    (tmp_path / "log").write_bytes(b"\xff")
    (tmp_path / "log").chmod(0o600)
    with pytest.raises(GuardError, match="not text"):
        keys.load_log_key(tmp_path / "log")
