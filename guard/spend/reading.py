"""Reading a list as it is: its lines, one after another, and an account of every row.

lines = read_list("payments.csv")
for line in lines:
    ...
lines.read == lines.used + sum(lines.reasons.values())
"""

import glob
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import ModuleType

from guard.border.file import STANDARD_INPUT, shown_name
from guard.border.text import plain
from guard.errors import Fault, GuardError, Place
from guard.seam import choices
from guard.spend.amounts import Amounts, Mark
from guard.spend.columns import Column, Columns, choose
from guard.spend.dates import Dates, Order
from guard.spend.foreign import refuse_binary, refuse_foreign
from guard.spend.heading import Heading, find_heading, no_heading
from guard.spend.joining import joined
from guard.spend.layout import Layout, Readers
from guard.spend.line import Chunk, Kind, Line
from guard.spend.naming import fields
from guard.spend.noting import of_amounts, of_dates
from guard.spend.profile import AUTOMATIC, Profile
from guard.spend.skipping import Account, Sieve, Skipped
from guard.spend.source import Source, open_source
from guard.spend.table import Table

_SEAM = "spend/tables"
_TEXT = "csv"


class ListRead:
    """A list: iterating gives its lines, read as they are asked for, in constant memory.

    Each iteration begins anew, and so does its account: ``read``, ``used``, ``skipped``,
    ``reasons``, ``unread`` and what ``notes`` says of dates are complete once it has ended.
    """

    def __init__(
        self,
        source: Source,
        table: Table,
        heading: Heading,
        profile: Profile,
        *,
        extra: bool = True,
    ) -> None:
        """Settle what the columns are; raises GuardError where that cannot be settled."""
        self.file = source.name
        self._table = table
        self._heading = heading
        self._profile = profile
        self._extra = extra
        self._columns: Columns = choose(
            heading.names, profile, Place(source.name, heading.row), heading.sample
        )
        self._begin()

    def _begin(self) -> None:
        self._account = Account(self.file)
        mark = self._profile.decimal
        readers = Readers(
            Dates(partial(self._column_of, "date"), self._profile.dates),
            Amounts(partial(self._column_of, "amount"), mark),
            Amounts(partial(self._column_of, "credit"), mark),
        )
        self._layout = Layout(
            self.file,
            self._columns,
            self._profile,
            self._table.kind,
            readers,
            extra=self._extra,
        )

    def __iter__(self) -> Iterator[Line]:
        """The lines; raises GuardError where a row cannot be read at all."""
        for chunk in self.chunks():
            yield from chunk.lines()

    def chunks(self) -> Iterator[Chunk]:
        """The same lines as columns, some of them at a time."""
        self._begin()
        account, layout = self._account, self._layout
        sieve = Sieve(self._columns, self._heading, self._table.without, account)
        for batch in self._table.batches():
            numbers, rows = kept = sieve.kept(batch)
            if rows:
                account.used += len(numbers)
                yield layout.chunk(kept)

    def _column_of(self, field: str) -> Iterator[str]:
        """Every cell of the column of ``field``, read once more from the beginning.

        Up to where rows cannot be read: that is told where they are read for their own sake.
        """
        at = self._columns.chosen[field]
        with suppress(GuardError):
            for _, rows in self._table.batches():
                yield from (row[at] for row in rows if at < len(row))

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns from left to right, and what each was taken for."""
        return self._columns.all

    @property
    def profile(self) -> Profile:
        """The choices that were made, to be kept, changed and given again."""
        chosen = {field: index + 1 for field, index in self._columns.chosen.items()}
        named = {
            field: name
            if (name := self._columns.all[at - 1].name)
            and [column.name for column in self._columns.all].count(name) == 1
            else at
            for field, at in chosen.items()
        }
        known = {Order.DAY_FIRST, Order.MONTH_FIRST}
        order = self._layout.dates.order
        mark = self._layout.amounts.mark
        given = {
            "columns": named,
            "dates": order if order in known else None,
            "decimal": mark if mark in {Mark.POINT, Mark.COMMA} else None,
        }
        return self._profile.model_copy(update=given)

    @property
    def read(self) -> int:
        """Rows read, of all there are: also blank ones and the names of the columns."""
        return self._account.read

    @property
    def used(self) -> int:
        """Rows that became lines, one each."""
        return self._account.used

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """Runs of rows that were not used, with the reason; the first 10,000 of them."""
        return tuple(self._account.skipped)

    @property
    def reasons(self) -> Mapping[str, int]:
        """How many rows were skipped for each reason, all of them."""
        return dict(self._account.reasons)

    @property
    def unread(self) -> Mapping[str, int]:
        """How many cells were no date or no amount, by field; their lines are used without it."""
        return dict(self._layout.unread)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was decided in reading, and what could not be, in sentences for people."""
        return tuple(self._all_notes())

    def _all_notes(self) -> Iterator[str]:
        yield from (*self._table.notes, *self._table.said())
        yield from (*self._heading.notes, *self._columns.notes)
        yield from of_dates(self._layout.dates, self._profile.dates)
        if self._layout.dollars:
            yield "amounts with $ are taken for US dollars; a profile can say another (currency)"
        yield from of_amounts(self._layout.amounts.mark, self._profile.decimal)
        for field, count in sorted(self._layout.unread.items()):
            yield f"{count:,} rows have no {field} that could be understood"
        left = [plain(column.name, 40) for column in self.columns if column.field == "personal"]
        if left:
            yield f"not read, about persons: {', '.join(left)}"
        if self._layout.kind in {Kind.PAYMENT, Kind.CARD}:
            for field in sorted({"date", "amount"} - self._columns.chosen.keys()):
                yield f"no column says {fields()[field].title}"


