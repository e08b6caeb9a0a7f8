import base64
import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from guard.approval.exporting import export
from guard.errors import GuardError
from guard.ledgers.sqlite import Ledger
from guard.record import canonical
from guard.record.events import Approval
from guard.settings import LedgerFiles
from tests.office import Office
from tests.record.acts import LOG, act
from tests.record.test_auditor import SCRIPT, TOOLS


def exported(office: Office, index: int = 1) -> Path:
    """The folder for the auditor, of an office in which two people have signed."""
    office.approved()
    answer = office.guard("record", "export", str(index), "--to", "out")
    assert answer.code == 0
    assert sorted(answer.out.splitlines()) == sorted(
        str(path.relative_to(office.folder))
        for path in (office.folder / "out").rglob("*")
        if path.is_file()
    )
    return office.folder / "out"


def statement(folder: Path) -> Any:
    record = json.loads((folder / "record.dsse.json").read_bytes())
    return json.loads(base64.b64decode(record["payload"]))


def test_every_file_is_the_one_that_the_record_names(office: Office) -> None:
    folder = exported(office)
    record = statement(folder)
    predicate = record["predicate"]
    named = {
        "request.json": record["subject"][0]["digest"]["sha256"],
        "assessment.json": predicate["assessment"]["digest"]["sha256"],
        "findings.json": predicate["decision"]["findings"]["sha256"],
    } | {f"policies/{p['name']}.toml": p["digest"]["sha256"] for p in predicate["policies"]}
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in named}
    assert digests == named
    others = {"record.dsse.json", "record.tlog-proof", "checkpoint.txt", "log.vkey"}
    others |= {"allowed_signers"}
    files = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    assert files == others | set(named)
    assert (folder / "checkpoint.txt").read_text() == office.guard("ledger", "checkpoint").out


def test_nothing_handed_out_tells_where_files_lie(office: Office) -> None:
    here = str(office.folder).encode()
    assert not [p for p in exported(office).rglob("*") if p.is_file() and here in p.read_bytes()]


def test_the_auditor_accepts_it_without_guard(office: Office) -> None:
    if absent := [tool for tool in TOOLS if shutil.which(tool) is None]:
        pytest.skip(f"not installed: {', '.join(absent)}")
    folder = exported(office)
    command = ["sh", "-c", SCRIPT, "verify-record.sh", "."]
    for accepted in (True, False):
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        assert (done.returncode == 0) is accepted, done.stderr
        (folder / "allowed_signers").write_text("# nobody\n")


def test_the_same_export_again_changes_nothing_and_another_file_is_kept(office: Office) -> None:
    folder = exported(office)
    again = ("record", "export", "1", "--to", "out")
    assert office.guard(*again).code == 0
    (folder / "request.json").write_text("mine")
    answer = office.guard(*again)
    assert answer.code == 2
    assert "is there already" in answer.err
    assert (folder / "request.json").read_text() == "mine"


@pytest.mark.parametrize("left", ["disclosures.json", "growth.txt", "policies/old.toml", "more/a"])
def test_what_an_earlier_export_left_is_not_handed_out(office: Office, left: str) -> None:
    folder = exported(office)
    (folder / left).parent.mkdir(exist_ok=True)
    (folder / left).write_text("Alex Doe")
    (folder / "request.json").unlink()
    answer = office.guard("record", "export", "1", "--to", "out")
    assert answer.code == 2
    assert f"out/{left.removesuffix('/a')}: is there already, and is not of this" in answer.err
    assert not (folder / "request.json").exists()


def test_an_export_into_the_office_itself_overwrites_nothing(office: Office) -> None:
    office.approved()
    office.edit("policies/small.toml", "What SML-01 asks", "Something newer")
    assert office.guard("record", "export", "0", "--to", ".").code == 2
    assert "Something newer" in (office.folder / "policies" / "small.toml").read_text()


def test_a_file_in_the_place_of_the_folder_is_told(office: Office) -> None:
    office.approved()
    assert office.guard("record", "export", "0", "--to", "guard.toml").code == 2


@pytest.mark.parametrize("index", ["2", "99999999999999999999"])
def test_a_record_that_is_not_there_is_told(office: Office, index: str) -> None:
    office.approved()
    answer = office.guard("record", "export", index, "--to", "out")
    assert "there is no record" in answer.err
    assert not (office.folder / "out").exists()


@pytest.mark.parametrize("name", ["../../escaped", "lists/../../../escaped", "a\0escaped"])
def test_a_record_made_by_hand_cannot_write_elsewhere(tmp_path: Path, name: str) -> None:
    signed = act()
    assert isinstance(signed.statement.predicate, Approval)
    policy = signed.statement.predicate.policies[0].model_copy(update={"name": name})
    made = act(policies=[policy])
    (tmp_path / "signers").write_text("")
    files = LedgerFiles("", tmp_path / "signers", tmp_path / "log.key", str(LOG.verifier))
    with Ledger.create(tmp_path / "ledger.db", LOG.verifier) as ledger:
        ledger.append(made.envelope, made.documents, LOG.sign)
        with pytest.raises(GuardError, match="leads out of the folder"):
            export(ledger, 0, files, tmp_path / "a" / "b" / "out")
    assert sorted(p.name for p in tmp_path.rglob("*escaped*")) == []


def test_private_values_are_handed_out_only_where_asked_for(office: Office) -> None:
    office.approved()

    def handed(to: str, *facts: str) -> str:
        asked = [word for fact in facts for word in ("--disclose", fact)]
        assert office.guard("record", "export", "0", "--to", to, *asked).code == 0
        files = (file for file in (office.folder / to).rglob("*") if file.is_file())
        return "\n".join(file.read_text() for file in files)

    assert "Alex Doe" not in handed("plain")
    assert "alex.doe@council" not in handed("plain")
    one = handed("one", "requester.name")
    assert "Alex Doe" in one
    assert "alex.doe@council" not in one
    assert "alex.doe@council" in handed("group", "requester")
    every = json.loads((office.folder / "group" / "disclosures.json").read_text())
    for commitment, opening in every.items():
        digest = hashlib.sha256(canonical.write(opening)).hexdigest()
        assert commitment == f"sha256:{digest}"
        assert any(
            commitment in (office.folder / "group" / name).read_text()
            for name in ("request.json", "assessment.json")
        )
    assert "waivers" in handed("every", "all")
    none = office.guard("record", "export", "0", "--to", "none", "--disclose", "data")
    assert "its private values: " in none.err
    assert "requester.name" in none.err
