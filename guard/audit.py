"""The whole of ``guard audit``: read lists, recognise, add up, judge each application."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from guard.assessment import Bench
from guard.catalogue.grounds import Nature
from guard.catalogue.recognition import Recogniser, read_recogniser
from guard.document import Document
from guard.errors import Fault, GuardError
from guard.gather import State, gather
from guard.judgement import Judged, judge
from guard.recall import Recall
from guard.request.reading import GivenFacts
from guard.settings import Settings
from guard.spend.reading import ListRead, find_lists, read_list
from guard.use import Use, add_up, by_spend

MIDNIGHT = dt.time(tzinfo=dt.UTC)
BLANK = Document("", {}, "", "toml")


@dataclass(frozen=True, slots=True)
class Audited:
    """One application or supplier of the lists; ``judged`` only where it is software."""

    use: Use
    state: State
    judged: Judged | None


@dataclass(frozen=True, slots=True)
class Audit:
    """All lists, with every row accounted for, and all that was found in them."""

    on: dt.date
    lists: tuple[ListRead, ...]
    unread: tuple[Fault, ...]
    found: tuple[Audited, ...]


def audit(paths: Iterable[str], bench: Bench, recogniser: Recogniser) -> Audit:
    """Audit the lists at ``paths`` (files, folders, patterns).

    A list that cannot be read is named in ``unread`` and does not stop the others.

    Raises:
        GuardError: there is no list, or none can be read.
    """
    lists: list[ListRead] = []
    unread: list[Fault] = []
    uses: dict[str, Use] = {}
    for path in find_lists(list(paths)):
        try:
            read = read_list(path)
            add_up(read, recogniser, uses)
        except GuardError as error:
            unread.extend(error.faults)
            continue
        lists.append(read)
    if not uses:
        raise GuardError(*unread, Fault("nothing was read", "name lists that have rows"))
    recall = Recall(bench.policies, bench.on)
    found = tuple(_audited(use, bench, recall) for use in by_spend(uses.values()))
    return Audit(bench.on, tuple(lists), tuple(unread), found)


def recogniser_for(settings: Settings) -> Recogniser:
    """The catalogue that comes with guard, under the body's own where it has one."""
    own = settings.folder / settings.text.audit.catalogue
    return read_recogniser([own] if settings.file and own.is_dir() else [])


def _audited(use: Use, bench: Bench, recall: Recall) -> Audited:
    match use.nature:
        case Nature.NOT_SOFTWARE:
            return Audited(use, State.NOT_SOFTWARE, None)
        case Nature.UNKNOWN | Nature.POSSIBLE:
            return Audited(use, State.UNKNOWN, None)
        case Nature.SOFTWARE:
            judged = _judged(use, bench, recall)
            return Audited(use, _state(use, judged, bench), judged)


def _judged(use: Use, bench: Bench, recall: Recall) -> Judged:
    """The same judgement that ``guard check`` makes of a request with these facts."""
    given = GivenFacts(facts_of(use, bench.settings.text.audit.it_areas), {}, BLANK)
    past = bench.history.about("", use.name)
    approvals = [each.fact("", bench.on) for each in past if each.on <= bench.on]
    known = gather(given, bench.settings, bench.register, approvals)
    return judge(known, bench.policies, bench.settings.bands, bench.on, recall)


def _state(use: Use, judged: Judged, bench: Bench) -> State:
    """What the register says; of an unknown application of a known supplier, that too."""
    state = judged.known.state
    elsewhere = bench.register is not None and bench.register.supplies(use.supplier)
    return State.MANAGED_ELSEWHERE if state is State.UNMANAGED and elsewhere else state


def facts_of(use: Use, it_areas: Iterable[str]) -> dict[str, object]:
    """What lists show of an application, as the facts that rules read."""
    first = min(use.dates, default=None)
    management: dict[str, object] = {"in_use": True}
    if first is not None:
        management["first_seen"] = dt.datetime.combine(first, MIDNIGHT)
    facts: dict[str, object] = {
        "request": {"kind": "found-in-use"},
        "application": {"name": use.name},
        "it_management": management,
        "spend": _spend(use, it_areas),
    }
    if use.supplier:
        facts["supplier"] = {"legal_name": use.supplier}
    if use.by_card:
        facts["contract"] = {"payment_method": "purchase-card"}
    if use.entry and use.entry.sso:
        facts["identity"] = {"sso_extra_cost": use.entry.sso.value == "extra"}
    return facts


def _spend(use: Use, it_areas: Iterable[str]) -> Mapping[str, object]:
    spend: dict[str, object] = {
        "charges": use.charges,
        "months": use.months,
        "recurring": use.recurring,
        "by_card": use.by_card,
        "areas": sorted(use.areas),
        "intermediaries": sorted(use.intermediaries),
        "resellers": sorted(use.resellers),
        "seen_in_traffic": use.in_traffic,
    }
    ours = {area.casefold() for area in it_areas}
    if ours and use.areas:
        spend["outside_it"] = any(area.casefold() not in ours for area in use.areas)
    if len(use.totals) == 1:
        ((currency, total),) = use.totals.items()
        spend["total"] = {"amount": max(total, Decimal())} | (
            {"currency": currency} if currency else {}
        )
    if use.dates:
        spend["first_on"] = dt.datetime.combine(min(use.dates), MIDNIGHT)
        spend["last_on"] = dt.datetime.combine(max(use.dates), MIDNIGHT)
    return spend


def audit_bench(bench: Bench) -> Bench:
    """``bench`` with the signals that only whole lists show."""
    settings = bench.settings
    names = [*settings.text.policies.use, *settings.text.audit.signals]
    policies = settings.compile(names)
    return Bench(settings, policies, bench.register, bench.history, bench.on)
