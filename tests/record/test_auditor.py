"""The README's script for an auditor: jq, base64, sha256sum, openssl, ssh-keygen; no guard."""

import base64
import hashlib
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from guard.approval.exporting import export
from guard.ledgers.sqlite import Ledger
from guard.record import dsse
from guard.record.checkpoint import Checkpoint, LogKey
from guard.record.merkle import leaf_hash, root
from guard.record.proof import prove_growth
from guard.record.statement import PAYLOAD_TYPE
from guard.settings import LedgerFiles
from tests.office import CISO, Office
from tests.readme import README, blocks
from tests.record.acts import LOG, Act, act, person

TOOLS = ("jq", "base64", "sha256sum", "openssl", "ssh-keygen")
(SCRIPT,) = (
    block.text for block in blocks(README.read_text("utf-8")) if block.file == "verify-record.sh"
)
ALLOWED = f"""\
ann namespaces="ciso@procurement-guard" {person(1).public_key.line}
bob namespaces="head-of-it@procurement-guard" {person(2).public_key.line}
"""
INDEX = 3
SIZES = range(1, 8)


def ledger_of(folder: Path, acts: list[Act], name: str = "ledger") -> Path:
    """A ledger of ``acts``."""
    path = folder / name
    with Ledger.create(path, LOG.verifier) as ledger:
        for one in acts:
            ledger.append(one.envelope, one.documents, LOG.sign)
    return path


def hand_over(
    folder: Path, path: Path, index: int = INDEX, since: str = "", revoked: str = ""
) -> Path:
    """The bundle of one record."""
    (folder / "allowed_signers").write_text(ALLOWED)
    keys = folder / "revoked"
    keys.write_text(revoked)
    files = LedgerFiles(
        str(path),
        folder / "allowed_signers",
        folder / "log.key",
        str(LOG.verifier),
        revoked_keys=keys if revoked else None,
    )
    to = folder / "bundle"
    shutil.rmtree(to, ignore_errors=True)
    with Ledger.open(path, read_only=True) as ledger:
        export(ledger, index, files, to, since)
    return to


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of seven records; skipped, visibly, where an auditor's tool is absent."""
    if absent := [tool for tool in TOOLS if shutil.which(tool) is None]:
        pytest.skip(f"not installed: {', '.join(absent)}")
    return ledger_of(tmp_path, [act(number) for number in range(7)])


@pytest.fixture
def bundle(path: Path, tmp_path: Path) -> Path:
    """A good bundle."""
    return hand_over(tmp_path, path)


def said(folder: Path, older: str | None = None) -> str:
    """What the script says of the bundle in ``folder``; it ends with ``good`` or not at all."""
    (folder.parent / "verify-record.sh").write_text(SCRIPT)
    command = ["sh", "../verify-record.sh", "."]
    if older is not None:
        (folder.parent / "older.txt").write_text(older)
        command.append("../older.txt")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ("good:" in done.stdout) == (done.returncode == 0)
    return "good" if done.returncode == 0 else done.stdout + done.stderr


def heads(path: Path) -> dict[int, str]:
    """The heads of a ledger, by size."""
    with Ledger.open(path, read_only=True) as ledger:
        return {head.size: head.note for head in ledger.checkpoints()}


def test_a_good_bundle_is_accepted(bundle: Path) -> None:
    assert said(bundle) == "good"


@pytest.mark.parametrize("size", SIZES)
def test_every_record_of_every_ledger_is_accepted(tmp_path: Path, size: int, path: Path) -> None:
    small = ledger_of(tmp_path, [act(number) for number in range(size)], "small")
    for index in range(size):
        assert said(hand_over(tmp_path, small, index)) == "good"


@pytest.mark.parametrize("size", SIZES)
def test_growth_from_every_older_checkpoint_is_accepted(
    path: Path, tmp_path: Path, size: int
) -> None:
    older = heads(path)[size]
    assert said(hand_over(tmp_path, path, since=older), older) == "good"


def edited(bundle: Path, envelope: dsse.Envelope) -> Path:
    (bundle / "record.dsse.json").write_bytes(envelope.encode())
    return bundle


def envelope_of(bundle: Path) -> dsse.Envelope:
    return dsse.decode((bundle / "record.dsse.json").read_bytes())


def test_an_edited_record_is_refused(bundle: Path) -> None:
    envelope = envelope_of(bundle)
    payload = envelope.payload.replace(b"All sign-offs", b"No sign-offs ")
    assert payload != envelope.payload
    assert said(edited(bundle, replace(envelope, payload=payload))) != "good"


