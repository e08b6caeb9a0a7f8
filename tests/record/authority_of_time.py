"""A time stamp authority to throw away, made with openssl; nothing here uses a network."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

# `certs` stays unset: OpenSSL 3.0 writes a chain in an order that RFC 5652 does not allow.
_CONFIG = """\
[ tsa ]
default_tsa = here
[ here ]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
[ req ]
distinguished_name = name
prompt = no
[ name ]
CN = Test
[ root ]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[ stamping ]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority in a folder: its root's certificate, and its own."""

    folder: Path

    @property
    def root(self) -> Path:
        """The certificate to believe."""
        return self.folder / "root.pem"

    def openssl(self, command: str) -> None:
        """Run openssl with the words of ``command``."""
        words = ["openssl", *command.split()]
        done = subprocess.run(words, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def stamp(self, data: bytes, digest: str = "sha256") -> bytes:
        """A time stamp of ``data``, as an authority answers."""
        (self.folder / "data").write_bytes(data)
        self.openssl(f"ts -query -data data -{digest} -cert -out query.tsq")
        self.openssl("ts -reply -config config -queryfile query.tsq -out reply.tsr")
        return (self.folder / "reply.tsr").read_bytes()


def authority_in(folder: Path) -> Authority:
    """A new authority; skipped, visibly, where openssl is absent."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder.mkdir()
    one = Authority(folder)
    (folder / "config").write_text(_CONFIG)
    (folder / "serial").write_text("01\n")
    new = "req -config config -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
    one.openssl(
        f"{new} -x509 -days 30 -subj /CN=Root -extensions root -keyout root.key -out root.pem"
    )
    one.openssl(f"{new} -subj /CN=TSA -keyout tsa.key -out tsa.csr")
    sign = "x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 30"
    one.openssl(f"{sign} -extfile config -extensions stamping -out tsa.pem")
    return one
