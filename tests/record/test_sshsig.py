import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from hypothesis import given
from hypothesis import strategies as st

from guard.errors import GuardError
from guard.record import sshsig, wire
from guard.signers.private_key import holding
from tests.record.acts import person

GOOD = ["ed25519", "ecdsa", "rsa", "ed25519_sk", "ecdsa_sk"]
SIGNED = person().sign(b"message", "space")
PARSED = sshsig.parse(SIGNED)


def vector(vectors: Path, name: str) -> tuple[bytes, bytes]:
    """The signature ``name`` and what it is over, both as OpenSSH tests them."""
    folder = vectors / "openssh-sshsig"
    return sshsig.unwrap((folder / f"{name}.sig").read_text()), (
        folder / "signed-data"
    ).read_bytes()


@pytest.mark.parametrize("name", GOOD)
def test_openssh_vectors(vectors: Path, name: str) -> None:
    blob, data = vector(vectors, name)
    key = sshsig.verify(blob, data, "unittest")
    assert (vectors / "openssh-sshsig" / f"{name}.pub").read_text().startswith(key.line)
    assert sshsig.parse(blob).encode() == blob


@pytest.mark.parametrize("name", GOOD)
def test_openssh_vectors_over_other_data_are_refused(vectors: Path, name: str) -> None:
    blob, data = vector(vectors, name)
    with pytest.raises(GuardError, match="does not match"):
        sshsig.verify(blob, data + b".", "unittest")


@pytest.mark.parametrize("name", GOOD)
def test_no_bit_of_a_signature_can_change(vectors: Path, name: str) -> None:
    blob, data = vector(vectors, name)
    for place in range(0, len(blob), 3):
        flipped = bytearray(blob)
        flipped[place] ^= 1 << place % 8
        with pytest.raises(GuardError):
            sshsig.verify(bytes(flipped), data, "unittest")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ecdsa_sk_webauthn", "webauthn-sk-ecdsa-sha2-nistp256@openssh.com"),
        ("mldsa44-ed25519", "ssh-mldsa44-ed25519@openssh.com"),
    ],
)
def test_unsupported_vectors_are_refused_by_name(vectors: Path, name: str, kind: str) -> None:
    blob, data = vector(vectors, name)
    with pytest.raises(GuardError, match=f"{kind}.*not supported"):
        sshsig.verify(blob, data, "unittest")


def test_armor_is_that_of_openssh(vectors: Path) -> None:
    for name in GOOD:
        text = (vectors / "openssh-sshsig" / f"{name}.sig").read_text()
        assert sshsig.wrap(sshsig.unwrap(text)) == text


@given(st.binary())
def test_armor_reads_back(blob: bytes) -> None:
    assert sshsig.unwrap(sshsig.wrap(blob)) == blob


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AAAA",
        f"AAAA\n{sshsig.TAIL}",
        f"{sshsig.HEAD}\nAAAA",
        f"{sshsig.HEAD}\n@@\n{sshsig.TAIL}",
    ],
)
def test_other_armor_is_refused(text: str) -> None:
    with pytest.raises(GuardError):
        sshsig.unwrap(text)


def test_another_namespace_is_refused() -> None:
    with pytest.raises(GuardError, match="signed as 'space', not as 'other'"):
        sshsig.verify(SIGNED, b"message", "other")
    renamed = replace(PARSED, namespace="other").encode()
    with pytest.raises(GuardError, match="does not match"):
        sshsig.verify(renamed, b"message", "other")


@pytest.mark.parametrize(
    ("blob", "why"),
    [
        (b"", "cut short"),
        (b"SSHSIX" + SIGNED[6:], "not an SSH signature"),
        (SIGNED[:9] + b"\2" + SIGNED[10:], "not an SSH signature of version 1"),
        (SIGNED + b"x", "trailing"),
        (SIGNED[:-1], "cut short"),
        (replace(PARSED, namespace="").encode(), "no namespace"),
        (replace(PARSED, hash_name="sha1").encode(), "'sha1' is not supported"),
        (replace(PARSED, inner=PARSED.inner + b"x").encode(), "trailing"),
        (replace(PARSED, inner=wire.string(b"ssh-rsa", b"x")).encode(), "'ssh-rsa' by a ssh-ed"),
        (replace(PARSED, key=person(2).public_key).encode(), "does not match"),
    ],
)
def test_mangled_signatures_are_refused(blob: bytes, why: str) -> None:
    with pytest.raises(GuardError, match=why) as caught:
        sshsig.verify(blob, b"message", "space")
    assert caught.value.faults[0].remedy


def test_the_reserved_field_stays_empty() -> None:
    filled = SIGNED.replace(wire.string(b"space", b""), wire.string(b"space", b"x"))
    with pytest.raises(GuardError, match="unknown field"):
        sshsig.verify(filled, b"message", "space")


def test_a_security_key_must_have_been_touched(vectors: Path) -> None:
    blob, data = vector(vectors, "ed25519_sk")
    untouched = blob[:-5] + b"\0" + blob[-4:]
    with pytest.raises(GuardError, match="without being touched"):
        sshsig.verify(untouched, data, "unittest")


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()])
def test_every_curve_signs_and_verifies(curve: ec.EllipticCurve) -> None:
    signer = holding(ec.generate_private_key(curve))
    blob = signer.sign(b"message", "space")
    assert sshsig.verify(blob, b"message", "space") == signer.public_key
    with pytest.raises(GuardError, match="does not match"):
        sshsig.verify(blob, b"massage", "space")


def rsa_signature(algorithm: bytes, hash_: hashes.HashAlgorithm, hash_name: str) -> bytes:
    private = rsa.generate_private_key(65537, 2048)
    data = sshsig.signed_data("space", b"message", hash_name)
    inner = wire.string(algorithm, private.sign(data, padding.PKCS1v15(), hash_))
    return sshsig.Signature(holding(private).public_key, "space", hash_name, inner).encode()


@pytest.mark.parametrize("hash_name", ["sha256", "sha512"])
def test_rsa_with_sha256(hash_name: str) -> None:
    blob = rsa_signature(b"rsa-sha2-256", hashes.SHA256(), hash_name)
    assert sshsig.verify(blob, b"message", "space").kind == "ssh-rsa"


def test_rsa_with_sha1_is_refused_by_name() -> None:
    blob = rsa_signature(b"ssh-rsa", hashes.SHA256(), "sha512")
    with pytest.raises(GuardError, match="'ssh-rsa' by a ssh-rsa key are not supported"):
        sshsig.verify(blob, b"message", "space")


def test_ssh_keygen_reads_our_signatures(tmp_path: Path) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    (tmp_path / "allowed").write_text(f"ann {person().public_key.line}\n")
    (tmp_path / "sig").write_text(sshsig.wrap(SIGNED))

    def verify(message: bytes, namespace: str) -> int:
        command = f"ssh-keygen -Y verify -f allowed -I ann -s sig -n {namespace}".split()
        return subprocess.run(
            command, input=message, cwd=tmp_path, capture_output=True, check=False
        ).returncode

    assert verify(b"message", "space") == 0
    assert verify(b"massage", "space") != 0
    assert verify(b"message", "other") != 0
