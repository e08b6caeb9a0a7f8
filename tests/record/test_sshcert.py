import base64
import shutil
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.record import sshcert, sshsig, wire
from guard.record.authority import Authorised, load
from tests.record.acts import NOON, person
from tests.record.keys import MESSAGE, ROLE, Keys, keys_in

AT = f"-O verify-time={NOON:%Y%m%d%H%M%S}Z"


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    """An authority, and Ann's key."""
    keys = keys_in(tmp_path)
    keys.make("ca")
    keys.make("ann")
    return keys


def line(keys: Keys, principals: str = "ann", options: str = "", authority: str = "ca") -> str:
    public = " ".join((keys.folder / f"{authority}.pub").read_text().split()[:2])
    return f'{principals} cert-authority,namespaces="{ROLE}"{options} {public}\n'


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
@pytest.mark.parametrize("authority", ["ed25519", "ecdsa", "rsa"])
def test_certificates_of_every_kind_are_read(tmp_path: Path, kind: str, authority: str) -> None:
    keys = keys_in(tmp_path)
    keys.make("ca", authority)
    plain = keys.make("ann", kind)
    keys.certify("ann", "-n ann,deputy -z 7 -V 20261101000000Z:20261201000000Z")
    key = keys.key("ann-cert.pub")
    certificate = key.certificate
    assert certificate
    assert key.line == plain
    assert key.whole == certificate.blob
    assert keys.key("ann.pub").whole == key.blob
    assert (certificate.serial, certificate.key_id) == (7, "id-ann")
    assert certificate.principals == ("ann", "deputy")
    assert certificate.valid_before - certificate.valid_after == 30 * 86_400
    assert key.fingerprint in keys.run("-lf ann.pub").stdout.decode()


# What is asked of ssh-keygen -s, the line of the authority, and whether Ann signed.
CASES = [
    ("-n ann", ("ann", ""), True),
    ("-n ann", ("*", ""), True),
    ("-n ann", ("!ann,*", ""), False),
    ("-n bob", ("*", ""), False),
    ("", ("*", ""), False),
    ("-n ann -V 20261120120000Z:20261201000000Z", ("ann", ""), True),
    ("-n ann -V 20261120120001Z:20261201000000Z", ("ann", ""), False),
    ("-n ann -V 20260101000000Z:20261120120000Z", ("ann", ""), False),
    ("-n ann -V 20260101000000Z:20261120120001Z", ("ann", ""), True),
    ("-n ann", ("ann", ',valid-before="20261120115959Z"'), False),
    ("-n ann", ("ann", ',valid-after="20261120120001Z"'), False),
]


@pytest.mark.parametrize(("options", "given", "good"), CASES)
def test_ssh_keygen_agrees(keys: Keys, options: str, given: tuple[str, str], good: bool) -> None:
    keys.certify("ann", options)
    key, allowed = keys.key("ann-cert.pub"), line(keys, *given)
    answer = load(allowed, "allowed").who(key, ROLE, NOON, "ann")
    assert isinstance(answer, Authorised) is good
    assert keys.accepts(allowed, AT) is good


def test_a_certificate_and_its_key_are_kept_apart(keys: Keys) -> None:
    keys.certify("ann")
    ann = " ".join((keys.folder / "ann.pub").read_text().split()[:2])
    own, of_ca = f'ann namespaces="{ROLE}" {ann}\n', line(keys)
    for file, allowed, good in (
        ("ann-cert.pub", own, False),
        ("ann.pub", of_ca, False),
        ("ann.pub", own, True),
        ("ann-cert.pub", own + of_ca, True),
        ("ann-cert.pub", own.replace(ann, ca(keys)), False),
    ):
        found = load(allowed, "allowed").who(keys.key(file), ROLE, NOON, "ann")
        assert isinstance(found, Authorised) is good, (file, allowed)
        assert keys.accepts(allowed, AT) is good, (file, allowed)


