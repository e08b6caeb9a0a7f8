"""Where policies are found: a body's own folder first, then the packs that come with guard."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType

from guard.border.document import Document, parse_toml
from guard.border.file import read_text
from guard.errors import Fault, GuardError, Place
from guard.policy.model import DatedList, PolicyText
from guard.request.faults import validated

LIMIT_BYTES = 1_048_576
"""The largest policy file that is read: some ten times the largest pack."""


def shipped() -> Path:
    """The packs that come with guard: inside an installed package, beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "policies"
    return installed if installed.is_dir() else package.parent / "policies"


@dataclass(frozen=True)
class Pack:
    """One policy file as read."""

    text: PolicyText
    document: Document

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the file, as ``sha256sum`` prints it."""
        return digest(self.document)


@dataclass(frozen=True)
class ListFile:
    """One dated list as read."""

    text: DatedList
    document: Document

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the file, as ``sha256sum`` prints it."""
        return digest(self.document)


def bases(pack: Pack, packs: Iterable[Pack]) -> set[str]:
    """The ids of ``pack`` and of all that it extends, which are among ``packs``."""
    known = {one.text.id: one for one in packs}
    found: set[str] = set()
    waiting = [pack.text.id]
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting.extend(base for base in known[name].text.extends if base not in found)
    return found


def digest(document: Document) -> str:
    """SHA-256 (hex) of the text that ``document`` was read from, in UTF-8."""
    return hashlib.sha256(document.text.encode()).hexdigest()


def parse_pack(text: str, file: str) -> Pack:
    """Read one policy file.

    Raises:
        GuardError: all faults of the file at once, each with line and column.
    """
    document = parse_toml(text, file)
    return Pack(validated(PolicyText, document), document)


def parse_list(text: str, file: str) -> ListFile:
    """Read one dated list; faults as :func:`parse_pack`."""
    document = parse_toml(text, file)
    return ListFile(validated(DatedList, document), document)


class Library:
    """Policies and dated lists in folders; the first folder that has a file by that name wins."""

    def __init__(
        self, folders: Iterable[Path], packs: Mapping[str, Pack] = MappingProxyType({})
    ) -> None:
        """Look among ``packs``, which were read already, by id; then in ``folders``, in order."""
        self._folders = tuple(folders)
        self._packs = packs

    def under(self, packs: Mapping[str, Pack]) -> "Library":
        """The same folders, and before them ``packs`` by id."""
        return Library(self._folders, packs)

    def names(self) -> tuple[str, ...]:
        """The ids of all policies there are, sorted."""
        files = (file for folder in self._folders for file in folder.glob("*.toml"))
        found = {file.stem for file in files if file.is_file()}
        return tuple(sorted(found.union(self._packs)))

    def pack(self, name: str, asked_at: Callable[[], Place] = Place) -> Pack:
        """The policy called ``name``; ``asked_at`` tells where it was asked for.

        Raises:
            GuardError: there is none, with the names there are; or the file has faults.
        """
        if name in self._packs:
            return self._packs[name]
        # A name, never a path: nothing outside the folders can be reached through `extends`.
        if name in self.names():
            file = next(f for f in self._candidates(f"{name}.toml"))
            pack = parse_pack(read_text(file, LIMIT_BYTES), str(file))
            if pack.text.id != name:
                raise GuardError(_misnamed(pack, name))
            return pack
        raise GuardError(_no_such(name, self.names(), asked_at()))

    def closure(self, names: Iterable[str]) -> tuple[Pack, ...]:
        """The policies called ``names`` and all that they extend, each once, bases first."""
        done: dict[str, Pack] = {}
        for name in names:
            self._visit(name, Place, (), done)
        return tuple(done.values())

    def lists(self) -> Mapping[str, ListFile]:
        """All dated lists by id."""
        found: dict[str, ListFile] = {}
        for folder in self._folders:
            for file in sorted((folder / "lists").glob("*.toml")):
                listed = parse_list(read_text(file, LIMIT_BYTES), str(file))
                found.setdefault(listed.text.id, listed)
        return found

    def paths(self, name: str) -> tuple[Path, ...]:
        """The file of the policy called ``name``, if a folder has one."""
        return tuple(self._candidates(f"{name}.toml"))[:1] if name in self.names() else ()

    def list_files(self) -> tuple[Path, ...]:
        """The files of all dated lists; of two by the same name the first counts."""
        files = (file for folder in self._folders for file in (folder / "lists").glob("*.toml"))
        return tuple({file.name: file for file in reversed(list(files))}.values())

    def _visit(
        self,
        name: str,
        asked_at: Callable[[], Place],
        above: tuple[str, ...],
        done: dict[str, Pack],
    ) -> None:
        if name in above:
            raise GuardError(_circle((*above, name), asked_at()))
        if name in done:
            return
        pack = self.pack(name, asked_at)
        for index, base in enumerate(pack.text.extends):
            place = partial(pack.document.place, ("extends", index))
            self._visit(base, place, (*above, name), done)
        done[name] = pack

    def _candidates(self, filename: str) -> Iterable[Path]:
        return (folder / filename for folder in self._folders if (folder / filename).is_file())


def _no_such(name: str, names: tuple[str, ...], place: Place) -> Fault:
    near = get_close_matches(name, names, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    return Fault(
        f"there is no policy called {name!r}",
        f"{hint}The policies here are: {', '.join(names) or 'none'}.",
        place,
    )


def _misnamed(pack: Pack, name: str) -> Fault:
    return Fault(
        f"the file {name}.toml says that its id is {pack.text.id!r}",
        f'write id = "{name}", or rename the file to {pack.text.id}.toml',
        pack.document.place(("id",)),
    )


def _circle(chain: tuple[str, ...], place: Place) -> Fault:
    return Fault(
        f"policies extend each other in a circle: {' -> '.join(chain)}",
        f"take {chain[-1]!r} out of `extends` in one of them",
        place,
    )
