"""An auditor's check of one record with jq, base64, printf, sha256sum and ssh-keygen only."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from guard.record import dsse
from guard.record.merkle import leaf_hash
from guard.record.statement import PAYLOAD_TYPE
from tests.record.acts import act, person

TOOLS = ("jq", "base64", "sha256sum", "ssh-keygen")
SCRIPT = r"""
# sh verify.sh record.dsse.json allowed_signers PRINCIPAL ROLE LEAF_HASH
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# 1. What was signed: the payload with its type and length in front (DSSE).
jq -j .payload "$1" | base64 -d > "$work/payload"
type=$(jq -j .payloadType "$1")
printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(($(wc -c < "$work/payload")))" > "$work/signed"
cat "$work/payload" >> "$work/signed"

# 2. Who signed it, in which role, by the register of delegated authority.
{
    echo '-----BEGIN SSH SIGNATURE-----'
    jq -j '.signatures[0].sig' "$1" | fold -w 70
    echo
    echo '-----END SSH SIGNATURE-----'
} > "$work/sig"
ssh-keygen -Y verify -f "$2" -I "$3" -n "$4@procurement-guard" -s "$work/sig" < "$work/signed"

# 3. That the record itself names this person and this role, and holds one signature.
jq -e --arg person "$3" --arg role "$4" \
    '.predicate.principal == $person and .predicate.role == $role' "$work/payload"
jq -e '.signatures | length == 1' "$1"

# 4. That it is the entry of the log: SHA-256 of a zero byte and the record.
leaf=$({ printf '\000'; cat "$1"; } | sha256sum | cut -d ' ' -f 1)
test "$leaf" = "$5"
"""
ACT = act()
ENVELOPE = dsse.decode(ACT.envelope)
ALLOWED = f"""\
ann namespaces="ciso@procurement-guard" {person(1).public_key.line}
bob namespaces="head-of-it@procurement-guard" {person(2).public_key.line}
"""


def accepts(
    folder: Path, record: bytes, principal: str = "ann", role: str = "ciso", leaf: str = ""
) -> bool:
    """What the auditor's script says of ``record``."""
    if absent := [tool for tool in TOOLS if shutil.which(tool) is None]:
        pytest.skip(f"not installed: {', '.join(absent)}")
    (folder / "verify.sh").write_text(SCRIPT)
    (folder / "record.dsse.json").write_bytes(record)
    (folder / "allowed_signers").write_text(ALLOWED)
    named = [principal, role, leaf or leaf_hash(record).hex()]
    command = ["sh", "verify.sh", "record.dsse.json", "allowed_signers", *named]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return done.returncode == 0


def signed_by(number: int, role: str = "ciso") -> bytes:
    """The record under another signature."""
    message = dsse.pae(PAYLOAD_TYPE, ENVELOPE.payload)
    signature = person(number).sign(message, f"{role}@procurement-guard")
    return replace(ENVELOPE, signature=signature).encode()


def test_a_good_record_is_accepted(tmp_path: Path) -> None:
    assert accepts(tmp_path, ACT.envelope)
    assert accepts(tmp_path, signed_by(1))


def test_an_edited_record_is_refused(tmp_path: Path) -> None:
    edited = ENVELOPE.payload.replace(b"All sign-offs", b"No sign-offs ")
    assert edited != ENVELOPE.payload
    assert not accepts(tmp_path, replace(ENVELOPE, payload=edited).encode())


def test_another_type_is_refused(tmp_path: Path) -> None:
    assert not accepts(tmp_path, replace(ENVELOPE, payload_type="text/plain").encode())


@pytest.mark.parametrize("principal", ["ann", "bob"])
def test_another_persons_signature_is_refused(tmp_path: Path, principal: str) -> None:
    assert not accepts(tmp_path, signed_by(2), principal)


def test_a_signature_in_another_role_is_refused(tmp_path: Path) -> None:
    assert not accepts(tmp_path, signed_by(1, "head-of-it"))
    assert not accepts(tmp_path, signed_by(1, "head-of-it"), role="head-of-it")
    assert not accepts(tmp_path, ACT.envelope, role="head-of-it")


def test_a_record_that_names_somebody_else_is_refused(tmp_path: Path) -> None:
    assert not accepts(tmp_path, act(principal="carol").envelope)
    assert not accepts(tmp_path, act(principal="carol").envelope, principal="carol")


def test_another_place_in_the_log_is_refused(tmp_path: Path) -> None:
    assert not accepts(tmp_path, ACT.envelope, leaf=leaf_hash(b"").hex())
