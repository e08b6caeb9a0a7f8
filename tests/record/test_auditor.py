"""The README's script, which checks a record with jq, base64, sha256sum and ssh-keygen only."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from guard.record import dsse
from guard.record.merkle import leaf_hash
from guard.record.statement import PAYLOAD_TYPE
from tests.readme import README, blocks
from tests.record.acts import Act, act, person

TOOLS = ("jq", "base64", "sha256sum", "ssh-keygen")
SCRIPT = next(
    block.text for block in blocks(README.read_text("utf-8")) if block.file == "verify-record.sh"
)
ACT = act()
ENVELOPE = dsse.decode(ACT.envelope)
ALLOWED = f"""\
ann namespaces="ciso@procurement-guard" {person(1).public_key.line}
bob namespaces="head-of-it@procurement-guard" {person(2).public_key.line}
"""


@pytest.fixture
def handed_over(tmp_path: Path) -> Path:
    """A folder with a good record and all that it rests on."""
    if absent := [tool for tool in TOOLS if shutil.which(tool) is None]:
        pytest.skip(f"not installed: {', '.join(absent)}")
    (tmp_path / "verify-record.sh").write_text(SCRIPT)
    (tmp_path / "allowed_signers").write_text(ALLOWED)
    return hand_over(tmp_path, ACT)


def hand_over(folder: Path, record: Act) -> Path:
    statement = record.statement
    names = {
        "request.json": statement.subject[0].digest.sha256,
        "assessment.json": statement.predicate.assessment.digest.sha256,
        "findings.json": statement.predicate.decision.findings.sha256,
        "policies/core.toml": statement.predicate.policies[0].digest.sha256,
    }
    (folder / "policies").mkdir(exist_ok=True)
    for name, digest in names.items():
        (folder / name).write_bytes(record.documents[digest])
    return put_record(folder, record.envelope)


def put_record(folder: Path, envelope: bytes) -> Path:
    (folder / "record.dsse.json").write_bytes(envelope)
    (folder / "leaf.sha256").write_text(leaf_hash(envelope).hex() + "\n")
    return folder


def accepts(folder: Path) -> bool:
    """What the auditor's script says of the record in ``folder``."""
    command = ["sh", "verify-record.sh", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ("good:" in done.stdout) == (done.returncode == 0)
    return done.returncode == 0


def signed_by(number: int, role: str = "ciso") -> bytes:
    """The record under another signature."""
    message = dsse.pae(PAYLOAD_TYPE, ENVELOPE.payload)
    signature = person(number).sign(message, f"{role}@procurement-guard")
    return replace(ENVELOPE, signature=signature).encode()


def test_a_good_record_is_accepted(handed_over: Path) -> None:
    assert accepts(handed_over)
    assert accepts(put_record(handed_over, signed_by(1)))


def test_an_edited_record_is_refused(handed_over: Path) -> None:
    edited = ENVELOPE.payload.replace(b"All sign-offs", b"No sign-offs ")
    assert edited != ENVELOPE.payload
    assert not accepts(put_record(handed_over, replace(ENVELOPE, payload=edited).encode()))


def test_another_type_is_refused(handed_over: Path) -> None:
    envelope = replace(ENVELOPE, payload_type="text/plain").encode()
    assert not accepts(put_record(handed_over, envelope))


def test_another_persons_signature_is_refused(handed_over: Path) -> None:
    assert not accepts(put_record(handed_over, signed_by(2)))


def test_a_signature_in_another_role_is_refused(handed_over: Path) -> None:
    assert not accepts(put_record(handed_over, signed_by(1, "head-of-it")))


def test_a_role_that_the_signer_does_not_hold_is_refused(handed_over: Path) -> None:
    assert not accepts(hand_over(handed_over, act(role="siro")))


def test_a_record_that_names_somebody_else_is_refused(handed_over: Path) -> None:
    assert not accepts(hand_over(handed_over, act(principal="carol")))


def test_an_authority_that_has_ended_is_refused(handed_over: Path) -> None:
    ended = ALLOWED.replace(" ssh-", ',valid-before="20200101Z" ssh-', 1)
    (handed_over / "allowed_signers").write_text(ended)
    assert not accepts(handed_over)


@pytest.mark.parametrize(
    "name", ["request.json", "assessment.json", "findings.json", "policies/core.toml"]
)
def test_a_changed_document_is_refused(handed_over: Path, name: str) -> None:
    with (handed_over / name).open("ab") as file:
        file.write(b" ")
    assert not accepts(handed_over)


def test_another_place_in_the_log_is_refused(handed_over: Path) -> None:
    (handed_over / "leaf.sha256").write_text(leaf_hash(b"").hex() + "\n")
    assert not accepts(handed_over)
