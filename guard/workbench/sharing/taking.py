"""Taking a pack from its source: its bytes, what they are said to be, and who says so."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from guard.border.file import decode, read_bytes
from guard.border.text import plain
from guard.errors import Fault, GuardError, Place
from guard.policy.library import LIMIT_BYTES, Pack, parse_list, parse_pack
from guard.policy.lock import LockedPack, digests
from guard.record.authority import Authorities, load
from guard.settings import Settings
from guard.workbench.sharing.archives import MANIFEST, MOST_MEMBERS, SIGNATURE, read_archive, taken
from guard.workbench.sharing.fetching import fetch
from guard.workbench.sharing.signing import Manifest, manifest_of, signer_of

HTTPS = "https://"


@dataclass(frozen=True, slots=True)
class Taken:
    """A pack in memory: ``files`` by their place in it, and how it will be locked."""

    locked: LockedPack
    files: Mapping[str, bytes]
    lists: tuple[str, ...]
    expires: dt.date | None = None


def take(source: str, settings: Settings, at: dt.datetime, sha256: str = "") -> Taken:
    """The pack at ``source``: an https address, an archive, or a folder (below guard.toml's own).

    Args:
        source: as the user gave it.
        settings: from where packs may come, and who may sign them.
        at: the moment at which a signature has to count.
        sha256: what the archive (or the listing of the folder) must have; empty: anything.

    Raises:
        GuardError: it cannot be got, is not what it should be, or has faults.
    """
    file = plain(source, 200)
    files, digest = _read(source, settings)
    if sha256 and digest != sha256.lower():
        what = f"this is not what was asked for: its SHA-256 is {digest}, not {sha256.lower()}"
        remedy = "ask whoever keeps the pack which is right; do not just take the new one"
        raise GuardError(Fault(what, remedy, Place(file)))
    manifest = manifest_of(files, file)
    signed_by = signer_of(files, authorities(settings), at, file)
    _refuse_unvouched(source, settings, signed_by, sha256)
    pack = _policy(files, manifest, file)
    inside = {_kept_as(name): data for name, data in files.items()}
    known = {"signed_by": signed_by} if signed_by else {}
    locked = LockedPack(
        id=pack.text.id,
        version=pack.text.version,
        source=source,
        sha256=digest,
        files=digests(inside),
        **known,
    )
    return Taken(locked, inside, tuple(_lists(files, file)), manifest.expires if manifest else None)


def _kept_as(name: str) -> str:
    """Where a file of the pack is kept: what vouches for it is no policy, and stands apart."""
    return f"signed/{name}" if name in {MANIFEST, SIGNATURE} else name


def authorities(settings: Settings) -> Authorities:
    """Who may sign: as for approvals, or allowed_signers beside guard.toml, if it is there."""
    if settings.text.ledger is not None:
        return settings.ledger().authorities()
    path = settings.folder / "allowed_signers"
    return load(decode(read_bytes(path), str(path)) if path.is_file() else "", str(path))


def _read(source: str, settings: Settings) -> tuple[dict[str, bytes], str]:
    """The files of the pack, and the digest that names it."""
    if "://" in source:
        data = fetch(source, settings.text.sources)
        return read_archive(data, plain(source, 200)), hashlib.sha256(data).hexdigest()
    path = settings.folder / source
    if path.is_dir():
        files = dict(_in_folder(path))
        listing = "".join(f"{digest}  {name}\n" for name, digest in digests(files).items())
        return files, hashlib.sha256(listing.encode()).hexdigest()
    data = read_bytes(path, settings.text.sources.most_bytes)
    return read_archive(data, plain(source, 200)), hashlib.sha256(data).hexdigest()


def _in_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a pack in a folder; what is a link, wherever it leads, is refused."""
    found = [*folder.glob("*.toml"), *folder.glob("pack.toml.sig"), *folder.glob("lists/*.toml")]
    if len(found) > MOST_MEMBERS:
        what = f"has more than {MOST_MEMBERS:,} files"
        raise GuardError(Fault(what, "name the folder of one pack", Place(str(folder))))
    for path in sorted(found):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or path.parent.is_symlink() or not path.is_file():
            what = "is a link or no file"
            raise GuardError(Fault(what, "put the file itself there", Place(str(path))))
        if taken(name):
            yield name, read_bytes(path, LIMIT_BYTES)


def _refuse_unvouched(source: str, settings: Settings, signed_by: str, sha256: str) -> None:
    """Something must vouch for the bytes: a signature or, from afar, a digest at least."""
    place = Place(plain(source, 200))
    if settings.text.sources.require_signature and not signed_by:
        what = "the pack is not signed, and guard.toml asks for a signature"
        remedy = "ask for a signed one, or take require_signature out of [sources]"
        raise GuardError(Fault(what, remedy, place))
    if source.startswith(HTTPS) and not (signed_by or sha256):
        what = "nothing vouches for what this address gives"
        remedy = "give --sha256 as whoever keeps the pack tells it, or take a signed pack"
        raise GuardError(Fault(what, remedy, place))


def _policy(files: Mapping[str, bytes], manifest: Manifest | None, file: str) -> Pack:
    """The one policy of the pack, which is what it says it is."""
    names = [name for name in files if "/" not in name and name not in {MANIFEST, SIGNATURE}]
    if len(names) != 1:
        found = ", ".join(names) or "none"
        what = f"a pack holds one policy beside its lists; here are: {found}"
        raise GuardError(Fault(what, "give each policy a pack of its own", Place(file)))
    (name,) = names
    where = f"{file}/{name}"
    pack = parse_pack(decode(files[name], where), where)
    if f"{pack.text.id}.toml" != name:
        what = f"{name} says that its id is {pack.text.id}"
        raise GuardError(Fault(what, f"its maker has to call it {pack.text.id}.toml", Place(where)))
    if manifest and (manifest.id, manifest.version) != (pack.text.id, pack.text.version):
        what = f"{MANIFEST} is of {manifest.id} {manifest.version}"
        remedy = f"its maker has to sign {pack.text.id} {pack.text.version} anew"
        raise GuardError(Fault(what, remedy, Place(where)))
    return pack


def _lists(files: Mapping[str, bytes], file: str) -> Iterator[str]:
    """The ids of the dated lists of the pack, each of which can be read."""
    for name, data in files.items():
        if name.startswith("lists/"):
            where = f"{file}/{name}"
            yield parse_list(decode(data, where), where).text.id
