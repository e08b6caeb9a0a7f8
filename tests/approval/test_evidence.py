import hashlib
from pathlib import Path

import pytest

from guard.approval.evidence import digest_of, evidence_of, kept, swapped
from tests.making import told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "below").mkdir()
    (tmp_path / "report.pdf").write_bytes(b"a report")
    (tmp_path / "below" / "certificate.pdf").write_bytes(b"a certificate")
    return tmp_path


def test_a_file_is_known_by_its_digest_and_size(folder: Path) -> None:
    (found,) = evidence_of([folder / "report.pdf"], "pen-test")
    assert (found.name, found.annotations.kind, found.annotations.size) == (
        *("report.pdf", "pen-test"),
        8,
    )
    assert found.digest.sha256 == digest_of(folder / "report.pdf")[0]


def test_some_evidence_must_be_named(folder: Path) -> None:
    assert "--evidence" in told(lambda: evidence_of([], "other"))
    assert "gone.pdf" in told(lambda: evidence_of([folder / "gone.pdf"], "other"))


def test_what_lies_elsewhere_or_is_called_otherwise_is_still_there(folder: Path) -> None:
    claimed = evidence_of([folder / "report.pdf", folder / "below" / "certificate.pdf"], "other")
    (folder / "report.pdf").rename(folder / "below" / "old report.pdf")
    assert list(swapped(claimed, kept(folder))) == []


def test_what_was_exchanged_is_another_file_and_what_is_gone_is_missing(folder: Path) -> None:
    claimed = evidence_of([folder / "report.pdf", folder / "below" / "certificate.pdf"], "other")
    (folder / "report.pdf").write_bytes(b"a better report")
    (folder / "below" / "certificate.pdf").unlink()
    (report, again), (certificate, _) = swapped(claimed, kept(folder))
    assert report == f"the evidence report.pdf (other) is another file now: {folder / 'report.pdf'}"
    assert certificate == "the evidence certificate.pdf (other) is missing"
    sha256 = hashlib.sha256(b"a report").hexdigest()
    assert again == f"put the file that was sealed into {folder}: sha256 {sha256}"


def test_a_folder_must_be_there(folder: Path) -> None:
    assert "there is no such folder" in told(lambda: kept(folder / "nowhere"))
    assert "there is no such folder" in told(lambda: kept(folder / "report.pdf"))