def test_another_type_is_refused(bundle: Path) -> None:
    envelope = envelope_of(bundle)
    assert said(edited(bundle, replace(envelope, payload_type="text/plain"))) != "good"


@pytest.mark.parametrize(("number", "role"), [(2, "ciso"), (1, "head-of-it"), (2, "head-of-it")])
def test_another_signature_is_refused(path: Path, tmp_path: Path, number: int, role: str) -> None:
    """Another person's, or in another namespace; all hashes are made to fit."""
    bundle = hand_over(tmp_path, path)
    envelope = envelope_of(bundle)
    message = dsse.pae(PAYLOAD_TYPE, envelope.payload)
    forged = replace(envelope, signature=person(number).sign(message, f"{role}@procurement-guard"))
    only(bundle, forged.encode())
    assert "did not sign this" in said(bundle)


def only(bundle: Path, record: bytes) -> None:
    """Make ``record`` the only one of a ledger that the log's key has signed."""
    (bundle / "record.dsse.json").write_bytes(record)
    leaf = leaf_hash(record)
    note = LOG.sign(Checkpoint(LOG.name, 1, leaf))
    (bundle / "record.tlog-proof").write_text(f"c2sp.org/tlog-proof@v1\nindex 0\n\n{note}")


def test_a_record_alone_is_accepted(bundle: Path) -> None:
    only(bundle, (bundle / "record.dsse.json").read_bytes())
    assert said(bundle) == "good"


@pytest.mark.parametrize("made", [act(role="siro"), act(principal="carol")], ids=["role", "person"])
def test_who_does_not_hold_the_role_is_refused(tmp_path: Path, path: Path, made: Act) -> None:
    other = ledger_of(tmp_path, [made], "other")
    assert said(hand_over(tmp_path, other, 0)) != "good"


def test_a_revoked_key_is_refused(path: Path, tmp_path: Path) -> None:
    assert said(hand_over(tmp_path, path, revoked=person(2).public_key.line)) == "good"
    assert "is not revoked" in said(hand_over(tmp_path, path, revoked=person(1).public_key.line))


def test_an_authority_that_has_ended_is_refused(bundle: Path) -> None:
    ended = ALLOWED.replace(" ssh-", ',valid-before="20200101Z" ssh-', 1)
    (bundle / "allowed_signers").write_text(ended)
    assert said(bundle) != "good"


@pytest.mark.parametrize(
    "name", ["request.json", "assessment.json", "findings.json", "policies/core.toml"]
)
def test_a_changed_document_is_refused(bundle: Path, name: str) -> None:
    with (bundle / name).open("ab") as file:
        file.write(b" ")
    assert "FAILED" in said(bundle)


def test_a_missing_record_is_refused(path: Path, tmp_path: Path) -> None:
    """An insider who holds the log's key leaves record 1 out, and signs all heads anew."""
    older = heads(path)[4]
    without = ledger_of(tmp_path, [act(number) for number in (0, 2, 3, 4, 5, 6)], "without")
    bundle = hand_over(tmp_path, without, 2, since=older)
    assert said(bundle) == "good"
    assert "records went missing" in said(bundle, older)


def test_a_record_that_is_not_in_the_ledger_is_refused(path: Path, tmp_path: Path) -> None:
    bundle = hand_over(tmp_path, path)
    (bundle / "record.dsse.json").write_bytes(act(99).envelope)
    for name, digest in act(99).statement.references():
        file = {"findings": "findings.json", "assessment": "assessment.json"}.get(name)
        (bundle / (file or "request.json" if name != "core" else "policies/core.toml")).write_bytes(
            act(99).documents[digest]
        )
    assert "the record is not in the ledger" in said(bundle)


def test_a_truncated_ledger_is_refused(path: Path, tmp_path: Path) -> None:
    newest = heads(path)[7]
    cut = ledger_of(tmp_path, [act(number) for number in range(5)], "cut")
    assert "the ledger is shorter than it was" in said(hand_over(tmp_path, cut), newest)


@pytest.mark.parametrize("size", SIZES)
def test_a_fork_is_refused(path: Path, tmp_path: Path, size: int) -> None:
    forked = LOG.sign(Checkpoint(LOG.name, size, leaf_hash(b"fork")))
    bundle = hand_over(tmp_path, path, since=heads(path)[size])
    assert "records went missing" in said(bundle, forked)


def test_growth_that_was_not_handed_over_is_asked_for(path: Path, tmp_path: Path) -> None:
    assert "growth.txt is missing" in said(hand_over(tmp_path, path), heads(path)[4])


