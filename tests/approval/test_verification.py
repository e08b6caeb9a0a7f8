import contextlib
import datetime as dt
import io
import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from guard.approval import answer, signing
from guard.approval.answer import Answer, drafted
from guard.approval.sealing import sha256
from guard.approval.verification import verify
from guard.assessment import assess, prepare
from guard.border.document import read
from guard.cli import run
from guard.errors import GuardError
from guard.ledgers.sqlite import Ledger
from guard.record.authority import load as load_authorities
from guard.record.events import Act, Approval, AuthorityGranted, Erased, Event
from guard.record.keys import make_log_key
from guard.record.parts import Decision, Digest, Document, Reference
from guard.record.statement import Statement
from guard.screen import Screen
from guard.settings import load as load_settings
from guard.signers import private_key
from tests.office import BOSS, CISO, NOON, Office


@dataclass
class Forgery:
    """A drafted act in the role of the CISO, to be tampered with before it is signed."""

    office: Office
    drafted: signing.Draft

    @property
    def assessment(self) -> Any:
        return json.loads(self.drafted.documents[self.act.assessment.digest.sha256])

    @property
    def act(self) -> Approval:
        act = self.drafted.statement.predicate
        assert isinstance(act, Approval)
        return act

    def put(self, content: bytes, **changes: Callable[[str], object]) -> None:
        """Replace parts of the predicate; each is made from the digest of ``content``."""
        predicate = self.drafted.statement.predicate
        made = {name: make(sha256(content)) for name, make in changes.items()}
        statement = self.drafted.statement.model_copy(
            update={"predicate": predicate.model_copy(update=made)}
        )
        documents = dict(self.drafted.documents) | {sha256(content): content}
        kept = {key: value for key, value in documents.items() if key in statement.mentions()}
        self.drafted = replace(self.drafted, statement=statement, documents=kept)

    def assess_as(self, content: bytes) -> None:
        """Let the record rest on another assessment."""
        self.put(content, assessment=lambda d: Document(name="x", digest=Digest(sha256=d)))

    def found(self) -> str:
        """What ``guard verify`` says once it is signed and sealed."""
        files = load_settings(None, self.office.folder).ledger()
        signing.append(_ciso(self.office), self.drafted, files)
        answer = self.office.guard("verify")
        assert answer.code == 1
        assert "WRONG record" in answer.out
        return answer.out


def _ciso(office: Office) -> Any:
    return private_key.signer(office.folder / "keys" / "ciso", bytes)


@pytest.fixture
def forgery(office: Office) -> Forgery:
    """What the CISO would sign for the request that the office has."""
    return forged(office)


def forged(office: Office) -> Forgery:
    chosen = load_settings(None, office.folder)
    bench = prepare(chosen, NOON.date())
    person = signing.Person(print, lambda: None, lambda: _ciso(office), Screen(100, colour=False))
    desk = signing.desk(chosen, "ciso", "", NOON, person)
    assessed = assess(read("request.toml"), bench)
    return Forgery(office, drafted(assessed, bench, Answer(Event.APPROVED), desk))


def test_a_good_ledger_is_good(office: Office) -> None:
    office.approved()
    answer = office.guard("verify")
    assert answer.code == 0
    assert "ok    record 0: request R-1 approved as head-of-it by head-of-it@" in answer.out
    assert "All 2 records are as signed" in answer.out


def test_an_empty_ledger_is_not_green(office: Office) -> None:
    assert "nothing to verify" in office.guard("verify").err


def test_whoever_lost_their_role_before_signing_is_found(office: Office) -> None:
    office.approved()
    line = 'ciso@council.example namespaces="ciso@procurement-guard"'
    office.edit("allowed_signers", line, f'{line},valid-before="20261231Z"')
    assert office.guard("verify").code == 0
    office.edit("allowed_signers", "20261231Z", "20261121Z")
    answer = office.guard("verify")
    assert answer.code == 1
    assert "DAMAGE entry 1: ciso@council.example did not hold the role ciso" in answer.out
    assert "ok    record 0" in answer.out
    office.edit("allowed_signers", line, f"# {line}")
    assert office.guard("verify").code == 1


def test_another_log_key_is_found(office: Office) -> None:
    office.approved()
    own = load_settings(None, office.folder).ledger().log_public_key
    other = make_log_key(office.folder / "other.key", own.split("+")[0]).verifier
    office.edit("guard.toml", own, str(other))
    answer = office.guard("verify")
    assert answer.code == 1
    assert "DAMAGE meta" in answer.out


