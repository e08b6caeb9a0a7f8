"""Each application of the lists judged, as ``guard check`` judges a request with these facts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guard.assessment import Bench, sealed_waivers
from guard.audit.applying import Applier
from guard.audit.shown import Scope, facts_of
from guard.audit.use import Use
from guard.border.document import Document
from guard.catalogue.grounds import Nature
from guard.gather import Known, State, gather
from guard.judgement import Judged, judge
from guard.name import key
from guard.request.reading import GivenFacts

BLANK = Document("", {}, "", "toml")


@dataclass(frozen=True, slots=True)
class Audited:
    """One application or supplier of the lists; ``judged`` only where it is software."""

    use: Use
    state: State
    judged: Judged | None


def judge_uses(
    uses: Iterable[Use], bench: Bench, scope: Scope, rules: Applier
) -> Iterator[Audited]:
    """What is made of each of ``uses``, in their order; ``rules`` applies those of ``bench``."""
    all_uses = tuple(uses)
    sealed = frozenset(bench.history.applications())
    software = (use for use in all_uses if use.nature is Nature.SOFTWARE)
    known = [_known(use, bench, scope, sealed) for use in software]
    judged = _judged(known, bench, rules)
    return (_audited(use, judged, bench) for use in all_uses)


def _judged(known: list[Known], bench: Bench, rules: Applier) -> Iterator[Judged]:
    findings = rules.findings([each.values for each in known])
    policies, bands = bench.policies, bench.settings.bands
    signed = sealed_waivers(bench.history.waivers(), policies, bench.on)
    waivers = [*bench.waivers, *signed]
    for each, found in zip(known, findings, strict=True):
        yield judge(each, policies, bands, bench.on, found=found, waivers=waivers)


def _known(use: Use, bench: Bench, scope: Scope, sealed: frozenset[str]) -> Known:
    """All facts of one application; ``sealed``: those the ledger has records of, by their keys."""
    given = GivenFacts(facts_of(use, scope), {}, BLANK)
    past = bench.history.about("", use.name) if key(use.name) in sealed else ()
    approvals = [each.fact("", bench.on) for each in past if each.on <= bench.on]
    return gather(given, bench.settings, bench.register, approvals)


def _audited(use: Use, judged: Iterator[Judged], bench: Bench) -> Audited:
    """``judged`` has the next of those that are software."""
    match use.nature:
        case Nature.NOT_SOFTWARE:
            return Audited(use, State.NOT_SOFTWARE, None)
        case Nature.UNKNOWN | Nature.POSSIBLE:
            return Audited(use, State.UNKNOWN, None)
        case Nature.SOFTWARE:
            own = next(judged)
            return Audited(use, _state(use, own, bench), own)


def _state(use: Use, judged: Judged, bench: Bench) -> State:
    """What the register says; of an unknown application of a known supplier, that too."""
    state = judged.known.state
    elsewhere = bench.register is not None and bench.register.supplies(use.supplier)
    return State.MANAGED_ELSEWHERE if state is State.UNMANAGED and elsewhere else state
