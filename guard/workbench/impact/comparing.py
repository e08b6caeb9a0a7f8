"""Cases judged by both versions on one date: which decisions change, and by which rules."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from guard.assessment import sealed_waivers
from guard.bypass import Band, Bands
from guard.decision import Verdict
from guard.finding import Finding, Outcome
from guard.gather import Known
from guard.judgement import Judged, judge
from guard.policy.compile import PolicySet
from guard.policy.model import Level
from guard.recall import Recall
from guard.waiver import Waiver
from guard.workbench.impact.meaning import NOT_THERE, Kind, RuleChange

if TYPE_CHECKING:
    from guard.history.standing import PastWaiver


@dataclass(frozen=True, slots=True)
class Case:
    """One request or application whose facts are known; ``department`` where that is known too.

    ``sealed``: waivers of the ledger, which count as far as a version lets their signers give them.
    """

    request: str
    application: str
    supplier: str
    department: str
    known: Known
    waivers: tuple[Waiver, ...] = ()
    sealed: "tuple[PastWaiver, ...]" = ()


@dataclass(frozen=True, slots=True)
class Stand:
    """A decision: its verdict, what blocks, what is undecided, who must still sign, the band."""

    verdict: Verdict
    blocking: tuple[str, ...]
    undecided: tuple[str, ...]
    to_sign: tuple[str, ...]
    band: Band


@dataclass(frozen=True, slots=True)
class Turned:
    """A rule whose answer changed."""

    rule: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A decision that changes, whom it is about, and which rules answer otherwise."""

    request: str
    application: str
    supplier: str
    department: str
    before: Stand
    after: Stand
    rules: tuple[Turned, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """All cases of one source; ``unread`` says of the others why they could not be judged.

    ``verdicts`` counts all cases by verdict before and after; ``rules`` and ``departments`` only
    those whose decision changes.
    """

    source: str
    cases: int
    changed: tuple[Changed, ...]
    verdicts: Mapping[tuple[Verdict, Verdict], int]
    rules: Mapping[Turned, int]
    departments: Mapping[str, int]
    unread: Mapping[str, int]
    seconds: float


class Judges:
    """Both versions on one date; what means the same in both is answered once."""

    def __init__(
        self,
        old: PolicySet,
        new: PolicySet,
        changes: Iterable[RuleChange],
        on: dt.date,
        bands: Bands,
    ) -> None:
        """Nothing is judged yet."""
        same = {change.rule for change in changes if change.kind is Kind.SAME}
        places = {rule.text.id: index for index, rule in enumerate(old.rules)}
        others = tuple(rule for rule in new.rules if rule.text.id not in same)
        self._old, self._new = old, new
        self._shared = [places[r.text.id] if r.text.id in same else None for r in new.rules]
        self._then, self._now = Recall(old, on), Recall(replace(new, rules=others), on)
        self._on, self._bands = on, bands

    def judge(self, case: Case) -> tuple[Judged, Judged]:
        """The case judged by the old version and by the new one."""
        facts = case.known.values
        before, others = self._then.apply(facts), iter(self._now.apply(facts))
        after = tuple(next(others) if shared is None else before[shared] for shared in self._shared)
        return self._judged(case, self._old, before), self._judged(case, self._new, after)

    def _judged(self, case: Case, policies: PolicySet, found: tuple[Finding, ...]) -> Judged:
        sealed = sealed_waivers(case.sealed, policies, self._on) if case.sealed else ()
        waivers = (*case.waivers, *sealed)
        return judge(case.known, policies, self._bands, self._on, found=found, waivers=waivers)


def compare(
    source: str,
    cases: Iterable[Case],
    judges: Judges,
    unread: Mapping[str, int],
    clock: Callable[[], float],
) -> Compared:
    """Judge every case by both versions.

    Args:
        source: what the cases are of, for people.
        cases: read one by one, once.
        judges: both versions.
        unread: filled by whoever reads the cases, by reason.
        clock: seconds that pass, for the time it took.
    """
    begun = clock()
    verdicts: Counter[tuple[Verdict, Verdict]] = Counter()
    changed: list[Changed] = []
    for case in cases:
        before, after = judges.judge(case)
        verdicts[before.decision.verdict, after.decision.verdict] += 1
        if turned := _changed(case, before, after):
            changed.append(turned)
    return Compared(
        source,
        verdicts.total(),
        tuple(changed),
        verdicts,
        Counter(rule for each in changed for rule in each.rules),
        Counter(each.department for each in changed),
        unread,
        clock() - begun,
    )


def _changed(case: Case, before: Judged, after: Judged) -> Changed | None:
    then, now = _stand(before), _stand(after)
    if then == now:
        return None
    rules = tuple(_turned(before.findings, after.findings))
    return Changed(case.request, case.application, case.supplier, case.department, then, now, rules)


def _stand(judged: Judged) -> Stand:
    decision = judged.decision
    return Stand(
        decision.verdict,
        tuple(finding.rule.text.id for finding in decision.blocking),
        tuple(finding.rule.text.id for finding in decision.undecided),
        tuple(sign_off.role for sign_off in decision.outstanding),
        judged.bypass.band,
    )


def _turned(before: Iterable[Finding], after: Iterable[Finding]) -> Iterator[Turned]:
    """The rules that answer otherwise, or as before and count otherwise."""
    then = {finding.rule.text.id: finding for finding in before}
    now = {finding.rule.text.id: finding for finding in after}
    for name in dict.fromkeys([*then, *now]):
        one, other = then.get(name), now.get(name)
        if one is not other and _said(one) != _said(other):
            yield Turned(name, _said(one), _said(other))


def _said(finding: Finding | None) -> str:
    """What a rule says, with what it counts as where that can matter."""
    if finding is None:
        return NOT_THERE
    if finding.waived:
        return "waived"
    if finding.upcoming:
        return "upcoming"
    if not finding.counts:
        return finding.outcome.value
    text, level = finding.rule.text, finding.rule.level
    counts = [level.value, *(text.sign_off if level is Level.SIGN_OFF else ())]
    if text.points and finding.outcome is Outcome.FAIL:
        counts.append(f"{text.points} points")
    return f"{finding.outcome.value} ({', '.join(counts)})"
