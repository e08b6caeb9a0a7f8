"""What guard says of one request: plain values only, harmless text, the same for every format."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from guard import __version__
from guard.border.text import plain
from guard.bypass import Band, Bypass
from guard.condition.step import UNKNOWN
from guard.decision import Verdict
from guard.finding import Finding, Outcome, missing_facts
from guard.gather import Known, State, text_at
from guard.judgement import Judged, signed_roles, waived_by_requester
from guard.policy.compile import PolicySet
from guard.policy.model import Basis, Level, Verified, cited
from guard.questions import Question, question_for
from guard.request.allowed import allowed
from guard.request.fact import Answerer
from guard.waiver import Waiver, remark

SCHEMA = "urn:procurement-guard:reports:v1"
"""Names the shape of reports; a change that could break a reader makes a new name."""


@dataclass(frozen=True, slots=True)
class SeenFact:
    """A fact that decided: its path, the value seen, and who says so."""

    fact: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class SourceCited:
    """The authority that a rule rests on, and how far that was verified (and when)."""

    title: str
    section: str
    url: str
    verified: Verified
    on: dt.date

    @property
    def cited(self) -> str:
        """What it is called, and which part of it."""
        return cited(self.title, self.section)


@dataclass(frozen=True, slots=True)
class WaiverAnswer:
    """What set a rule aside: why, who decided it, what is done instead, its last day."""

    rule: str
    reason: str
    approver: str
    measure: str
    expires: dt.date
    record: int | None = None
    """The ledger's record of it; null where a file says so and nobody signed."""


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """One rule's answer. ``binds``: whether the source binds this kind of body (null: unsaid).

    With a ``waiver`` the outcome is what it would be without; it does not count.
    """

    rule: str
    policy: str
    title: str
    level: Level
    outcome: Outcome
    upcoming_from: dt.date | None
    seen: tuple[SeenFact, ...]
    missing: tuple[str, ...]
    why: str
    remedy: str
    sign_off: tuple[str, ...]
    basis: Basis
    binds: bool | None
    source: SourceCited
    points: int
    waiver: WaiverAnswer | None = None


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that could still change an answer, and the rules that wait for it.

    ``needed``: the verdict waits for it (otherwise only a warning does). ``first``: ask it now;
    the others may fall away, depending on the first answers. ``write``: what may be answered, in
    words.
    """

    fact: str
    question: str
    ask_of: Answerer
    rules: tuple[str, ...]
    write: str
    needed: bool
    first: bool


@dataclass(frozen=True, slots=True)
class SignOffAnswer:
    """A role that must sign, because of which rules, and what it said."""

    role: str
    rules: tuple[str, ...]
    given: bool
    refused: bool


@dataclass(frozen=True, slots=True)
class SignalAnswer:
    """A sign that the purchase bypasses IT, and its points."""

    rule: str
    sign: str
    points: int


@dataclass(frozen=True, slots=True)
class BypassAnswer:
    """The signals found, their sum (0-100), and the rules not checked, or set aside."""

    band: Band
    points: int
    signals: tuple[SignalAnswer, ...]
    not_checked: tuple[str, ...]
    checked: int
    of: int
    waived: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyUsed:
    """A policy or dated list that was applied, by the SHA-256 of its file."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that is said of one request.

    ``sign_offs``: who is still asked, or was until they signed; ``signed``: every role whose
    approval of this very request is in force. ``as_activated``: whether the policies are those that
    were activated in the ledger, if any were; by others nothing may be bought.
    """

    guard: str
    on: dt.date
    file: str
    request: str
    request_sha256: str
    application: str
    supplier: str
    verdict: Verdict
    state: State
    register_entry: str
    bypass: BypassAnswer
    sign_offs: tuple[SignOffAnswer, ...]
    signed: tuple[str, ...]
    missing: tuple[MissingFact, ...]
    questions: tuple[str, ...]
    notes: tuple[str, ...]
    rules: tuple[RuleAnswer, ...]
    policies: tuple[PolicyUsed, ...]
    as_activated: bool = True

    def with_outcome(self, outcome: Outcome, *levels: Level) -> tuple[RuleAnswer, ...]:
        """The answers in force with this outcome, of these levels (of any, if none is named)."""
        return tuple(
            answer
            for answer in self.rules
            if answer.outcome is outcome
            and not answer.upcoming_from
            and not answer.waiver
            and (not levels or answer.level in levels)
        )

    @property
    def coming(self) -> tuple[RuleAnswer, ...]:
        """The answers that would be failures, once their rules are in force."""
        return tuple(a for a in self.rules if a.upcoming_from and a.outcome is Outcome.FAIL)

    @property
    def waived(self) -> tuple[RuleAnswer, ...]:
        """The answers that would count against the request, were they not waived."""
        return tuple(answer for answer in self.rules if answer.waiver)

    @property
    def to_ask(self) -> tuple[MissingFact, ...]:
        """The facts to ask for now: the verdict waits for them."""
        return tuple(fact for fact in self.missing if fact.needed and fact.first)


def make_report(
    judged: Judged, file: str, request_sha256: str, questions: Mapping[str, Question]
) -> Report:
    """Put ``judged`` into words; every text from outside is made harmless here."""
    facts = judged.known.values
    return Report(
        guard=__version__,
        on=judged.on,
        file=plain(file),
        request=plain(text_at(facts, "request", "id")),
        request_sha256=request_sha256,
        application=plain(text_at(facts, "application", "name")),
        supplier=plain(text_at(facts, "supplier", "legal_name")),
        verdict=judged.decision.verdict,
        state=judged.known.state,
        register_entry=plain(judged.known.entry),
        bypass=_bypass(judged.bypass),
        sign_offs=tuple(
            SignOffAnswer(s.role, _ids(s.findings), s.given, s.refused)
            for s in judged.decision.sign_offs
        ),
        signed=tuple(sorted(signed_roles(judged.known))),
        missing=_missing(judged.findings, questions),
        questions=tuple(plain(question) for question in judged.known.questions),
        notes=tuple(plain(note) for note in (*judged.known.notes, *_of_waivers(judged))),
        rules=tuple(_rule(finding, judged.known) for finding in judged.findings),
        policies=policies_used(judged.policies),
        as_activated=judged.as_activated,
    )


def shown(value: object) -> str:
    """A value as a person reads it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case dt.datetime():
            return value.date().isoformat()
        case list():
            return ", ".join(shown(item) for item in value) or "none"
        case Mapping():
            return ", ".join(f"{key}: {shown(item)}" for key, item in value.items())
        case _:
            return "not known" if value is UNKNOWN else str(value)


