"""A record on its own: all that an auditor needs to verify it without guard."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from guard.approval.custody import newest
from guard.border.file import read_bytes
from guard.border.text import plain
from guard.errors import Fault, GuardError, Place, refuse_if
from guard.record import canonical
from guard.record.commitment import read
from guard.record.proof import prove_growth, prove_inclusion
from guard.record.rows import Entry
from guard.record.sealed import unseal
from guard.record.statement import Statement
from guard.record.store import Store
from guard.settings import LedgerFiles


def export(
    ledger: Store,
    index: int,
    files: LedgerFiles,
    to: Path,
    since: str = "",
    *,
    disclose: Sequence[str] = (),
) -> list[Path]:
    """Write record ``index``, and all that it takes to verify it, into folder ``to``.

    Args:
        ledger: holds the record.
        index: the record's number.
        files: who may sign, and whose keys were revoked.
        to: the folder.
        since: an older checkpoint, for a proof that the ledger grew from it.
        disclose: the private facts to hand out, by path or the beginning of one; ``all`` is all.

    Returns:
        The files written: ``record.dsse.json``, ``record.tlog-proof``, ``checkpoint.txt``,
        ``log.vkey`` (who signs the checkpoint), ``allowed_signers``, ``revoked_keys`` where there
        are any, ``growth.txt`` with ``since``, and each document under its name;
        where the role was lent, all that of the record that lends it, in the folder ``lent``;
        with ``disclose``, ``disclosures.json``: by commitment, its salt, path and value.

    Raises:
        GuardError: there is no such record, a document of it is missing or would land outside the
            folder, or the folder has another file already or cannot be written to.
    """
    try:
        contents = _bundle(ledger, index, files, since)
        return list(_write(contents | _disclosed(ledger, index, disclose), to))
    except OSError as error:
        fault = Fault(
            f"cannot be written: {error.strerror}", "choose another folder", Place(str(to))
        )
        raise GuardError(fault) from None


def _bundle(ledger: Store, index: int, files: LedgerFiles, since: str) -> dict[str, bytes]:
    """The files to write, by name."""
    entry = ledger.entry(index)
    if entry is None:
        remedy = "give a number that guard verify shows"
        raise GuardError(Fault(f"there is no record {index}", remedy, Place(ledger.where)))
    statement = _statement(ledger, entry)
    contents = dict(_proofs(ledger, entry, since)) | dict(_contents(ledger, entry, statement))
    contents["allowed_signers"] = read_bytes(files.allowed_signers)
    if files.revoked_keys:
        contents["revoked_keys"] = files.revoked_keys.read_bytes()
    lent = statement.predicate.on_behalf_of
    if lent and lent.index < index:
        of_grant = _bundle(ledger, lent.index, files, "")
        contents |= {f"lent/{name}": content for name, content in of_grant.items()}
    return contents


def _disclosed(ledger: Store, index: int, facts: Sequence[str]) -> dict[str, bytes]:
    """The openings of the private facts that are asked for; without the secret behind all salts."""
    entry = ledger.entry(index)
    if not facts or entry is None:
        return {}
    kept = ledger.disclosure(_statement(ledger, entry).event_id)
    openings = read(kept)[0] if kept else {}
    chosen = {
        commitment: list(opening)
        for commitment, opening in openings.items()
        if "all" in facts or _is_of(opening[1], facts)
    }
    if not chosen:
        told = ", ".join(sorted({_fact(path) for _, path, _ in openings.values()})) or "none"
        what = f"record {index} has no private value of that name"
        raise GuardError(Fault(what, f"its private values: {told}", Place(ledger.where)))
    return {"disclosures.json": canonical.write(chosen)}


def _fact(path: str) -> str:
    """The fact that a path of a document is of."""
    return path.removeprefix("known.").removeprefix("facts.")


def _is_of(path: str, facts: Sequence[str]) -> bool:
    return any(f"{_fact(path)}.".startswith(f"{fact}.") for fact in facts)


def _proofs(ledger: Store, entry: Entry, since: str) -> Iterator[tuple[str, bytes]]:
    note = newest(ledger).note
    yield "checkpoint.txt", note.encode()
    yield "log.vkey", f"{ledger.current_key()}\n".encode()
    yield "record.tlog-proof", prove_inclusion(entry.index, note, ledger.hash_at).encode().encode()
    if since:
        yield "growth.txt", prove_growth(since, note, ledger.hash_at).encode().encode()


def _statement(ledger: Store, entry: Entry) -> Statement:
    """What was signed, which must be there and as it was."""
    if not entry.envelope:
        what = f"record {entry.index} was erased: only its leaf is left"
        raise GuardError(Fault(what, "give another record", Place(ledger.where)))
    try:
        return unseal(entry.envelope).statement
    except GuardError as error:
        what = f"record {entry.index} is not as it was signed: {error.faults[0].what}"
        raise GuardError(Fault(what, "run guard verify", Place(ledger.where))) from None


def _contents(ledger: Store, entry: Entry, statement: Statement) -> Iterator[tuple[str, bytes]]:
    yield "record.dsse.json", entry.envelope
    for name, digest in statement.references():
        content = ledger.document(digest)
        if content is None:
            what = f"the ledger lacks {plain(name)} (sha256 {digest})"
            raise GuardError(Fault(what, "run guard verify", Place(ledger.where)))
        yield _file(name), content


def _file(name: str) -> str:
    """Under which name a document that a record rests on is handed out."""
    if name in {"assessment", "findings"}:
        return f"{name}.json"
    return "request.json" if name.startswith("request/") else f"policies/{name}.toml"


def _refused(contents: Mapping[str, bytes], to: Path) -> Iterator[Fault]:
    """What may not be written: other files that are there, and names that lead elsewhere."""
    for name, content in contents.items():
        path = to / name
        if "\0" in name or not path.resolve().is_relative_to(to.resolve()):
            # A record can be made by hand: guard itself gives policies harmless names.
            what = f"the record names a document {plain(name)!r}, which leads out of the folder"
            yield Fault(what, "do not trust this record; run guard verify")
        elif path.exists() and (not path.is_file() or path.read_bytes() != content):
            yield Fault("is there already", "name an empty folder", Place(str(path)))


def _others(contents: Mapping[str, bytes], to: Path, below: Path = Path()) -> Iterator[Path]:
    """The files in the folder that are not of this export, down to where it writes."""
    folders = {parent for name in contents for parent in Path(name).parents}
    for path in sorted((to / below).iterdir()) if (to / below).is_dir() else ():
        inner = below / path.name
        if path.is_dir() and inner in folders:
            yield from _others(contents, to, inner)
        elif inner.as_posix() not in contents:
            yield path


def _mixed(contents: Mapping[str, bytes], to: Path) -> Iterator[Fault]:
    """What would be handed out along with this export, though it is not of it: the first of it."""
    for path in islice(_others(contents, to), 1):
        what = "is there already, and is not of this export"
        yield Fault(what, "take it away, or name an empty folder", Place(plain(str(path))))


def _write(contents: Mapping[str, bytes], to: Path) -> Iterator[Path]:
    refuse_if([*_refused(contents, to), *_mixed(contents, to)])
    for name, content in contents.items():
        path = to / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        yield path
