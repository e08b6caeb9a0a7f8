"""Aliases: names that a person has looked at and found to be of one application.

Likeness only proposes. What is accepted is written down with who did so and when, and what
contradicts something that is known is refused.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from guard.audit.amending import csv_with, toml_with
from guard.border.document import parse_toml
from guard.border.file import decode, read_bytes, read_text
from guard.border.text import plain
from guard.catalogue.entry import CatalogueText, Entry
from guard.catalogue.loading import LIMIT_BYTES, read_file
from guard.catalogue.matching import Catalogue
from guard.catalogue.proposing import MOST, Proposal, Proposer
from guard.catalogue.recognition import Recogniser
from guard.catalogue.wording import words
from guard.catalogue.writing import as_toml
from guard.errors import Fault, GuardError, refuse_if
from guard.name import key
from guard.register.entries import Register, RegisterEntry
from guard.register.file import LIMIT_BYTES as LARGEST_REGISTER
from guard.register.file import column_of, read_register
from guard.seam import choose
from guard.spend.line import Kind, Line

FILE = "aliases.toml"
"""The file of a body's own catalogue that holds what was accepted."""

REVIEWED = "x-aliases-reviewed"
"""The column of a register in CSV that tells who accepted which alias, and when."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A name that was not recognised, in how many lines it stands, and what it is like."""

    name: str
    lines: int
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """Who accepted an alias, and when."""

    by: str
    on: dt.date

    def __str__(self) -> str:
        """As it is written beside the alias."""
        return f"accepted on {self.on} by {plain(self.by, 200)}"


@dataclass(frozen=True, slots=True)
class Accepted:
    """What is to be written, where; ``path`` is of the register or of the catalogue's file."""

    path: Path
    text: str
    application: str


def propose(
    lines: Iterable[Line], recogniser: Recogniser, register: Register | None
) -> tuple[Alike, ...]:
    """The names of ``lines`` that nothing recognises and that are like one that is known.

    Those most alike first. Nothing is decided: of such pairs about half are not the same.
    """
    counts = Counter(line.supplier for line in lines if _unknown(line, recogniser, register))
    sources = [Proposer(recogniser.catalogue.entries)]
    if register:
        sources.append(Proposer(map(_as_entry, register.entries)))
    found = (Alike(name, n, _best(name, sources)) for name, n in counts.items())
    alike = [each for each in found if each.proposals]
    return tuple(sorted(alike, key=lambda a: (-a.proposals[0].score, -a.lines, a.name)))


def _unknown(line: Line, recogniser: Recogniser, register: Register | None) -> bool:
    found = recogniser.catalogue.find(line)
    if not line.supplier or (found and found.certain):
        return False
    return register is None or not _named(register.entries, line.supplier)


def _best(name: str, sources: Sequence[Proposer]) -> tuple[Proposal, ...]:
    """The best proposals of all sources; how far each is ahead is told anew."""
    found = sorted(
        (proposal for source in sources for proposal in source.propose(name)),
        key=lambda proposal: -proposal.score,
    )
    after = [*(each.score for each in found[1:]), 0]
    ahead = zip(found, after, strict=False)
    return tuple(replace(each, margin=each.score - score) for each, score in ahead)[:MOST]


def _as_entry(entry: RegisterEntry) -> Entry:
    """An application of the register, to be compared like one of the catalogue."""
    return Entry.model_construct(id=entry.id, name=entry.name, aliases=entry.aliases)


def accept_in_register(
    name: str, entry: RegisterEntry, file: Path, catalogue: Catalogue, review: Review
) -> Accepted:
    """``name`` as an alias of ``entry`` of the register in ``file``.

    Raises:
        GuardError: it is known already, or as another's name; or the file cannot be changed.
    """
    register = read_register(file)
    others = [e.name for e in _named(register.entries, name) if e.id != entry.id]
    theirs = {key(each) for each in (entry.name, *entry.aliases)}
    others += [e.name for e in _certain(catalogue, name) if key(e.name) not in theirs]
    refuse_if(_contradictions(name, entry.name, theirs, others))
    content = decode(read_bytes(file, LARGEST_REGISTER), str(file))
    rows = choose("readers", file.suffix[1:].lower(), "a kind of list").read(
        content.encode(), str(file)
    )
    index, row = next(
        (index, row)
        for index, row in enumerate(rows)
        if str(row.values[column_of(row, "id") or ""]).casefold() == entry.id.casefold()
    )
    column = column_of(row, "aliases") or "aliases"
    if file.suffix.lower() == ".toml":
        document = parse_toml(content, str(file))
        table = (next(iter(document.data)), index)
        return Accepted(file, toml_with(document, table, column, name, str(review)), entry.name)
    note = f"{name} {review}".replace(";", ",")
    cells = [(column, name), (REVIEWED, note)]
    return Accepted(file, csv_with(content, row.place("").line, cells), entry.name)


