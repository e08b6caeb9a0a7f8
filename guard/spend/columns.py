"""Which column of a list is which field: by the names in columns.toml, or as a profile says."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from guard.border.text import plain
from guard.errors import Fault, Place, refuse_if
from guard.spend.profile import Profile

FILE = Path(__file__).with_name("columns.toml")

PERSONAL = "personal"
REFERENCE = "reference"
"""Looked at only for the words of a card payment, and kept among ``extra``: any one will do."""

SUBJECTS = ("supplier", "client_id", "domain")
"""A list has a column for one of these, or it is not a list that can be read."""

_WORD_JOIN = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_WORDS = re.compile(r"[\W_œú]+")
_UNITS = re.compile(r"(?:^| )(?:gbp|sterling)(?= |$)")


@dataclass(frozen=True, slots=True)
class Field:
    """What a line has, in words, and the names of columns for it, the best group first."""

    name: str
    title: str
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: its number from 1, its name, and what it was taken for.

    ``field`` is empty for a column that is kept among ``Line.extra``, and "personal" for one
    that is not read.
    """

    number: int
    name: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a list; ``chosen`` gives the place of each field's column, from 0."""

    all: tuple[Column, ...]
    chosen: Mapping[str, int]

    @property
    def extra(self) -> Mapping[str, int]:
        """The columns that have no field of their own, by their names, and their places.

        One that has the same name as an earlier has its number behind it; one without a name is
        called by its number.
        """
        found: dict[str, int] = {}
        for column in self.all:
            if column.field in {"", REFERENCE}:
                name = column.name or f"column {column.number}"
                known = name in found
                found[f"{name} ({column.number})" if known else name] = column.number - 1
        return found


@cache
def fields() -> Mapping[str, Field]:
    """The fields of columns.toml, by name; what is personal is left out."""
    return {
        name: Field(name, table["title"], tuple(map(tuple, table["names"])))
        for name, table in _tables().items()
        if name != PERSONAL
    }


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))


@cache
def _ranks() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """For each known name of a column the fields it may be, with the rank of its group."""
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for field in fields().values():
        for rank, group in enumerate(field.groups):
            for name in group:
                found[name] = (*found.get(name, ()), (field.name, rank))
    return found


def folded(name: str) -> str:
    """The name of a column as columns.toml writes it: "NetAmount (£)" is "net amount"."""
    words = _NOT_WORDS.sub(" ", _WORD_JOIN.sub(" ", name[:200])).strip().lower()
    return _UNITS.sub("", words).strip()


def known(header: Sequence[str]) -> frozenset[str]:
    """The fields for which a row, were it the names of columns, has at least one."""
    return frozenset(field for name in header for field, _ in _ranks().get(folded(name), ()))


def personal(name: str) -> bool:
    """Whether a column of this name is about a person."""
    table = _tables()[PERSONAL]
    short = folded(name)
    return short in table["names"][0] or not set(table["words"]).isdisjoint(short.split())


def choose(header: Sequence[str], profile: Profile, place: Place) -> Columns:
    """What each column of ``header`` is.

    Raises:
        GuardError: two columns fit one field equally well, or none is of any supplier; or the
            profile names a field or a column that there is not. All faults at once.
    """
    names = [name.strip() for name in header]
    given, faults = _given(names, profile, place)
    found: dict[str, list[tuple[int, int]]] = {}
    for index, name in enumerate(names):
        if not personal(name):
            for field, rank in _ranks().get(folded(name), ()):
                found.setdefault(field, []).append((rank, index))
    chosen = {field: index for field, index in given.items() if index >= 0}
    for field, candidates in found.items():
        if field in given:
            continue
        best = min(rank for rank, _ in candidates)
        (index, *others) = [at for rank, at in candidates if rank == best]
        if others and field != REFERENCE:
            faults.append(_two_fit(field, [index, *others], names, place))
        chosen[field] = index
    if not faults and not any(subject in chosen for subject in SUBJECTS):
        faults.append(no_subject(place))
    refuse_if(faults)
    return Columns(tuple(_columns(names, chosen, profile)), chosen)


def _columns(names: Sequence[str], chosen: Mapping[str, int], profile: Profile) -> Iterator[Column]:
    fields_at = {index: field for field, index in chosen.items()}
    for index, name in enumerate(names):
        shielded = PERSONAL if personal(name) and not profile.personal else ""
        yield Column(index + 1, name, fields_at.get(index, shielded))


def no_subject(place: Place) -> Fault:
    """The fault of a list in which no column names a supplier, an application or a domain."""
    what = "no column names a supplier, an application or a domain"
    remedy = (
        "Name the columns in a profile: [columns] with supplier = the column's name, "
        'or its number with "header = 0" above where the list has no names of columns.'
    )
    return Fault(what, remedy, place)


def _given(
    names: Sequence[str], profile: Profile, place: Place
) -> tuple[dict[str, int], list[Fault]]:
    """The places of the columns that a profile names, -1 for "none", and what is wrong."""
    given: dict[str, int] = {}
    faults: list[Fault] = []
    for field, column in profile.columns.items():
        if field not in fields():
            what = f'the profile has a column for "{plain(field, 60)}", which no line has'
            faults.append(Fault(what, f"Use some of {', '.join(fields())}.", place))
        elif isinstance(column, int) and 0 <= column <= len(names):
            given[field] = column - 1
        elif isinstance(column, str) and [name for name in names if name == column.strip()]:
            given[field] = names.index(column.strip())
        else:
            shown = f'"{plain(str(column), 60)}"' if isinstance(column, str) else str(column)
            what = f"there is no column {shown}, which the profile takes for {field}"
            listed = ", ".join(f'"{plain(name, 40)}"' for name in names[:30] if name)
            faults.append(Fault(what, f"The columns are {listed or 'without names'}.", place))
    return given, faults


def _two_fit(field: str, at: Sequence[int], names: Sequence[str], place: Place) -> Fault:
    first, second = (f'"{plain(names[index], 60)}" (column {index + 1})' for index in at[:2])
    what = f"two columns may be {fields()[field].title}: {first} and {second}"
    remedy = (
        f"Choose in a profile, under [columns]: {field} = {at[0] + 1} or {field} = {at[1] + 1}."
    )
    return Fault(what, remedy, place)