def read_list(path: Path | str, profile: Profile | None = None, *, extra: bool = True) -> ListRead:
    """The list at ``path``, or on standard input for ``"-"``.

    Args:
        path: a file of one of the forms in guard/spend/tables.
        profile: choices that are not to be made from the list.
        extra: whether lines are to have what has no field of its own.

    Raises:
        GuardError: it cannot be read, has no column of suppliers, applications or domains, or two
            columns fit one field; all faults at once, each with the next step.
    """
    source = open_source(path)
    given = profile or AUTOMATIC
    tables = _form(source).tables(source, given)
    found = [(table, find_heading(table, given, source.place)) for table in tables]
    with_heading = [(table, heading) for table, heading in found if heading]
    if not with_heading:
        raise GuardError(no_heading(tables[0], source.place))
    if len(with_heading) > 1 and (one := joined(with_heading)):
        with_heading = [one]
    if len(with_heading) > 1:
        names = ", ".join(f'"{plain(table.name, 40)}"' for table, _ in with_heading)
        what = f"has more than one sheet that is a list: {names}"
        raise GuardError(Fault(what, "Choose one in a profile: sheet = its name.", source.place))
    ((table, heading),) = with_heading
    return ListRead(source, table, heading, given, extra=extra)


def _form(source: Source) -> ModuleType:
    """The module of guard/spend/tables that reads ``source``: by its first bytes, or its name."""
    from importlib import import_module

    refuse_foreign(source)
    forms = [import_module(f"guard.spend.tables.{name}") for name in choices(_SEAM)]
    certain = [form for form in forms if form.recognises(source.head)]
    named = [form for form in forms if source.suffix in form.SUFFIXES]
    text = [form for form in forms if _TEXT in form.SUFFIXES]
    form: ModuleType = (certain + named + text)[0]
    if form in text:
        refuse_binary(source)
    return form


def find_lists(paths: Iterable[Path | str]) -> tuple[Path | str, ...]:
    """The files that ``paths`` mean, each once: files, folders (all files below), patterns.

    In the order given, those of a folder or pattern by name; hidden files are left out.

    Raises:
        GuardError: a path means no file; all such paths at once.
    """
    found: dict[Path | str, None] = {}
    faults: list[Fault] = []
    for path in paths:
        files = list(_files(path))
        if not files:
            what = "there is no file there" if Path(path).is_dir() else "there is no such file"
            remedy = "Check the name and the folder."
            faults.append(Fault(what, remedy, Place(shown_name(path))))
        found.update(dict.fromkeys(files))
    if faults:
        raise GuardError(*faults)
    return tuple(found)


def _files(path: Path | str) -> Iterator[Path | str]:
    if str(path) == STANDARD_INPUT:
        yield STANDARD_INPUT
    elif Path(path).is_dir():
        below = (file.relative_to(path) for file in Path(path).rglob("*") if file.is_file())
        yield from sorted(
            Path(path) / file
            for file in below
            if not any(part.startswith(".") for part in file.parts)
        )
    elif Path(path).exists():
        yield Path(path)
    else:
        matches = sorted(map(Path, glob.glob(str(path), recursive=True)))  # noqa: PTH207 - absolute, too
        yield from (match for match in matches if match.is_file())
