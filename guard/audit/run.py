"""The whole of ``guard audit``: read lists, recognise, add up, judge each application."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from guard.assessment import Bench
from guard.audit.applying import applier
from guard.audit.judging import Audited, judge_uses
from guard.audit.shown import scope_of
from guard.audit.sweeps import paused
from guard.audit.tally import Tally
from guard.audit.use import by_spend
from guard.border.file import STANDARD_INPUT
from guard.catalogue.exploited import Exploited, read_exploited
from guard.catalogue.recognition import Recogniser, read_recogniser
from guard.errors import Fault, GuardError
from guard.name import key
from guard.settings import Settings
from guard.spend.profile import Profile
from guard.spend.reading import ListRead, find_lists, read_list
from guard.waiver import remarks


@dataclass(frozen=True, slots=True)
class Audit:
    """All lists, with every row accounted for, and all that was found in them.

    ``notes`` are about what was used: policies, register, waivers, catalogue, and the list of
    exploited flaws.
    """

    on: dt.date
    lists: tuple[ListRead, ...]
    unread: tuple[Fault, ...]
    found: tuple[Audited, ...]
    notes: tuple[str, ...] = ()


@paused()
def audit(
    paths: Iterable[str],
    bench: Bench,
    recogniser: Recogniser,
    profile: Profile | None = None,
    exploited: Exploited | None = None,
    *,
    engine: str = "",
    progress: Callable[[int], None] = lambda _rows: None,
) -> Audit:
    """Audit the lists at ``paths`` (files, folders, patterns), read as ``profile`` says.

    A list that cannot be read is named in ``unread`` and does not stop the others; of one that
    cannot be read to its end, the rows before that count. ``exploited`` tells which applications
    have flaws that are known to be exploited. ``engine`` applies the rules; without one, this
    process does, and the answer is the same. ``progress`` is told the lines so far, now and then.

    Raises:
        GuardError: there is no list, or none can be read; there is no such engine.
    """
    rules = applier(engine, bench.policies, bench.on)
    lists: list[ListRead] = []
    unread: list[Fault] = []
    tally = Tally(recogniser, known_to_it(bench))
    for path in _each_once(find_lists(list(paths))):
        try:
            read = read_list(path, profile, extra=False)
            lists.append(read)
            tally.add(read.chunks(), progress)
        except GuardError as error:
            unread.extend(error.faults)
    if not tally.uses:
        raise GuardError(*unread, Fault("nothing was read", "name lists that have rows"))
    scope = scope_of(tally, bench.settings.text.audit.it_areas, exploited)
    found = tuple(judge_uses(by_spend(tally.uses.values()), bench, scope, rules))
    names = {key(entry.name) for entry in recogniser.catalogue.entries}
    waivers = _of_waivers(bench, found, names)
    known = _of_catalogue(recogniser)
    notes = (*bench.notes, *_of_register(bench), *waivers, *known, *_of_exploited(exploited))
    return Audit(bench.on, tuple(lists), tuple(unread), found, notes)


def _each_once(files: Iterable[Path | str]) -> Iterable[Path | str]:
    """``files``, each once also where it was named in two ways: nothing was paid twice."""
    named = {file if file == STANDARD_INPUT else Path(file).resolve(): file for file in files}
    return named.values()


def known_to_it(bench: Bench) -> Mapping[str, str]:
    """The applications of the ledger and of the register, by the key of each of their names."""
    called = bench.register.called if bench.register else {}
    return dict(bench.history.applications()) | dict(called)


def _of_register(bench: Bench) -> Iterator[str]:
    if bench.register is None:
        yield "no register was given, so it is not known what is managed: --register FILE"


def _of_catalogue(recogniser: Recogniser) -> Iterator[str]:
    if recogniser.edition:
        many = f"{len(recogniser.catalogue.entries):,}"
        yield f"recognised with a catalogue of {many} applications (edition {recogniser.edition})"


def _of_waivers(bench: Bench, found: tuple[Audited, ...], names: set[str]) -> Iterator[str]:
    if not bench.waivers:
        return iter(())
    names |= {key(each.use.name) for each in found}
    used = {f.waiver for each in found if each.judged for f in each.judged.waived if f.waiver}
    rules = {rule.text.id for rule in bench.policies.rules}
    return remarks(bench.waivers, bench.on, rules, names, used)


def _of_exploited(exploited: Exploited | None) -> Iterator[str]:
    if exploited:
        flaws = f"{len(exploited.vulnerabilities):,}"
        yield f"flaws known to be exploited: {flaws} in the list of {exploited.version}"


@paused()
def recogniser_for(settings: Settings) -> Recogniser:
    """The catalogue that comes with guard, under the body's own where it has one."""
    own = settings.folder / settings.text.audit.catalogue
    return read_recogniser([own] if settings.file and own.is_dir() else [])


def exploited_for(settings: Settings) -> Exploited | None:
    """The list of exploited flaws that guard.toml names, if it names one.

    Raises:
        GuardError: it cannot be read, or is not that list.
    """
    named = settings.text.audit.kev
    return read_exploited(settings.folder / named) if named else None


def audit_bench(bench: Bench) -> Bench:
    """``bench`` with the signals that only whole lists show."""
    settings = bench.settings
    names = [*settings.text.policies.use, *settings.text.audit.signals]
    policies = settings.compile(names)
    return replace(bench, policies=policies)