def accept_in_catalogue(
    name: str, entry: Entry, folder: Path, known: tuple[Catalogue, Register | None], review: Review
) -> Accepted:
    """``name`` as an alias of ``entry``, in the file for that of the body's own ``folder``.

    Raises:
        GuardError: it is known already, or as another's name; its words tell that it is another
            thing; or it would not be recognised all the same.
    """
    catalogue, register = known
    theirs = {key(each) for each in (entry.name, *entry.aliases)}
    others = [e.name for e in _certain(catalogue, name) if e.id != entry.id]
    in_register = _named(register.entries, name) if register else []
    others += [e.name for e in in_register if key(e.name) not in theirs]
    refuse_if([*_contradictions(name, entry.name, theirs, others), *_excluded(name, entry)])
    new = Entry(id=entry.id, name=entry.name, category=entry.category, aliases=[name])
    with_it = Catalogue([new, *catalogue.entries], catalogue.intermediaries)
    found = with_it.find(Line(kind=Kind.PAYMENT, supplier=name))
    if not found or not found.certain or found.entry.id != entry.id:
        why = found.why if found else "it has too few letters"
        what = f'"{plain(name)}" would not be recognised as {plain(entry.name)}: {why}'
        raise GuardError(Fault(what, "Take a longer form of the name."))
    return Accepted(folder / FILE, _with_entry(folder / FILE, new, review), entry.name)


def _with_entry(file: Path, new: Entry, review: Review) -> str:
    """The text of ``file``, which may not be there yet, with the alias of ``new``."""
    (name,) = new.aliases
    bare = new.model_copy(update={"aliases": []})
    source = "People of this body, with guard alias accept."
    alone = CatalogueText(
        title="Aliases that were reviewed",
        category="other",
        on=review.on,
        source=source,
        application=[bare],
    )
    text = as_toml(alone)
    if file.exists():
        _, heading, table = text.partition("[[application]]")
        text = read_text(file, LIMIT_BYTES)
        if new.id not in [entry.id for entry in read_file(file).application]:
            text = f"{text.rstrip()}\n\n{heading}{table}"
    document = parse_toml(text, str(file))
    entries = document.data["application"]
    index = next(at for at, entry in enumerate(entries) if entry["id"] == new.id)
    return toml_with(document, ("application", index), "aliases", name, str(review))


def _named(entries: Iterable[RegisterEntry], name: str) -> list[RegisterEntry]:
    wanted = key(name)
    return [e for e in entries if wanted in map(key, (e.name, *e.aliases))] if wanted else []


def _certain(catalogue: Catalogue, name: str) -> list[Entry]:
    """The applications whose reviewed name or alias ``name`` is."""
    wanted = key(name)
    return [e for e in catalogue.entries if e.reviewed and wanted in map(key, (e.name, *e.aliases))]


def _contradictions(
    name: str, application: str, theirs: set[str], others: Sequence[str]
) -> Iterator[Fault]:
    if not key(name):
        yield Fault("the name has no letter and no digit", "Give the name as the list has it.")
    elif key(name) in theirs:
        what = f'"{plain(name)}" is a name of {plain(application)} already'
        yield Fault(what, "Nothing is to be done.")
    elif others:
        what = f'"{plain(name)}" is a name of {plain(", ".join(others))}'
        yield Fault(what, "Settle first whose name it is: one name cannot be of two applications.")


def _excluded(name: str, entry: Entry) -> Iterator[Fault]:
    text = f" {' '.join(words(name))} "
    for phrase in entry.exclusions:
        if f" {' '.join(words(phrase))} " in text:
            what = f'"{plain(phrase)}" tells that this is not {plain(entry.name)}'
            yield Fault(what, "Take another application, or correct its exclusions first.")


def application(
    number: str, catalogue: Catalogue, register: Register | None
) -> RegisterEntry | Entry:
    """The application with this number in the register, or else this id in the catalogue.

    Raises:
        GuardError: there is none, with ids that are like it.
    """
    in_register = {e.id.casefold(): e for e in register.entries} if register else {}
    in_catalogue = {entry.id: entry for entry in catalogue.entries}
    wanted = number.casefold()
    found = in_register.get(wanted) or in_catalogue.get(wanted)
    if found:
        return found
    near = get_close_matches(wanted, [*in_register, *in_catalogue], n=3)
    remedy = f"Did you mean {' or '.join(near)}?" if near else "See `guard catalogue list NAME`."
    what = f'neither the register nor the catalogue has "{plain(number, 60)}"'
    raise GuardError(Fault(what, remedy))
