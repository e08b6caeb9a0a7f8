"""Live approvals assessed again: what would today be decided otherwise, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guard import wording
from guard.assessment import Assessment, Bench, assess
from guard.border.text import plain
from guard.decision import EXIT_CODE, Verdict
from guard.errors import GuardError
from guard.finding import Finding
from guard.history.past import Hold
from guard.history.standing import IN_FORCE, Case, Standing
from guard.history.uncounted import Uncounted
from guard.overview.reopened import document_of, reopened
from guard.record import canonical
from guard.record.events import Measured
from guard.role import called

SCHEMA = "urn:procurement-guard:recheck:v1"
"""Names the shape of the answer as JSON; a change that could break a reader makes a new name."""

LIVE = IN_FORCE | {Standing.EXPIRED, Standing.REVIEW_OVERDUE}
"""What may still be in use: nobody took it back, refused or replaced it."""

_ENDED = frozenset({Standing.EXPIRED, Standing.REVIEW_OVERDUE})
_UNFIT = (GuardError, LookupError, TypeError, ValueError, ArithmeticError, AttributeError)


@dataclass(frozen=True, slots=True)
class Changed:
    """A rule that today stands in the way: what it came to then (empty: it was not there)."""

    rule: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Rechecked:
    """One live case; every text is harmless.

    ``then``: what was decided (null: nobody did, as in emergency use). ``now``: what would be
    decided today (null: it cannot be assessed again, ``why`` tells). ``older``: the policies that
    have changed since.
    """

    request: str
    application: str
    record: int
    standing: Standing
    then: Verdict | None
    now: Verdict | None
    why: str
    changed: tuple[Changed, ...]
    older: tuple[str, ...]
    next: str

    @property
    def exit_code(self) -> int:
        """0 still permitted; 3 referred, ended, or conditions are overdue; 1 denied."""
        if self.now is Verdict.DENY:
            return EXIT_CODE[Verdict.DENY]
        good = self.now is Verdict.PERMIT and self.standing is Standing.APPROVED
        return EXIT_CODE[Verdict.PERMIT if good else Verdict.REFER]


def recheck(bench: Bench) -> Iterator[Rechecked]:
    """Every live case of the ledger against today's policies, register, waivers and dates.

    Raises:
        GuardError: a record of the ledger is not what was signed.
    """
    for case in bench.history.cases(bench.on):
        if case.standing in LIVE:
            yield _rechecked(case, bench)


def worst(found: tuple[Rechecked, ...], uncounted: tuple[Uncounted, ...] = ()) -> int:
    """The exit code for all of them: denied before referred before permitted.

    Records that do not count are for somebody to look at.
    """
    codes = {each.exit_code for each in found}
    codes |= {EXIT_CODE[Verdict.REFER]} if uncounted else set()
    return max(codes, key=list(EXIT_CODE.values()).index, default=0)


def _rechecked(case: Case, bench: Bench) -> Rechecked:
    deed = bench.history.at(case.measured) if case.measured is not None else None
    act = deed.statement.predicate if deed else None
    measured = act if isinstance(act, Measured) else None
    again = _assessed(case, bench)
    assessed = again if isinstance(again, Assessment) else None
    then = None if case.emergency else Verdict.PERMIT
    return Rechecked(
        plain(case.request_id),
        plain(case.application),
        case.records[-1] if case.measured is None else case.measured,
        case.standing,
        then,
        assessed.report.verdict if assessed else None,
        "" if isinstance(again, Assessment) else plain(again),
        tuple(_changed(measured, assessed, bench)) if assessed else (),
        tuple(_older(measured, assessed)) if assessed and measured else (),
        plain(_next(case, bench, again), 1000),
    )


def _assessed(case: Case, bench: Bench) -> Assessment | str:
    """The request as it was sealed, assessed today; or why that cannot be done."""
    found = reopened(case, bench.history, private=True)
    if not found.facts:
        return "its request is no longer in the ledger"
    if not found.whole:
        return "its private values are no longer disclosed"
    try:
        document = document_of(found, "REQUEST", bench.policies.own_facts)
        again = assess(document, bench)
    except _UNFIT as error:
        told = error.faults[0].what if isinstance(error, GuardError) else str(error)
        return f"its request does not fit today's questions: {told}"
    if again.report.request_sha256 != case.request_sha256:
        return "its request would be written otherwise today, so no signature would count for it"
    return again


def _changed(measured: Measured | None, again: Assessment, bench: Bench) -> Iterator[Changed]:
    """The rules that stand in the way today, and came to something else then."""
    then = _outcomes(measured, bench)
    decision = again.judged.decision
    unsigned = [finding for role in decision.outstanding for finding in role.findings]
    told = {id(each): each for each in (*decision.blocking, *decision.undecided, *unsigned)}
    for each in told.values():
        before, now = then.get(each.rule.text.id, ""), _outcome(each)
        if before != now:
            yield Changed(each.rule.text.id, before, now)


def _outcome(finding: Finding) -> str:
    return f"{finding.outcome.value} ({finding.rule.level.value})"


def _outcomes(measured: Measured | None, bench: Bench) -> Mapping[str, str]:
    """What each rule came to when the case was last measured."""
    records = bench.history.records
    content = measured and records and records.document(measured.decision.findings.sha256)
    found = canonical.read(content) if content else []
    return {each["rule"]: _then(each) for each in found}


def _then(sealed: Mapping[str, object]) -> str:
    if sealed.get("upcoming"):
        return "not in force yet"
    return "waived" if sealed.get("waiver") else f"{sealed['outcome']} ({sealed['level']})"


def _older(measured: Measured, again: Assessment) -> Iterator[str]:
    """The policies and dated lists that are not those of then."""
    today = {each.id: each for each in again.report.policies}
    for each in measured.policies:
        now = today.pop(each.name, None)
        was = f"{each.name} {each.annotations.version}"
        if now is None:
            yield plain(f"{was}: no longer in use")
        elif now.sha256 != each.digest.sha256:
            other = now.version != each.annotations.version
            yield plain(f"{was}: now {now.version}" if other else f"{was}: changed since")
    yield from (plain(f"{each.id} {each.version}: new") for each in today.values())


def _next(case: Case, bench: Bench, again: Assessment | str) -> str:
    """What to do about it; empty where it holds as it is."""
    if case.standing in _ENDED and case.use:
        where = case.use.index
        return f"review it: guard approve REQUEST; if it is used no longer: guard revoke {where}"
    if case.standing in _ENDED:
        over = (each.index for each in case.approvals if each.state(bench.on) is Hold.EXPIRED)
        where = min(over)
        return (
            f"renew it: guard renew REQUEST --of {where}; if used no longer: guard revoke {where}"
        )
    if isinstance(again, str):
        return "assess it from the file of the request: guard check REQUEST"
    late = [each for each in case.conditions if each.overdue(bench.on)]
    if late:
        return f"let {called(late[0].owner)} do what was due on {late[0].due}: {late[0].text}"
    if again.report.verdict is Verdict.PERMIT and case.standing is Standing.APPROVED:
        return ""
    return wording.next_steps(again.report)[0]