def test_a_lost_tail_is_found_with_a_checkpoint_kept_elsewhere(office: Office) -> None:
    assert office.guard("approve", "request.toml", *BOSS).code == 0
    shutil.copyfile("ledger.db", "backup.db")
    first = office.write("first.txt", office.guard("ledger", "checkpoint").out)
    assert office.guard("approve", "request.toml", *CISO).code == 0
    second = office.write("second.txt", office.guard("ledger", "checkpoint").out)
    assert office.guard("verify", "--against", first, "--against", second).code == 0
    Path("backup.db").replace("ledger.db")
    assert office.guard("verify", "--against", first).code == 0
    answer = office.guard("verify", "--against", first, "--against", second)
    assert answer.code == 1
    assert "witnessed checkpoint 2: it counts 2 entries; the ledger has 1" in answer.out


def test_a_verdict_that_does_not_follow_is_found(forgery: Forgery) -> None:
    findings = forgery.act.decision.findings
    forgery.put(b"", decision=lambda _: Decision(verdict="permit", findings=findings))
    assert "the record says permit, its facts give refer" in forgery.found()


def test_findings_that_do_not_follow_are_found(forgery: Forgery) -> None:
    forgery.put(b"[]", decision=lambda d: Decision(verdict="refer", findings=Digest(sha256=d)))
    assert "other findings" in forgery.found()


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"supplier": {"legal_name": "Someone else", "country": "GB"}}, "request in supplier"),
        ({"hosting": {"locations_known": True}}, "request in hosting"),
        ({"requester": {"name": "Alex Doe", "email": "b@b.example"}}, "request in requester"),
        ({"it_management": {"in_use": False}}, "request in it_management"),
        ({"data": {}}, "request in data"),
        (
            {
                "approvals": [
                    {
                        "role": "head-of-it",
                        "decision": "approve",
                        "state": "in-force",
                        "for_this_request": True,
                        "on": "2026-11-22",
                    }
                ]
            },
            "the approvals it counted are not those that stand before it",
        ),
    ],
)
def test_facts_that_are_not_those_of_the_request_are_found(
    forgery: Forgery, change: dict[str, object], what: str
) -> None:
    assessment = forgery.assessment
    assessment["known"]["facts"] |= change
    forgery.assess_as(rfc8785.dumps(assessment))
    assert what in forgery.found()


def test_rules_of_another_day_are_found(forgery: Forgery) -> None:
    forgery.assess_as(rfc8785.dumps(forgery.assessment | {"on": "2020-01-01"}))
    assert "decided on 2026-11-22 with the rules of 2020-01-01" in forgery.found()


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"\xff", b'{"known": 1}', b"[" * 100_000],
    ids=["nothing", "list", "empty", "not-utf8", "number", "brackets"],
)
def test_an_assessment_that_guard_did_not_write_is_found(forgery: Forgery, content: bytes) -> None:
    forgery.assess_as(content)
    assert "the decision cannot be computed again" in forgery.found()


@pytest.mark.parametrize(
    "change", [{"approvals": [1]}, {"evidence": "x"}, {"evidence": ["x"]}, {"data": []}]
)
def test_facts_of_another_shape_are_found(forgery: Forgery, change: dict[str, object]) -> None:
    assessment = forgery.assessment
    assessment["known"]["facts"] |= change
    forgery.assess_as(rfc8785.dumps(assessment))
    assert "cannot be computed again" in forgery.found()


def test_an_approval_of_what_nobody_may_approve_is_found(office: Office) -> None:
    office.edit("request.toml", 'country = "GB"', 'country = "US"')
    assert "do not let anyone approve" in forged(office).found()


def test_an_act_that_another_overtook_is_not_sealed(office: Office) -> None:
    waiting = forged(office)
    assert office.guard("approve", "request.toml", *BOSS).code == 0
    files = load_settings(None, office.folder).ledger()
    with pytest.raises(GuardError, match="another record was sealed in the meantime"):
        signing.append(_ciso(office), waiting.drafted, files)
    assert "1 record is as signed" in office.guard("verify").out


def test_who_asked_and_signed_is_found(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer, "asked_for_it", lambda *_: False)
    office.edit("request.toml", "alex.doe@council", "CISO@council")
    assert "asked for the purchase" in forged(office).found()


def test_an_approval_that_runs_too_long_is_found(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer, "latest_end", lambda *_: (dt.date(2030, 1, 1), ""))
    monkeypatch.setattr(signing, "faults", lambda *_: ())
    found = forged(office).found()
    assert "it holds until 2030-01-01, though" in found
    assert "an approval holds for 365 days at most, not until 2030-01-01" in found


