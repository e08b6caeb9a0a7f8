import importlib.util
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization

from guard.errors import GuardError
from guard.record import sshsig
from guard.signers.private_key import signer

KINDS = {"ed25519": [], "ecdsa": ["-b", "384"], "rsa": ["-b", "2048"]}


def never() -> bytes:
    raise AssertionError("no passphrase is needed")


def make(folder: Path, kind: str, passphrase: str = "") -> Path:
    """A key as ssh-keygen makes it."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    command = ["ssh-keygen", "-q", "-t", kind, *KINDS[kind], "-N", passphrase, "-f", "key"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "key"


@pytest.mark.parametrize("kind", KINDS)
def test_ssh_keygen_accepts_what_we_sign(tmp_path: Path, kind: str) -> None:
    ann = signer(make(tmp_path, kind), never)
    (tmp_path / "sig").write_text(sshsig.wrap(ann.sign(b"message", "space")))
    (tmp_path / "allowed").write_text(f"ann {ann.public_key.line}\n")
    command = ["ssh-keygen", "-Y", "verify", "-f", "allowed"]
    command += ["-I", "ann", "-s", "sig", "-n", "space"]
    done = subprocess.run(command, input=b"message", cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_we_accept_what_ssh_keygen_signs(tmp_path: Path, kind: str) -> None:
    key = make(tmp_path, kind)
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", "space"]
    done = subprocess.run(command, input=b"message", capture_output=True, check=True)
    theirs = sshsig.unwrap(done.stdout.decode())
    ann = signer(key, never)
    assert sshsig.verify(theirs, b"message", "space") == ann.public_key
    if kind != "ecdsa":  # the others sign the same each time
        assert ann.sign(b"message", "space") == theirs
    assert (tmp_path / "key.pub").read_text().startswith(ann.public_key.line)


@pytest.mark.parametrize("shared", [0o640, 0o604])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, shared: int) -> None:
    key = make(tmp_path, "ed25519")
    key.chmod(shared)
    with pytest.raises(GuardError, match="chmod 600"):
        signer(key, never)


def test_a_passphrase_is_asked_for(tmp_path: Path) -> None:
    key = make(tmp_path, "ed25519", "correct horse")
    if importlib.util.find_spec("bcrypt") is None:
        pytest.skip("bcrypt, with which OpenSSH keys are encrypted, is not installed")
    ann = signer(key, lambda: b"correct horse")
    assert sshsig.verify(ann.sign(b"message", "space"), b"message", "space") == ann.public_key
    with pytest.raises(GuardError, match="check the passphrase"):
        signer(key, lambda: b"wrong")


def test_without_bcrypt_the_next_step_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: object) -> None:
        raise UnsupportedAlgorithm("Need bcrypt module")

    monkeypatch.setattr(f"{serialization.__name__}.ssh._bcrypt_kdf", unsupported)
    key = make(tmp_path, "ed25519", "correct horse")
    with pytest.raises(GuardError, match="ssh-add"):
        signer(key, lambda: b"correct horse")


@pytest.mark.parametrize("content", ["", "hello", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA"])
def test_other_files_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "key"
    path.touch(mode=0o600)
    path.write_text(content)
    with pytest.raises(GuardError, match="cannot be opened"):
        signer(path, never)


def test_an_absent_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="check the path"):
        signer(tmp_path / "absent", never)
