import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.record import keys, sshsig
from guard.signers import agent


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The public key of a pair whose private part only an SSH agent holds."""
    if shutil.which("ssh-agent") is None or shutil.which("ssh-keygen") is None:
        pytest.skip("OpenSSH is not installed")
    socket = tmp_path / "agent"
    with subprocess.Popen(["ssh-agent", "-D", "-a", socket], stdout=subprocess.PIPE) as running:
        assert running.stdout
        running.stdout.readline()  # it says where it listens once it does
        monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
        keys.make_pair(tmp_path / "ann", "ann")
        subprocess.run(["ssh-add", "-q", tmp_path / "ann"], check=True)
        (tmp_path / "ann").unlink()
        yield tmp_path / "ann.pub"
        running.terminate()


def test_the_agent_signs(held: Path) -> None:
    ann = agent.signer(held)
    blob = ann.sign(b"message", "space")
    assert sshsig.verify(blob, b"message", "space") == ann.public_key


def test_a_key_that_the_agent_lacks(held: Path, capfd: pytest.CaptureFixture[str]) -> None:
    keys.make_pair(held.with_name("bob"), "bob")
    held.with_name("bob").unlink()
    with pytest.raises(GuardError, match="ssh-add -l"):
        agent.signer(held.with_name("bob.pub")).sign(b"message", "space")
    assert capfd.readouterr().err


def fake(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """A public key, and an ssh-keygen that does what ``script`` says."""
    keys.make_pair(folder / "ann", "ann")
    program = folder / "ssh-keygen"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder / "ann.pub"


def test_without_ssh_keygen_the_next_step_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.make_pair(tmp_path / "ann", "ann")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GuardError, match="install OpenSSH"):
        agent.signer(tmp_path / "ann.pub").sign(b"message", "space")


@pytest.mark.parametrize("script", ["echo hello", "true", "printf '\\377'"])
def test_what_is_no_signature_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    public = fake(tmp_path, monkeypatch, script)
    with pytest.raises(GuardError, match="not an SSH signature file"):
        agent.signer(public).sign(b"message", "space")


def test_a_signature_by_another_key_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shutil.which("ssh-keygen")
    if real is None:
        pytest.skip("ssh-keygen is not installed")
    keys.make_pair(tmp_path / "bob", "bob")
    public = fake(tmp_path, monkeypatch, f"exec {real} -q -Y sign -f {tmp_path}/bob -n space")
    with pytest.raises(GuardError, match="with another key"):
        agent.signer(public).sign(b"message", "space")


def test_the_file_must_be_a_public_key(tmp_path: Path) -> None:
    (tmp_path / "ann.pub").write_text("hello")
    with pytest.raises(GuardError, match="not a public key"):
        agent.signer(tmp_path / "ann.pub")