def test_one_person_in_two_roles_is_found(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "faults", lambda *_: ())
    office.edit("allowed_signers", "ciso@procurement", "*@procurement")
    both = ("--role", "head-of-it", "--key", "keys/ciso", "--yes")
    assert office.guard("approve", "request.toml", *both).code == 0
    found = forged(office).found()
    assert "has signed this request as head of IT (record 0)" in found
    assert "this key has signed it already" in found


def test_an_approval_without_a_last_day_is_found_and_does_not_count(office: Office) -> None:
    assert office.guard("approve", "request.toml", *BOSS).code == 0
    forgery = forged(office)
    forgery.put(b"", valid_until=lambda _: None)
    assert "an approval must say until when it holds" in forgery.found()
    assert office.guard("check", "request.toml").code == 3


def test_an_approval_filed_elsewhere_to_pass_over_advice_does_not_count(office: Office) -> None:
    assert office.guard("approve", "request.toml", *BOSS).code == 0
    forgery = forged(office)
    (subject,) = forgery.drafted.statement.subject
    other = subject.model_copy(update={"name": "request/OTHER"})
    statement = forgery.drafted.statement.model_copy(update={"subject": (other,)})
    forgery.drafted = replace(forgery.drafted, statement=statement)
    forgery.put(b"", previous=lambda _: None)
    assert "it is filed under the request OTHER, and is about R-1" in forgery.found()
    assert office.guard("check", "request.toml").code == 3


def test_an_act_that_breaks_the_process_does_not_count(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer, "asked_for_it", lambda *_: False)
    office.edit("request.toml", "alex.doe@council", "CISO@council")
    assert office.guard("approve", "request.toml", *BOSS).code == 0
    assert "ciso@council.example asked for the purchase" in forged(office).found()
    assert office.guard("check", "request.toml").code == 3


def _sealed(office: Office, kind: type[Act], subject: Document, **parts: Any) -> None:
    """Seal an event of the CISO without asking whether it may be."""
    drafted = forged(office).drafted
    had = drafted.statement.predicate.model_dump(include=set(Act.model_fields))
    act = kind.model_validate(had | {"reason": "It is so", "previous": None} | parts)
    statement = Statement(subject=(subject,), predicate=act)
    files = load_settings(None, office.folder).ledger()
    signing.append(_ciso(office), signing.Draft(statement, {}, drafted.records), files)


def test_a_record_erased_too_early_is_found(office: Office) -> None:
    assert office.guard("approve", "request.toml", *BOSS).code == 0
    assert office.guard("revoke", "0", "--reason", "Over", *BOSS).code == 0
    target = Reference(index=1, leaf=_leaf(office, 1))
    subject = Document(name="record/0", digest=Digest(sha256=_leaf(office, 0)))
    _sealed(office, Erased, subject, targets=(target,))
    answer = office.guard("verify")
    assert answer.code == 1
    assert "its subject is record/0, but it concerns record/1" in answer.out
    assert "it must be kept for three years" in answer.out


def test_a_grant_without_a_key_is_found(office: Office) -> None:
    days = {"valid_from": NOON.date(), "valid_until": NOON.date()}
    subject = Document(name="person/kim", digest=Digest(sha256="0" * 64))
    _sealed(office, AuthorityGranted, subject, grantee="kim", key="none", **days)
    answer = office.guard("verify")
    assert answer.code == 1
    assert "it names no key that can sign" in answer.out


def _leaf(office: Office, index: int) -> str:
    with Ledger.open(office.folder / "ledger.db", read_only=True) as ledger:
        entry = ledger.entry(index)
    assert entry is not None
    return entry.leaf.hex()


def test_a_record_from_days_to_come_is_found(office: Office) -> None:
    office.approved()
    config = load_settings(None, office.folder)
    files = config.ledger()
    authorities = load_authorities(files.allowed_signers.read_text(), "allowed_signers")
    earlier = NOON - dt.timedelta(seconds=1)
    with Ledger.open(files.ledger, read_only=True) as ledger:
        found = verify(ledger, authorities, files.verifier(), earlier)
    assert [one.what for one in found.damage] == [
        "it says 2026-11-22T12:00:00+00:00, which is still to come"
    ] * 2


