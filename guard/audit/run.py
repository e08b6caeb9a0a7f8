"""The whole of ``guard audit``: read lists, recognise, add up, judge each application."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from guard.assessment import Bench
from guard.audit.shown import Scope, facts_of, scope_of
from guard.audit.use import Tally, Use, by_spend
from guard.border.document import Document
from guard.border.file import STANDARD_INPUT
from guard.catalogue.exploited import Exploited, read_exploited
from guard.catalogue.grounds import Nature
from guard.catalogue.recognition import Recogniser, read_recogniser
from guard.errors import Fault, GuardError
from guard.gather import State, gather
from guard.judgement import Judged, judge
from guard.name import key
from guard.recall import Recall
from guard.request.reading import GivenFacts
from guard.settings import Settings
from guard.spend.profile import Profile
from guard.spend.reading import ListRead, find_lists, read_list
from guard.waiver import remarks

BLANK = Document("", {}, "", "toml")


@dataclass(frozen=True, slots=True)
class Audited:
    """One application or supplier of the lists; ``judged`` only where it is software."""

    use: Use
    state: State
    judged: Judged | None


@dataclass(frozen=True, slots=True)
class Audit:
    """All lists, with every row accounted for, and all that was found in them.

    ``notes`` are about the register, waivers and list of exploited flaws that were used.
    """

    on: dt.date
    lists: tuple[ListRead, ...]
    unread: tuple[Fault, ...]
    found: tuple[Audited, ...]
    notes: tuple[str, ...] = ()


def audit(
    paths: Iterable[str],
    bench: Bench,
    recogniser: Recogniser,
    profile: Profile | None = None,
    exploited: Exploited | None = None,
    *,
    progress: Callable[[int], None] = lambda _rows: None,
) -> Audit:
    """Audit the lists at ``paths`` (files, folders, patterns), read as ``profile`` says.

    A list that cannot be read is named in ``unread`` and does not stop the others; of one that
    cannot be read to its end, the rows before that count. ``exploited`` tells which applications
    have flaws that are known to be exploited. ``progress`` is told the lines so far after each.

    Raises:
        GuardError: there is no list, or none can be read.
    """
    lists: list[ListRead] = []
    unread: list[Fault] = []
    tally = Tally(recogniser, known_to_it(bench))
    for path in _each_once(find_lists(list(paths))):
        try:
            read = read_list(path, profile)
            lists.append(read)
            for line in read:
                tally.add(line)
                progress(tally.lines)
        except GuardError as error:
            unread.extend(error.faults)
    if not tally.uses:
        raise GuardError(*unread, Fault("nothing was read", "name lists that have rows"))
    scope = scope_of(tally, bench.settings.text.audit.it_areas, exploited)
    sealed = frozenset(bench.history.applications())
    judging = _Judging(bench, Recall(bench.policies, bench.on), scope, sealed)
    found = tuple(_audited(use, judging) for use in by_spend(tally.uses.values()))
    names = {key(entry.name) for entry in recogniser.catalogue.entries}
    waivers = _of_waivers(bench, found, names)
    notes = (*_of_register(bench), *waivers, *_of_exploited(exploited))
    return Audit(bench.on, tuple(lists), tuple(unread), found, notes)


@dataclass(frozen=True, slots=True)
class _Judging:
    """What judging an application needs besides its use."""

    bench: Bench
    recall: Recall
    scope: Scope
    sealed: frozenset[str]
    """The applications that the ledger has records of, by the key of their names."""


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


def _of_waivers(bench: Bench, found: tuple[Audited, ...], names: set[str]) -> Iterator[str]:
    names |= {key(each.use.name) for each in found}
    used = {f.waiver for each in found if each.judged for f in each.judged.waived if f.waiver}
    rules = {rule.text.id for rule in bench.policies.rules}
    return remarks(bench.waivers, bench.on, rules, names, used)


def _of_exploited(exploited: Exploited | None) -> Iterator[str]:
    if exploited:
        flaws = f"{len(exploited.vulnerabilities):,}"
        yield f"flaws known to be exploited: {flaws} in the list of {exploited.version}"


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


def _audited(use: Use, judging: _Judging) -> Audited:
    match use.nature:
        case Nature.NOT_SOFTWARE:
            return Audited(use, State.NOT_SOFTWARE, None)
        case Nature.UNKNOWN | Nature.POSSIBLE:
            return Audited(use, State.UNKNOWN, None)
        case Nature.SOFTWARE:
            judged = _judged(use, judging)
            return Audited(use, _state(use, judged, judging.bench), judged)


def _judged(use: Use, judging: _Judging) -> Judged:
    """The same judgement that ``guard check`` makes of a request with these facts."""
    bench, recall = judging.bench, judging.recall
    given = GivenFacts(facts_of(use, judging.scope), {}, BLANK)
    past = bench.history.about("", use.name) if key(use.name) in judging.sealed else ()
    approvals = [each.fact("", bench.on) for each in past if each.on <= bench.on]
    known = gather(given, bench.settings, bench.register, approvals)
    bands, waivers = bench.settings.bands, bench.waivers
    return judge(known, bench.policies, bands, bench.on, recall, waivers=waivers)


def _state(use: Use, judged: Judged, bench: Bench) -> State:
    """What the register says; of an unknown application of a known supplier, that too."""
    state = judged.known.state
    elsewhere = bench.register is not None and bench.register.supplies(use.supplier)
    return State.MANAGED_ELSEWHERE if state is State.UNMANAGED and elsewhere else state


def audit_bench(bench: Bench) -> Bench:
    """``bench`` with the signals that only whole lists show."""
    settings = bench.settings
    names = [*settings.text.policies.use, *settings.text.audit.signals]
    policies = settings.compile(names)
    return replace(bench, policies=policies)
