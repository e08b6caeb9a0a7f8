import base64
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from guard.errors import GuardError
from guard.record import sshkey, wire

KINDS = {
    "ed25519": "ssh-ed25519",
    "ecdsa": "ecdsa-sha2-nistp256",
    "rsa": "ssh-rsa",
    "ed25519_sk": "sk-ssh-ed25519@openssh.com",
    "ecdsa_sk": "sk-ecdsa-sha2-nistp256@openssh.com",
}
ED25519 = wire.string(b"ssh-ed25519", bytes(32))


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_openssh_keys_are_read(vectors: Path, name: str, kind: str) -> None:
    line = (vectors / "openssh-sshsig" / f"{name}.pub").read_text()
    key = sshkey.from_line(line)
    assert key.kind == kind
    assert line.startswith(key.line)
    assert key.on_security_key is name.endswith("_sk")
    assert sshkey.from_blob(key.blob) == key


@pytest.mark.parametrize("name", KINDS)
def test_fingerprints_are_those_of_ssh_keygen(vectors: Path, name: str) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    path = vectors / "openssh-sshsig" / f"{name}.pub"
    said = subprocess.run(["ssh-keygen", "-lf", path], capture_output=True, text=True, check=True)
    assert sshkey.from_line(path.read_text()).fingerprint == said.stdout.split()[1]


def test_unsupported_kinds_are_refused_by_name(vectors: Path) -> None:
    line = (vectors / "openssh-sshsig" / "mldsa44-ed25519.pub").read_text()
    with pytest.raises(GuardError, match=r"ssh-mldsa44-ed25519@openssh.com.* not supported"):
        sshkey.from_line(line)


@pytest.mark.parametrize(
    ("blob", "why"),
    [
        (b"", "cut short"),
        (ED25519 + b"x", "trailing"),
        (wire.string(b"ssh-ed25519", bytes(31)), "malformed"),
        (wire.string(b"ssh-dss", b"x"), "'ssh-dss' are not supported"),
        (wire.string(b"ssh-ed25519-cert-v01@openssh.com", b"x"), "not supported"),
        (wire.string(b"ecdsa-sha2-nistp256", b"nistp384", b"x"), "curve is not the one"),
        (wire.string(b"ecdsa-sha2-nistp256", b"nistp256", b"\4" + bytes(64)), "malformed"),
        (wire.string(b"sk-ssh-ed25519@openssh.com", bytes(32)), "cut short"),
        (wire.string(b"ssh-rsa", b"\3", b"\0" + b"\xff" * 128), "1024 bits"),
        (wire.string(b"ssh-rsa", b"\3", b"\x7f" + b"\xff" * 2048), "16391 bits"),
        (wire.string(b"ssh-rsa", b"\2", b"\0" + b"\xff" * 256), "malformed"),
    ],
)
def test_bad_keys_are_refused(blob: bytes, why: str) -> None:
    with pytest.raises(GuardError, match=why):
        sshkey.from_blob(blob)


@pytest.mark.parametrize("line", ["", "ssh-ed25519", "ssh-ed25519 @@@@", "ssh-ed25519 AAA"])
def test_other_lines_are_no_keys(line: str) -> None:
    with pytest.raises(GuardError, match="not a public key"):
        sshkey.from_line(line)


def test_the_kind_on_the_line_is_that_of_the_key() -> None:
    with pytest.raises(GuardError, match="says 'ssh-rsa' but holds"):
        sshkey.from_line(f"ssh-rsa {base64.b64encode(ED25519).decode()}")


def test_rsa_keys_of_2048_bits_are_read() -> None:
    public = rsa.generate_private_key(65537, 2048).public_key()
    line = public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    assert sshkey.from_line(line).line == line