def test_what_was_made_of_the_policies_is_told_beside_a_good_record(office: Office) -> None:
    office.write("guard.toml", Path("guard.toml").read_text() + '[levels]\nSML-02 = "warn"\n')
    office.edit("request.toml", '"R-1"', '"R-2"')
    assert "SML-02 counts as warn here" in office.guard("check", "request.toml").out
    assert office.guard("approve", "request.toml", *BOSS).code == 0
    answer = office.guard("verify")
    assert answer.code == 0
    assert (
        "note  record 0: SML-02 counts as warn here; its policy small says sign-off" in answer.out
    )


@pytest.fixture(scope="module")
def ledger(_small_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of a folder in which three people have signed."""
    folder = shutil.copytree(_small_office, tmp_path_factory.mktemp("flipped") / "office")
    for role in ("head-of-it", "ciso", "siro"):
        key = str(folder / "keys" / role)
        said = ["--role", role, "--key", key, "--reason", "No", "--yes"]
        config = ["--config", str(folder / "guard.toml")]
        assert run(["refuse", str(folder / "request.toml"), *said, *config]) == 0
    return folder / "ledger.db"


def rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return {
            name: db.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()  # noqa: S608
            for name in ("checkpoint", "document", "entry", "meta", "node")
        }


def spots(path: Path) -> list[range]:
    """Where in the file each stored text and blob stands, piece by piece."""
    data = path.read_bytes()
    values = {value for table in rows(path).values() for row in table for value in row}
    pieces = {
        content[at : at + 32]
        for value in values
        if isinstance(value, str | bytes)
        for content in (value.encode() if isinstance(value, str) else value,)
        for at in range(0, len(content), 32)
    }
    found = [(data.find(piece), len(piece)) for piece in sorted(pieces)]
    whole = [range(at, at + length) for at, length in found if at >= 0]
    assert len(whole) > 0.9 * len(pieces)  # the others are cut by the end of a page
    return whole


def assert_found(ledger: Path, at: int, mask: int) -> None:
    """A byte that is changed is found, or is one that holds nothing."""
    before, good = rows(ledger), ledger.read_bytes()
    damaged = bytearray(good)
    damaged[at] ^= mask
    said = io.StringIO()
    try:
        ledger.write_bytes(damaged)
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            config = ["--config", str(ledger.parent / "guard.toml")]
            code = run(["verify", *config])
            checked = run(["check", str(ledger.parent / "request.toml"), *config])
        after = rows(ledger) if code == 0 else before
    finally:
        ledger.write_bytes(good)
        for beside in ledger.parent.glob("ledger.db-*"):
            beside.unlink()
    assert after == before
    assert checked in {2, 3}
    assert code in {0, 1, 2}
    assert code != 1 or re.search(r"^DAMAGE \S+", said.getvalue(), re.MULTILINE)
    assert code != 2 or "error: " in said.getvalue()


@given(st.data(), st.integers(1, 255))
def test_a_changed_byte_anywhere_is_found(ledger: Path, data: st.DataObject, mask: int) -> None:
    assert_found(ledger, data.draw(st.integers(0, ledger.stat().st_size - 1)), mask)


@given(st.data(), st.integers(1, 255))
def test_a_changed_byte_of_a_value_is_found(ledger: Path, data: st.DataObject, mask: int) -> None:
    spot = data.draw(st.sampled_from(spots(ledger)))
    assert_found(ledger, data.draw(st.sampled_from(spot)), mask)


def test_who_supplied_evidence_and_signed_is_found(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = 'evidence = [{ kind = { value = "iso-27001", by = "ciso@council.example" } }]\n'
    office.edit("request.toml", "data = ", item + "data = ")
    refused = office.guard("approve", "request.toml", *CISO)
    assert "supplied evidence for this purchase" in refused.err
    monkeypatch.setattr(answer, "gave_evidence", lambda *_: False)
    assert "ciso@council.example supplied evidence for it and signed it" in forged(office).found()


def test_private_values_that_no_record_erases_are_missed(office: Office) -> None:
    office.approved()
    with contextlib.closing(sqlite3.connect("ledger.db")) as db:
        for (trigger,) in db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'disclosure'"
        ).fetchall():
            db.execute(f"DROP TRIGGER {trigger}")
        db.execute("DELETE FROM disclosure WHERE idx = 0")
        db.commit()
    assert "schema" in office.guard("verify").out


def test_a_copy_without_private_values_is_verified_as_far_as_it_goes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.approved()
    monkeypatch.setattr("guard.ledgers.sqlite.Ledger.disclosure", lambda *_: None)
    answer = office.guard("verify")
    assert answer.code == 1
    assert "private values are not here" in answer.out
    redacted = office.guard("verify", "--redacted")
    assert redacted.code == 0, redacted.out
    assert "note  record 0: its private values are not here" in redacted.out
