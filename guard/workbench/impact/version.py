"""The two versions that are held against each other, each with what else applies beside it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from guard.border.file import read_text
from guard.errors import Fault, GuardError, Place
from guard.policy.compile import PolicySet, compile_policies
from guard.policy.library import LIMIT_BYTES, Library, ListFile, Pack, parse_pack
from guard.settings import Settings


@dataclass(frozen=True, slots=True)
class Version:
    """One side: the policies that were named, and dated lists of their own.

    ``named`` is what was written on the command line.
    """

    named: str
    packs: Mapping[str, Pack]
    lists: Mapping[str, ListFile]

    @property
    def title(self) -> str:
        """The policies with their versions, and where they come from if that is no pack's name."""
        named = ", ".join(f"{pack.text.id} {pack.text.version}" for pack in self.packs.values())
        return named if self.named in self.packs else f"{self.named} ({named})"


def read_version(name: str, settings: Settings) -> Version:
    """The version called ``name``: a policy file, a folder of them, or a policy's name.

    A folder brings all its policies, and the dated lists in its ``lists`` folder; a file or a name
    brings one policy, which uses the dated lists that there are.

    Raises:
        GuardError: there is none, or it has faults.
    """
    path = Path(name)
    if path.is_dir():
        library = Library((path,))
        packs = {each: library.pack(each) for each in library.names()}
        if not packs:
            what = "no policy is in this folder"
            raise GuardError(Fault(what, "name a folder that has policy files", Place(name)))
        return Version(name, packs, library.lists())
    if path.suffix == ".toml":
        pack = parse_pack(read_text(path, LIMIT_BYTES), name)
        return Version(name, {pack.text.id: pack}, {})
    return Version(name, {name: settings.library.pack(name)}, {})


def compiled(
    version: Version, other: Version, settings: Settings, more: Collection[str] = ()
) -> PolicySet:
    """``version`` with the policies that are in use beside it, and those called ``more``.

    What ``other`` names applies on that side only. Without a guard.toml nothing else is in use.

    Raises:
        GuardError: the policies have faults.
    """
    library = settings.library.under(version.packs)
    packs = library.closure(_names(version, other, settings, more))
    lists = dict(library.lists()) | dict(version.lists)
    return compile_policies(packs, lists, settings.choices.about(packs))


def _names(
    version: Version, other: Version, settings: Settings, more: Collection[str]
) -> Iterator[str]:
    """In the order of use, so that findings stand where people know them."""
    used = (*settings.text.policies.use, *more) if settings.file else ()
    for name in used:
        if name in version.packs or name not in other.packs:
            yield name
    yield from (name for name in version.packs if name not in used)
