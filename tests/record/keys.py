"""Keys, certificates and signatures as the stock ssh-keygen makes them."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from guard.record import sshsig
from guard.record.sshkey import PublicKey

ROLE = "ciso@procurement-guard"
MESSAGE = b"message"


@dataclass(frozen=True, slots=True)
class Keys:
    """A folder in which ssh-keygen works."""

    folder: Path

    def run(self, command: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run ``ssh-keygen`` with the words of ``command``."""
        words = ["ssh-keygen", *command.split()]
        return subprocess.run(words, cwd=self.folder, input=given, capture_output=True, check=False)

    def make(self, name: str, kind: str = "ed25519") -> str:
        """A new key; its public line."""
        size = "-b 2048" if kind == "rsa" else ""
        words = ["-q", "-t", kind, *size.split(), "-f", name, "-N", ""]
        subprocess.run(["ssh-keygen", *words], cwd=self.folder, check=True)
        return " ".join((self.folder / f"{name}.pub").read_text().split()[:2])

    def certify(self, name: str, options: str = "-n ann", authority: str = "ca") -> None:
        """A certificate for a key, at NAME-cert.pub."""
        done = self.run(f"-q -s {authority} -I id-{name} {options} {name}.pub")
        assert done.returncode == 0, done.stderr

    def sign(self, file: str) -> bytes:
        """The signature blob over the message, by the key or certificate in ``file``."""
        done = self.run(f"-q -Y sign -f {file} -n {ROLE}", MESSAGE)
        assert done.returncode == 0, done.stderr
        (self.folder / "sig").write_bytes(done.stdout)
        return sshsig.unwrap(done.stdout.decode())

    def key(self, file: str) -> PublicKey:
        """The key that made a signature, with its certificate, as guard reads it."""
        return sshsig.verify(self.sign(file), MESSAGE, ROLE)

    def accepts(self, allowed: str, options: str = "") -> bool:
        """Whether ssh-keygen accepts the last signature as Ann's."""
        (self.folder / "allowed").write_text(allowed)
        command = f"-Y verify -f allowed -I ann -s sig -n {ROLE} {options}"
        return self.run(command, MESSAGE).returncode == 0


def keys_in(folder: Path) -> Keys:
    """Keys in ``folder``; skipped, visibly, where ssh-keygen is absent."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    return Keys(folder)
