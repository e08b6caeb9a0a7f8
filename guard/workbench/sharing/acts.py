"""Adding, getting again and updating packs of others."""

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from guard.border.file import read_text
from guard.errors import Fault, GuardError, Place
from guard.policy.library import LIMIT_BYTES, parse_pack, shipped
from guard.policy.lock import FILE, LockedPack, intact, read_lock
from guard.settings import Settings
from guard.workbench.sharing.installing import install, newer_lists
from guard.workbench.sharing.taking import Taken, take
from guard.workbench.sharing.versions import rank


@dataclass(frozen=True, slots=True)
class Asked:
    """How a pack is to be taken: when, with which digest, and whether it may go back."""

    at: dt.datetime
    sha256: str = ""
    allow_downgrade: bool = False


def add(source: str, settings: Settings, asked: Asked) -> Iterator[str]:
    """Take the pack at ``source`` and lock it; what was done, in lines.

    Raises:
        GuardError: it cannot be taken; then nothing is changed.
    """
    _refuse_without_settings(settings)
    locked = read_lock(settings.folder)
    taken = take(_from_settings(source, settings), settings, asked.at, asked.sha256)
    before = next((pack for pack in locked if pack.id == taken.locked.id), None)
    yield from _admit(taken, before, settings, locked, asked)
    if taken.locked.id not in settings.text.policies.use:
        yield f'put "{taken.locked.id}" under use in guard.toml, and it applies\n'


def update(
    names: Sequence[str], settings: Settings, asked: Asked, source: str = ""
) -> Iterator[str]:
    """Look at the sources of the packs called ``names`` (none: all) for newer versions.

    ``source`` is where to look instead; it, and a digest, are for one pack only.
    """
    locked = read_lock(settings.folder)
    source = _from_settings(source, settings) if source else ""
    chosen = [_locked(name, locked) for name in names] or list(locked)
    if not chosen:
        raise _nothing_locked(settings)
    if (source or asked.sha256) and len(chosen) > 1:
        what = "one source and one digest are of one pack"
        raise GuardError(Fault(what, "name the pack: guard policy update ID"))
    for before in chosen:
        taken = take(source or before.source, settings, asked.at, asked.sha256)
        if taken.locked.id != before.id:
            what = f"this is the pack {taken.locked.id}, not {before.id}"
            place = Place(taken.locked.source)
            raise GuardError(Fault(what, "guard policy add takes a new one", place))
        yield from _admit(taken, before, settings, read_lock(settings.folder), asked)


def sync(settings: Settings, at: dt.datetime) -> Iterator[str]:
    """Get again what guard.lock names and what is not here as it says: the same bytes, or none."""
    locked = read_lock(settings.folder)
    if not locked:
        raise _nothing_locked(settings)
    policies = settings.folder / settings.text.policies.folder
    broken = [pack for pack in locked if not intact(policies, pack)]
    for pack in broken:
        taken = take(pack.source, settings, at, pack.sha256)
        if taken.locked.files != pack.files:
            what = f"{FILE} names other files of {pack.id} than its source has"
            place = Place(str(settings.folder / FILE))
            raise GuardError(Fault(what, "find out who changed it", place))
        install(taken, settings, locked)
        yield f"got     {_said(taken.locked)}\n"
    yield from (f"kept    {_said(pack)}\n" for pack in locked if pack not in broken)


def _admit(
    taken: Taken,
    before: LockedPack | None,
    settings: Settings,
    locked: Sequence[LockedPack],
    asked: Asked,
) -> Iterator[str]:
    if before and before.sha256 == taken.locked.sha256 and before.source == taken.locked.source:
        policies = settings.folder / settings.text.policies.folder
        if intact(policies, before):
            yield f"kept    {_said(before)}: this is what is here\n"
            return
    _refuse_expired(taken, asked)
    if not asked.allow_downgrade:
        _refuse_backwards(taken, before)
    _refuse_unsigned(taken, before)
    install(taken, settings, locked)
    yield f"{'updated' if before else 'added  '} {_said(taken.locked)}\n"
    if before:
        yield f"        it was {_said(before)}\n"
    for name in newer_lists(taken):
        yield f"        its list {name} is used instead of the one that comes with guard\n"


def _said(pack: LockedPack) -> str:
    signed = f"signed by {pack.signed_by}" if pack.signed_by else "not signed"
    return f"{pack.id} {pack.version}, sha256 {pack.sha256[:16]}…, {signed}"


def _refuse_expired(taken: Taken, asked: Asked) -> None:
    if taken.expires and taken.expires < asked.at.date():
        what = f"{taken.locked.id} {taken.locked.version} was to be taken until {taken.expires}"
        remedy = "there should be a newer one: what you are given may be held back"
        raise GuardError(Fault(what, remedy, Place(taken.locked.source)))


def _refuse_backwards(taken: Taken, before: LockedPack | None) -> None:
    """A version only moves forward, and never means other bytes than it did."""
    for name, version, digest in _known(taken.locked.id, before):
        new = taken.locked
        place = Place(new.source)
        if rank(new.version) < rank(version):
            what = f"{new.id} {new.version} is older than {version}, {name}"
            remedy = "if you mean to go back, add --allow-downgrade"
            raise GuardError(Fault(what, remedy, place))
        if rank(new.version) == rank(version) and new.files[f"{new.id}.toml"] != digest:
            what = f"{new.id} {new.version} has other rules than the {version} {name}"
            remedy = "ask its maker: what is changed needs a new version"
            raise GuardError(Fault(what, remedy, place))


def _known(name: str, before: LockedPack | None) -> Iterator[tuple[str, str, str]]:
    """Where a policy of that name is known from, its version there, and the digest of its file."""
    if before:
        yield "that is locked", before.version, before.files[f"{name}.toml"]
    ours = shipped() / f"{name}.toml"
    if ours.is_file():
        pack = parse_pack(read_text(ours, LIMIT_BYTES), str(ours))
        yield "that comes with guard", pack.text.version, pack.digest


def _refuse_unsigned(taken: Taken, before: LockedPack | None) -> None:
    if before and before.signed_by and not taken.locked.signed_by:
        what = f"{before.id} was signed by {before.signed_by}, and this is not signed"
        remedy = f"ask them; to take it all the same, take {before.id} out of {FILE} first"
        raise GuardError(Fault(what, remedy, Place(taken.locked.source)))


def _locked(name: str, locked: Sequence[LockedPack]) -> LockedPack:
    for pack in locked:
        if pack.id == name:
            return pack
    known = ", ".join(pack.id for pack in locked) or "none"
    raise GuardError(Fault(f"{FILE} has no pack called {name[:60]!r}", f"those it has: {known}"))


def _nothing_locked(settings: Settings) -> GuardError:
    place = Place(str(settings.folder / FILE))
    return GuardError(Fault("no pack of others is used here", "guard policy add takes one", place))


def _from_settings(source: str, settings: Settings) -> str:
    """A path as it is from where guard.toml stands, so that it leads there from anywhere."""
    if "://" in source or Path(source).is_absolute():
        return source
    return Path(os.path.relpath(source, settings.folder)).as_posix()


def _refuse_without_settings(settings: Settings) -> None:
    if not settings.file:
        what = "there is no guard.toml here or above, so nothing could use a pack"
        raise GuardError(Fault(what, "run `guard init`"))
