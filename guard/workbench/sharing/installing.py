"""Putting a pack where its policies are found, in one step: the lock file says which one counts."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

from guard.errors import Fault, GuardError, Place, refuse_if
from guard.policy.compile import compile_policies
from guard.policy.library import Library, parse_list, shipped
from guard.policy.lock import FOLDER, LockedPack, folders, intact, write_lock
from guard.settings import Settings
from guard.workbench.sharing.taking import Taken


def install(taken: Taken, settings: Settings, locked: Sequence[LockedPack]) -> None:
    """Put ``taken`` in its place beside the packs ``locked``; what it replaces is taken away.

    Nothing is changed unless all of it is in order: its policy compiles with what it extends, and
    it replaces no policy or list that it may not.
    """
    policies = settings.folder / settings.text.policies.folder
    others = [p for p in locked if p.id != taken.locked.id and intact(policies, p)]
    with _laid_down(taken, policies) as folder:
        _refuse_clashes(taken, folder, policies, others)
        _refuse_unsound(taken, folder, settings, others)
        final = policies / FOLDER / taken.locked.folder
        if not intact(policies, taken.locked):
            shutil.rmtree(final, ignore_errors=True)
            folder.rename(final)
    kept = [taken.locked if pack.id == taken.locked.id else pack for pack in locked]
    if taken.locked not in kept:
        kept.append(taken.locked)
    write_lock(settings.folder, kept)
    for pack in locked:
        if pack not in kept:
            shutil.rmtree(policies / FOLDER / pack.folder, ignore_errors=True)


@contextmanager
def _laid_down(taken: Taken, policies: Path) -> Iterator[Path]:
    """A new folder with the files of the pack; gone afterwards, unless it was moved."""
    try:
        (policies / FOLDER).mkdir(parents=True, exist_ok=True)
        folder = Path(mkdtemp(prefix=".new-", dir=policies / FOLDER))
    except OSError as error:
        what = f"packs cannot be kept here: {error.strerror}"
        remedy = "make the folder writable"
        raise GuardError(Fault(what, remedy, Place(str(policies / FOLDER)))) from None
    try:
        folder.chmod(0o755)
        for name, data in taken.files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_clashes(
    taken: Taken, folder: Path, policies: Path, others: Sequence[LockedPack]
) -> None:
    """A policy of one's own would hide the pack's; a list of the pack would hide somebody's."""
    faults = []
    own = policies / f"{taken.locked.id}.toml"
    if own.is_file():
        what = f"a policy of your own is called {taken.locked.id}, too, and would hide the pack's"
        faults.append(Fault(what, "move that file away, or give it another name", Place(str(own))))
    mine = Library([folder]).lists()
    for before in (policies, *folders(policies, others), shipped()):
        theirs = Library([before]).lists()
        for name in mine.keys() & theirs.keys():
            if mine[name].digest == theirs[name].digest:
                continue
            if mine[name].text.valid_from <= theirs[name].text.valid_from or before != shipped():
                what = f"the pack brings a list called {name}, which is here already"
                remedy = "take away the older of the two, or ask the pack's maker for another name"
                faults.append(Fault(what, remedy, Place(theirs[name].document.file)))
    refuse_if(faults)


def _refuse_unsound(
    taken: Taken, folder: Path, settings: Settings, others: Sequence[LockedPack]
) -> None:
    """Faults of the pack, in the words of the policy compiler, before anything relies on it."""
    policies = settings.folder / settings.text.policies.folder
    library = Library((policies, *folders(policies, others), folder, shipped()))
    try:
        packs = library.closure([taken.locked.id])
        compile_policies(packs, library.lists(), settings.choices.about(packs))
    except GuardError as error:
        raise GuardError(*(_at_source(fault, folder, taken) for fault in error.faults)) from None


def _at_source(fault: Fault, folder: Path, taken: Taken) -> Fault:
    """``fault`` with the place that the user knows; the folder will be gone."""
    file = fault.place.file.replace(str(folder), taken.locked.source, 1)
    return replace(fault, place=replace(fault.place, file=file))


def newer_lists(taken: Taken) -> list[str]:
    """The lists of ``taken`` that are used instead of those that come with guard."""
    ours = Library([shipped()]).lists()
    theirs = {
        listed.text.id: listed
        for name, data in taken.files.items()
        if name.startswith("lists/")
        for listed in (parse_list(data.decode(), name),)
    }
    return [n for n, each in theirs.items() if n in ours and ours[n].digest != each.digest]