def ca(keys: Keys) -> str:
    return " ".join((keys.folder / "ca.pub").read_text().split()[:2])


def test_another_authority_counts_for_nothing(keys: Keys) -> None:
    keys.make("other")
    keys.certify("ann", authority="other")
    found = load(line(keys), "allowed").who(keys.key("ann-cert.pub"), ROLE, NOON, "ann")
    assert not isinstance(found, Authorised)
    assert not keys.accepts(line(keys), AT)


def test_without_a_name_given_a_certificate_names_one_person(keys: Keys) -> None:
    keys.certify("ann", "-n ann")
    authorities = load(line(keys, "*"), "allowed")
    assert authorities.who(keys.key("ann-cert.pub"), ROLE, NOON) == Authorised("ann", 1, "")
    keys.certify("ann", "-n ann,bob")
    found = authorities.who(keys.key("ann-cert.pub"), ROLE, NOON)
    assert not isinstance(found, Authorised)
    assert found.what == "the certificate is of ann, bob"


def test_nobody_can_be_certified_as_no_one(keys: Keys) -> None:
    keys.certify("ann", "")
    found = load(line(keys, "*"), "allowed").who(keys.key("ann-cert.pub"), ROLE, NOON)
    assert not isinstance(found, Authorised)
    assert found.what == "the certificate is of nobody"


def test_who_is_certified_may_share_an_authority_with_others() -> None:
    public = person(1).public_key.line
    text = f'ann cert-authority {public}\nbob cert-authority,namespaces="x" {public}\n'
    assert len(load(text, "allowed").grants) == 2


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ("-h -n ann", "is of a host"),
        ("-n ann -O force-command=true", "critical option 'force-command'"),
        ("-n ann -O source-address=10.0.0.0/8", "critical option 'source-address'"),
    ],
)
def test_certificates_for_something_else_are_refused(keys: Keys, options: str, why: str) -> None:
    keys.certify("ann", options)
    with pytest.raises(GuardError, match=why):
        keys.key("ann-cert.pub")


@pytest.mark.parametrize("name", ["ed25519_sk", "ecdsa_sk"])
def test_keys_on_hardware_can_be_certified(tmp_path: Path, vectors: Path, name: str) -> None:
    keys = keys_in(tmp_path)
    keys.make("ca")
    shutil.copy(vectors / "openssh-sshsig" / f"{name}.pub", tmp_path / f"{name}.pub")
    keys.certify(name)
    encoded = (tmp_path / f"{name}-cert.pub").read_text().split()[1]
    key = sshcert.from_blob(base64.b64decode(encoded))
    assert (tmp_path / f"{name}.pub").read_text().startswith(key.line)
    assert key.certificate
    assert key.certificate.principals == ("ann",)


def test_no_bit_of_a_certificate_can_change(keys: Keys) -> None:
    keys.certify("ann")
    blob = keys.sign("ann-cert.pub")
    for place in range(0, len(blob), 5):
        flipped = bytearray(blob)
        flipped[place] ^= 1 << place % 8
        with pytest.raises(GuardError):
            sshsig.verify(bytes(flipped), MESSAGE, ROLE)


def test_a_certificate_ends_where_it_ends(keys: Keys) -> None:
    keys.certify("ann")
    certificate = keys.key("ann-cert.pub").certificate
    assert certificate
    with pytest.raises(GuardError, match="trailing"):
        sshcert.from_blob(certificate.blob + b"x")
    with pytest.raises(GuardError, match="cut short"):
        sshcert.from_blob(certificate.blob[:-1])


def test_names_must_be_text() -> None:
    public = person(1).public_key.blob
    key = public.removeprefix(wire.string(b"ssh-ed25519"))
    kind = wire.string(b"ssh-ed25519-cert-v01@openssh.com", b"nonce")
    numbers = bytes(8) + (1).to_bytes(4, "big")
    with pytest.raises(GuardError, match="is not text"):
        sshcert.from_blob(kind + key + numbers + wire.string(b"\xff"))
