"""Which column of a list is which field: by its name, by what it holds, or as a profile says."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from guard.border.text import plain
from guard.errors import Fault, Place, refuse_if
from guard.spend.fitting import fits
from guard.spend.naming import PERSONAL, by_words, fields, folded, named, personal
from guard.spend.profile import Profile

REFERENCE = "reference"
"""Looked at only for the words of a card payment, and kept among ``extra``: any one will do."""

SUBJECTS = ("supplier", "client_id", "domain")
"""A list has a column for one of these, or it is not a list that can be read."""

_ASKED = frozenset({*SUBJECTS, "date", "amount", "credit"})
"""Where two columns may be one of these, guard asks; of others the first is taken, and told."""


_DEBIT = frozenset({"debit", "debits", "dr", "out"})


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
    notes: tuple[str, ...] = dataclasses.field(default=(), compare=False)
    """What was decided beyond what the names say, in sentences for people."""

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


def choose(
    header: Sequence[str],
    profile: Profile,
    place: Place,
    sample: Sequence[Sequence[str]] = (),
) -> Columns:
    """What each column of ``header`` is; ``sample`` are some of the rows below it.

    Raises:
        GuardError: two columns fit one field equally well, or none is of any supplier; or the
            profile names a field or a column that there is not. All faults at once.
    """
    names = [name.strip() for name in header]
    given, faults = _given(names, profile, place)
    choice = _Choice(names, sample, place, faults)
    choice.chosen = {field: index for field, index in given.items() if index >= 0}
    for name, candidates in _candidates(names).items():
        if name not in given:
            choice.settle(name, candidates)
    choice.settle_by_words(given)
    if "credit" not in given and not choice.of_debits:
        choice.chosen.pop("credit", None)
    if not faults and not any(subject in choice.chosen for subject in SUBJECTS):
        faults.append(no_subject(place))
    refuse_if(faults)
    return Columns(
        tuple(_columns(names, choice.chosen, profile)), choice.chosen, tuple(choice.notes)
    )


def _candidates(names: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """For each field the columns that may be it by their names: the rank and the place of each."""
    found: dict[str, list[tuple[int, int]]] = {}
    for index, name in enumerate(names):
        if not personal(name):
            for known, rank in named(name):
                found.setdefault(known, []).append((rank, index))
    return found


class _Choice:
    """Settles one field after another, and keeps what has to be asked or told."""

    def __init__(
        self,
        names: Sequence[str],
        sample: Sequence[Sequence[str]],
        place: Place,
        faults: list[Fault],
    ) -> None:
        self.chosen: dict[str, int] = {}
        self.notes: list[str] = []
        self._names = names
        self._sample = sample
        self._place = place
        self._faults = faults

    def settle(self, name: str, candidates: Sequence[tuple[int, int]]) -> None:
        """Take the best of ``candidates``: what holds the like, then what is named best."""
        fit = {at: self._fits(name, at) for _, at in candidates} if len(candidates) > 1 else {}
        ranked = sorted((not fit.get(at, True), rank, at) for rank, at in candidates)
        equal = [at for unfit, rank, at in ranked if (unfit, rank) == ranked[0][:2]]
        taken = self.chosen[name] = equal[0]
        passed = [at for unfit, rank, at in ranked if unfit and (rank, at) < ranked[0][1:]]
        if not ranked[0][0]:
            for at in passed:
                self._tell(
                    f"is passed over for {fields()[name].title}: its first rows do not fit", at
                )
        others = [
            at for at in equal[1:] if self._cells(at) != self._cells(taken) or not self._sample
        ]
        if others and name in _ASKED:
            self._faults.append(_two_fit(name, [taken, *others], self._names, self._place))
        elif others and name != REFERENCE:
            told = ", ".join(f'"{plain(self._names[at], 60)}" (column {at + 1})' for at in others)
            self._tell(f"is taken for {fields()[name].title}, which {told} may be as well", taken)

    def settle_by_words(self, given: Mapping[str, int]) -> None:
        """Take a column by its words where no name is known, and no other has such words."""
        found: dict[str, list[int]] = {}
        for at, name in enumerate(self._names):
            known = by_words(name)
            if known and known not in given and known not in self.chosen and self._fits(known, at):
                found.setdefault(known, []).append(at)
        for known, places in found.items():
            title = fields()[known].title
            if len(places) == 1:
                self.chosen[known] = places[0]
                self._tell(f"is taken for {title}, by the words of its name", places[0])
            elif known in SUBJECTS and not any(one in self.chosen for one in SUBJECTS):
                self._faults.append(_two_fit(known, places, self._names, self._place))
            else:
                told = ", ".join(f'"{plain(self._names[at], 60)}"' for at in places)
                self.notes.append(f"{title}: may be {told}; a profile can choose")

    @property
    def of_debits(self) -> bool:
        """Whether the amount is what went out, beside what came back in another column."""
        at = self.chosen.get("amount")
        return at is not None and not _DEBIT.isdisjoint(folded(self._names[at]).split())

    def _fits(self, name: str, at: int) -> bool:
        return fits(name, self._cells(at))

    def _cells(self, at: int) -> list[str]:
        return [row[at].strip() for row in self._sample if at < len(row)]

    def _tell(self, what: str, at: int) -> None:
        self.notes.append(f'"{plain(self._names[at], 60)}" (column {at + 1}) {what}')


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
