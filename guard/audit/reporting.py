"""An audit put into words: each text from outside made harmless, once, for every format."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from guard import __version__
from guard.audit.judging import Audited
from guard.audit.report import (
    ApplicationAnswer,
    AuditReport,
    GroundAnswer,
    ListAnswer,
    Part,
    PlaceAnswer,
    RuleNamed,
    Skip,
    Spent,
    StateCount,
)
from guard.audit.run import Audit
from guard.audit.sweeps import paused
from guard.audit.use import Use
from guard.border.text import plain
from guard.bypass import Bypass
from guard.finding import Finding
from guard.gather import State
from guard.judgement import Judged
from guard.policy.compile import Rule
from guard.register.entries import SETTLE
from guard.report import (
    SignalAnswer,
    policies_used,
    waiver_answer,
)
from guard.spend.reading import ListRead

_CENT = Decimal("0.01")
_FIRST = 5  # rows that are named of those skipped for one reason


@paused()
def make_audit_report(audit: Audit, register: str) -> AuditReport:
    """Put ``audit`` into words; every text from outside is made harmless here."""
    applications = tuple(_application(each) for each in audit.found)
    policies = next((each.judged.policies for each in audit.found if each.judged), None)
    software = [each.use for each in audit.found if each.judged]
    return AuditReport(
        guard=__version__,
        on=audit.on,
        register=plain(register),
        lists=tuple(_list(each) for each in audit.lists),
        unread=tuple(plain(f"{fault.place}: {fault.what}", 500) for fault in audit.unread),
        states=tuple(_states(applications)),
        areas=_parts((use.by_area for use in software), _dearest),
        months=_parts((use.by_month for use in software), lambda part: part.name),
        applications=applications,
        policies=policies_used(policies) if policies else (),
        rules=tuple(map(_rule, policies.rules)) if policies else (),
        notes=tuple(plain(note, 1000) for note in audit.notes),
    )


def _rule(rule: Rule) -> RuleNamed:
    text = rule.text
    return RuleNamed(
        rule=text.id,
        title=_written(text.title),
        policy=rule.policy,
        level=rule.level,
        points=text.points,
        why=_written(text.why),
        remedy=_written(text.remedy),
        source=_written(text.source.cited),
        url=_written(text.source.url),
    )


def _written(text: str) -> str:
    """What a policy says, on one line."""
    return plain(" ".join(text.split()), 1000)


def _list(read: ListRead) -> ListAnswer:
    first: dict[str, list[int]] = {}
    for run in read.skipped:
        first.setdefault(run.reason, []).append(run.place.line)
    skipped = tuple(
        Skip(plain(reason), rows, tuple(first.get(reason, ())[:_FIRST]))
        for reason, rows in sorted(read.reasons.items())
    )
    notes = tuple(plain(note) for note in read.notes)
    return ListAnswer(plain(read.file), read.read, read.used, skipped, notes)


def _application(audited: Audited) -> ApplicationAnswer:
    use, judged = audited.use, audited.judged
    grounds = (
        GroundAnswer(g.strength.value, plain(g.column), plain(g.value), plain(g.why))
        for g in use.grounds
    )
    return ApplicationAnswer(
        fingerprint=_fingerprint(use),
        name=plain(use.name),
        supplier=plain(use.supplier),
        catalogue=use.entry.id if use.entry else "",
        nature=use.nature,
        grounds=tuple(grounds) if use.grounds else (),
        state=audited.state,
        lines=use.lines,
        spent=_spent(use.totals),
        by_card=use.by_card,
        first=use.first,
        last=use.last,
        months=use.months,
        areas=tuple(map(_plain, use.departments)),
        places=tuple([PlaceAnswer(_plain(file), row) for _, file, row in use.earliest]),
        **(_judged(judged) if judged else _NOT_JUDGED),
    )


def _judged(judged: Judged) -> Mapping[str, Any]:
    """What is said only of software."""
    bypass, decision = judged.bypass, judged.decision
    return {
        "register_entry": plain(judged.known.entry),
        "band": bypass.band,
        "points": bypass.points,
        "signals": _signals(bypass),
        "not_checked": _ids(bypass.not_checked),
        "verdict": decision.verdict,
        "blocking": _ids(decision.blocking),
        "undecided": _ids(decision.undecided),
        "questions": tuple(map(_question, judged.known.questions)),
        "clear": tuple(_written(f.rule.text.remedy) for f in bypass.signals),
        "waived": tuple(waiver_answer(f.waiver) for f in judged.waived if f.waiver),
    }


_NOT_JUDGED: Mapping[str, Any] = {
    "register_entry": "", "band": None, "points": 0, "signals": (), "not_checked": (),
    "verdict": None, "blocking": (), "undecided": (), "questions": (), "clear": (), "waived": (),
}  # fmt: skip
"""The same of all others, which are most by far."""


def _ids(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(finding.rule.text.id for finding in findings)


_plain = lru_cache(maxsize=1024)(plain)  # files, departments and currencies come again and again


def _question(asked: str) -> str:
    """What is asked of the register, with the answer that a list can be given."""
    settle = "If so, give that entry this name or this supplier; if not, enter it by itself."
    return plain(asked.replace(SETTLE, settle))


def _signals(bypass: Bypass) -> tuple[SignalAnswer, ...]:
    texts = (finding.rule.text for finding in bypass.signals)
    return tuple(SignalAnswer(text.id, _written(text.sign), text.points) for text in texts)


def _fingerprint(use: Use) -> str:
    """The same for the same application, wherever it is listed, and whatever is found of it."""
    return hashlib.sha256(use.known_as.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _spent(totals: Mapping[str, Decimal]) -> tuple[Spent, ...]:
    ordered = sorted(totals.items()) if len(totals) > 1 else totals.items()
    return tuple([Spent(_plain(code), total.quantize(_CENT)) for code, total in ordered])


def _parts(
    uses: Iterable[Mapping[tuple[str, str], Decimal]], order: Callable[[Part], Any]
) -> tuple[Part, ...]:
    """What was paid under each name, of all uses together."""
    totals: dict[str, dict[str, Decimal]] = {}
    applications: Counter[str] = Counter()
    for use in uses:
        applications.update({name for name, _ in use})
        for (name, currency), amount in use.items():
            sums = totals.setdefault(name, {})
            sums[currency] = sums.get(currency, Decimal()) + amount
    parts = (Part(plain(n), applications[n], _spent(sums)) for n, sums in totals.items())
    return tuple(sorted(parts, key=order))


def _dearest(part: Part) -> tuple[Decimal, str]:
    return -sum((each.amount for each in part.spent), Decimal()), part.name


def _states(applications: Iterable[ApplicationAnswer]) -> Iterable[StateCount]:
    by_state: dict[State, list[ApplicationAnswer]] = {}
    for each in applications:
        by_state.setdefault(each.state, []).append(each)
    for state in State:
        if found := by_state.get(state):
            totals: dict[str, Decimal] = {}
            for each in found:
                for spent in each.spent:
                    totals[spent.currency] = totals.get(spent.currency, Decimal()) + spent.amount
            lines = sum(each.lines for each in found)
            yield StateCount(state, len(found), lines, _spent(totals))