def _ids(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(finding.rule.text.id for finding in findings)


def _bypass(bypass: Bypass) -> BypassAnswer:
    signals = tuple(
        SignalAnswer(f.rule.text.id, _written(f.rule.text.sign), f.rule.text.points)
        for f in bypass.signals
    )
    not_checked = _ids(bypass.not_checked)
    waived = _ids(bypass.waived)
    checked = bypass.of - len(not_checked) - len(waived)
    return BypassAnswer(
        bypass.band, bypass.points, signals, not_checked, checked, bypass.of, waived
    )


def _of_waivers(judged: Judged) -> Iterator[str]:
    """What is to be said of the waivers about this application, and whether they count."""
    for waiver in judged.waivers:
        about = f"The waiver of {waiver.rule}"
        if waived_by_requester(waiver, judged.known):
            yield f"{about} was approved by {waiver.approver}, who asks: it does not count."
        elif said := remark(waiver, judged.on):
            yield f"{about} {said}."


def waiver_answer(waiver: Waiver) -> WaiverAnswer:
    """``waiver`` as it is shown."""
    return WaiverAnswer(
        waiver.rule,
        _written(waiver.reason),
        _written(waiver.approver),
        _written(waiver.measure),
        waiver.expires,
        waiver.record,
    )


def _missing(
    findings: tuple[Finding, ...], questions: Mapping[str, Question]
) -> tuple[MissingFact, ...]:
    """The facts to ask for, those that most rules wait for first."""
    waiting = missing_facts(findings)
    paths = sorted(waiting, key=lambda path: (-len(waiting[path]), path))
    return tuple(_missing_fact(path, waiting[path], questions) for path in paths)


def _missing_fact(
    path: str, findings: tuple[Finding, ...], questions: Mapping[str, Question]
) -> MissingFact:
    question = question_for(path, questions)
    needing = [f for f in findings if f.rule.level in (Level.BLOCK, Level.SIGN_OFF)]
    return MissingFact(
        plain(path),
        _written(question.text),
        question.answerer,
        _ids(findings),
        _written(allowed(question.kind)),
        needed=bool(needing),
        first=any(path in finding.ask_first for finding in needing or findings),
    )


def _written(text: str) -> str:
    """What a policy says, on one line."""
    return plain(" ".join(text.split()), 1000)


def _rule(finding: Finding, known: Known) -> RuleAnswer:
    text = finding.rule.text
    seen = tuple(
        SeenFact(plain(s.path), plain(shown(s.value)), plain(known.source(s.path)))
        for s in finding.seen
        if s.value is not UNKNOWN
    )
    body = text_at(known.values, "requester", "organisation", "type")
    return RuleAnswer(
        rule=text.id,
        policy=finding.rule.policy,
        title=_written(text.title),
        level=finding.rule.level,
        outcome=finding.outcome,
        upcoming_from=text.effective_from if finding.upcoming else None,
        seen=seen,
        missing=tuple(sorted(finding.missing)) if finding.outcome is Outcome.UNKNOWN else (),
        why=_written(text.why),
        remedy=_written(text.remedy),
        sign_off=tuple(text.sign_off),
        basis=text.basis,
        binds=body in text.binds if text.binds and body else None,
        source=SourceCited(
            _written(text.source.title),
            _written(text.source.section),
            _written(text.source.url),
            text.source.verified,
            text.source.on,
        ),
        points=text.points,
        waiver=waiver_answer(finding.waiver) if finding.waiver else None,
    )


def policies_used(policies: PolicySet) -> tuple[PolicyUsed, ...]:
    """The policies and dated lists of ``policies``, each by the digest of its file."""
    packs = (PolicyUsed(p.text.id, _written(p.text.version), p.digest) for p in policies.packs)
    lists = (
        PolicyUsed(f"lists/{name}", listed.text.valid_from.isoformat(), listed.digest)
        for name, listed in policies.lists.items()
    )
    return (*packs, *lists)
