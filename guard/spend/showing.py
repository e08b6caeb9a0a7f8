"""How lists were read, for a person to check: what each column was taken for."""

from collections.abc import Iterable, Iterator

from guard.border.text import plain
from guard.errors import Fault, GuardError, Place
from guard.spend.columns import Column
from guard.spend.naming import PERSONAL, fields
from guard.spend.profile import Profile
from guard.spend.reading import ListRead


def columns_text(read: ListRead) -> str:
    """The columns of one list from left to right, each with what it was taken for."""
    names = [plain(column.name, 60) or "(no name)" for column in read.columns]
    widest = max(map(len, names), default=0)
    lines = (
        f"  {column.number:3}  {name:{widest}}  {_taken_for(column)}"
        for column, name in zip(read.columns, names, strict=True)
    )
    return "\n".join([plain(read.file), *lines, ""])


def _taken_for(column: Column) -> str:
    if column.field == PERSONAL:
        return "not read: about persons"
    known = fields().get(column.field)
    return f"{column.field}: {known.title}" if known else "kept, and decides nothing"


def one_profile(lists: Iterable[ListRead]) -> Profile:
    """The profile by which all of ``lists`` can be read.

    Raises:
        GuardError: their layouts differ; names the first list that is unlike the first of all.
    """
    first: Profile | None = None
    for read in lists:
        profile = read.profile
        first = first or profile
        if profile != first:
            what = "the lists have different layouts, so one profile does not fit them all"
            remedy = "Save a profile of one layout at a time."
            raise GuardError(Fault(what, remedy, Place(read.file)))
    return first or Profile()


def columns_of(lists: Iterable[ListRead]) -> Iterator[str]:
    """:func:`columns_text` of each list; lists of like columns are shown once, and counted."""
    alike: dict[tuple[Column, ...], list[ListRead]] = {}
    for read in lists:
        alike.setdefault(read.columns, []).append(read)
    for first, *others in alike.values():
        yield columns_text(first)
        if others:
            count = f"{len(others)} more list{'' if len(others) == 1 else 's'}"
            yield f"  the same in {count}, to {plain(others[-1].file)}\n"
