"""A record on its own: all that an auditor needs to verify it without guard."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from guard.border.text import plain
from guard.errors import Fault, GuardError, Place, refuse_if
from guard.ledgers.sqlite import Ledger
from guard.record.inspection import Entry
from guard.record.sealed import unseal


def export(ledger: Ledger, index: int, allowed_signers: Path, to: Path) -> list[Path]:
    """Write record ``index``, its documents, the head and ``allowed_signers`` into folder ``to``.

    Returns:
        The files written: ``record.dsse.json``, ``leaf.sha256`` (hex), ``checkpoint.txt``,
        ``allowed_signers``, and each document under its name.

    Raises:
        GuardError: there is no such record, a document of it is missing or would land outside the
            folder, or the folder has another file by that name or cannot be written to.
    """
    entry = _entry(ledger, index)
    contents = dict(_contents(ledger, entry)) | {"allowed_signers": allowed_signers.read_bytes()}
    try:
        return list(_write(contents, to))
    except OSError as error:
        fault = Fault(
            f"cannot be written: {error.strerror}", "choose another folder", Place(str(to))
        )
        raise GuardError(fault) from None


def _entry(ledger: Ledger, index: int) -> Entry:
    for entry in ledger.entries():
        if entry.index == index:
            return entry
    remedy = "give a number that guard verify shows"
    raise GuardError(Fault(f"there is no record {index}", remedy, Place(str(ledger.path))))


def _contents(ledger: Ledger, entry: Entry) -> Iterator[tuple[str, bytes]]:
    yield "record.dsse.json", entry.envelope
    yield "leaf.sha256", entry.leaf.hex().encode() + b"\n"
    head = ledger.latest()
    yield "checkpoint.txt", (head.note if head else "").encode()
    try:
        statement = unseal(entry.envelope).statement
    except GuardError as error:
        what = f"record {entry.index} is not as it was signed: {error.faults[0].what}"
        raise GuardError(Fault(what, "run guard verify", Place(str(ledger.path)))) from None
    act = statement.predicate
    documents = {
        "request.json": statement.subject[0].digest.sha256,
        "assessment.json": act.assessment.digest.sha256,
        "findings.json": act.decision.findings.sha256,
    } | {f"policies/{policy.name}.toml": policy.digest.sha256 for policy in act.policies}
    for name, digest in documents.items():
        content = ledger.document(digest)
        if content is None:
            what = f"the ledger lacks {plain(name)} (sha256 {digest})"
            raise GuardError(Fault(what, "run guard verify", Place(str(ledger.path))))
        yield name, content


def _refused(contents: Mapping[str, bytes], to: Path) -> Iterator[Fault]:
    """What may not be written: other files that are there, and names that lead elsewhere."""
    for name, content in contents.items():
        path = to / name
        if not path.resolve().is_relative_to(to.resolve()):
            # A record can be made by hand: guard itself gives policies harmless names.
            what = f"the record names a document {plain(name)!r}, which leads out of the folder"
            yield Fault(what, "do not trust this record; run guard verify")
        elif path.exists() and (not path.is_file() or path.read_bytes() != content):
            yield Fault("is there already", "name an empty folder", Place(str(path)))


def _write(contents: Mapping[str, bytes], to: Path) -> Iterator[Path]:
    refuse_if(_refused(contents, to))
    for name, content in contents.items():
        path = to / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        yield path
