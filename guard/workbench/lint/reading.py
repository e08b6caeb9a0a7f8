"""Reading all that is to be linted, whatever is wrong with some of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from guard.border.file import read_text
from guard.errors import Fault, GuardError, Place, refuse_if
from guard.policy.compile import PolicySet, compile_policies
from guard.policy.library import LIMIT_BYTES, Library, ListFile, Pack, parse_list, parse_pack
from guard.settings import Settings


class Reading:
    """What was read: ``faults`` of all files together, and ``texts`` to show excerpts of.

    ``broken``: dated lists that could not be read, as their files are called.
    """

    def __init__(self, settings: Settings) -> None:
        """Begin with guard.toml."""
        self.settings = settings
        self.faults: list[Fault] = []
        self.texts: dict[str, str] = {}
        self.packs: dict[str, Pack] = {}
        self.lists: dict[str, ListFile] = {}
        self.broken: set[str] = set()
        if settings.document is not None:
            self.texts[settings.document.file] = settings.document.text

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Keep the faults of what is done inside, and go on."""
        try:
            yield
        except GuardError as error:
            self.faults.extend(fault for fault in error.faults if fault not in self.faults)

    def files(self, paths: Iterable[Path]) -> tuple[Library, list[str]]:
        """Read policy files: the library in which they come before others, and their names."""
        named: dict[str, Pack] = {}
        for path in paths:
            with self.gathered():
                pack = parse_pack(self._text(path), str(path))
                named[pack.text.id] = pack
        return self.settings.library.under(named), list(named)

    def closure(self, names: Sequence[str], library: Library) -> None:
        """Read the policies ``names`` and all that they extend, bases first."""
        use = self.settings.text.policies.use
        visited: set[str] = set()

        def visit(name: str, asked_at: Callable[[], Place]) -> None:
            if name in visited:
                return
            visited.add(name)
            pack = None
            with self.gathered():
                for path in library.paths(name):
                    self._text(path)
                pack = library.pack(name, asked_at)
            if pack is None:
                return
            self.texts.setdefault(pack.document.file, pack.document.text)
            for index, base in enumerate(pack.text.extends):
                visit(base, partial(pack.document.place, ("extends", index)))
            self.packs[name] = pack

        for name in names:
            place = partial(self._used_at, use.index(name)) if name in use else Place
            visit(name, place)
        with self.gathered():
            if not self.faults:
                library.closure(names)  # says where policies extend each other in a circle

    def dated(self, library: Library) -> None:
        """Read all dated lists."""
        for path in library.list_files():
            self.broken.add(path.stem)
            with self.gathered():
                listed = parse_list(self._text(path), str(path))
                self.lists.setdefault(listed.text.id, listed)
                self.broken.remove(path.stem)

    def _used_at(self, index: int) -> Place:
        """Where guard.toml names the policy."""
        document = self.settings.document
        return document.place(("policies", "use", index)) if document else Place()

    def compiled(self, *, alone: bool) -> PolicySet | None:
        """The policies compiled, if there is nothing wrong with any of them.

        ``alone``: only some of those in use are looked at, so choices about others are passed over.
        """
        packs = tuple(self.packs.values())
        with self.gathered():
            choices = self.settings.choices
            choices = choices.about(packs) if alone else choices
            try:
                policies = compile_policies(packs, self.lists, choices)
            except GuardError as error:
                # That a list is not there follows from its file, which was told already.
                refuse_if(fault for fault in error.faults if not self._of_broken(fault))
                return None
            return None if self.faults else policies
        return None

    def _of_broken(self, fault: Fault) -> bool:
        missing = fault.what.removeprefix("there is no fact lists.")
        return missing != fault.what and missing.partition(".")[0] in self.broken

    def _text(self, path: Path) -> str:
        """The text of a file, kept for excerpts; raises GuardError if it cannot be read."""
        text = read_text(path, LIMIT_BYTES)
        self.texts[str(path)] = text
        return text