def test_another_log_key_is_refused(bundle: Path) -> None:
    other = LogKey(LOG.name, bytes(32))
    proof = (bundle / "record.tlog-proof").read_text()
    head = proof.partition("\n\n")[0]
    with_root = Checkpoint(LOG.name, 7, root([leaf_hash(act(n).envelope) for n in range(7)]))
    (bundle / "record.tlog-proof").write_text(f"{head}\n\n{other.sign(with_root)}")
    assert "did not sign this checkpoint" in said(bundle)
    (bundle / "record.tlog-proof").write_text(f"{head}\n\n{LOG.sign(with_root)}")
    assert said(bundle) == "good"
    elsewhere, renamed = LogKey("elsewhere", LOG.seed), replace(with_root, origin="elsewhere")
    (bundle / "record.tlog-proof").write_text(f"{head}\n\n{elsewhere.sign(renamed)}")
    assert "of another log" in said(bundle)


def test_no_line_of_a_proof_can_be_left_out_changed_or_added(path: Path, tmp_path: Path) -> None:
    older = heads(path)[3]
    bundle = hand_over(tmp_path, path, since=older)
    for name in ("record.tlog-proof", "growth.txt"):
        whole = (bundle / name).read_text()
        head, blank, note = whole.partition("\n\n")
        lines = head.split("\n")
        first = 2 if name == "record.tlog-proof" else 1
        other = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
        for place in range(first, len(lines)):
            for new in ([], [other], [lines[place], other]):
                changed = [*lines[:place], *new, *lines[place + 1 :]]
                (bundle / name).write_text("\n".join(changed) + blank + note)
                assert said(bundle, older) != "good", (name, place, new)
        (bundle / name).write_text(whole)
    assert said(bundle, older) == "good"


@pytest.mark.parametrize("index", ["2", "4", "7", "03", "x", "", "-1", "$(true)"])
def test_another_place_is_refused(bundle: Path, index: str) -> None:
    proof = (bundle / "record.tlog-proof").read_text()
    (bundle / "record.tlog-proof").write_text(proof.replace("index 3\n", f"index {index}\n"))
    assert said(bundle) != "good"


def test_the_growth_is_what_the_ledger_proves(path: Path, tmp_path: Path) -> None:
    older = heads(path)[3]
    bundle = hand_over(tmp_path, path, since=older)
    with Ledger.open(path, read_only=True) as ledger:
        proof = prove_growth(older, heads(path)[7], ledger.hash_at)
    assert (bundle / "growth.txt").read_text() == proof.encode()


def lent(office: Office, *changes: str) -> Path:
    """The bundle of an approval by Kim, to whom the CISO lent the role."""
    made = ("key", "new", "kim", "--person", "kim@council.example", "--role", "none")
    assert office.guard(*made, "--no-passphrase").code == 0
    to = ("kim@council.example", "--to-key", "kim.pub", "--until", "2026-12-31", *changes)
    assert office.guard("delegate", *to, *CISO).code == 0
    kim = ("--role", "ciso", "--key", "kim", "--yes")
    assert office.guard("approve", "request.toml", *kim).code == 0
    assert office.guard("record", "export", "1", "--to", "bundle").code == 0
    return office.folder / "bundle"


def test_a_lent_role_is_accepted_with_the_record_that_lends_it(office: Office) -> None:
    bundle = lent(office)
    assert said(bundle) == "good"
    grant = bundle / "lent" / "record.dsse.json"
    kept = grant.read_bytes()
    grant.write_bytes(kept.replace(b"A", b"B", 1))
    assert "the role was not lent" in said(bundle)
    grant.write_bytes(kept)
    assert said(bundle) == "good"
    shutil.rmtree(bundle / "lent")
    assert said(bundle) != "good"


def test_a_role_lent_by_somebody_else_is_refused(office: Office) -> None:
    bundle = lent(office)
    for file in ("allowed_signers", "log.vkey"):
        kept = (bundle / "lent" / file).read_text()
        (bundle / "lent" / file).write_text(kept + "# more\n")
        assert "lent by others" in said(bundle)
        (bundle / "lent" / file).write_text(kept)


def test_another_lent_role_is_refused(office: Office) -> None:
    bundle = lent(office)
    other = ("lee@council.example", "--to-key", "kim.pub", "--until", "2026-12-31")
    assert office.guard("delegate", *other, *CISO).code == 0
    assert office.guard("record", "export", "2", "--to", "other").code == 0
    shutil.rmtree(bundle / "lent")
    shutil.copytree(office.folder / "other", bundle / "lent")
    assert "another role was lent" in said(bundle)
