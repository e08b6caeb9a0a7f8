"""Baselines: the findings that a body has seen and lives with for now, in a file that only shrinks.

A finding is covered while nothing of the application is worse or new: its state, its verdict, its
points, the rules and signals, the departments that were taken in with it.
So what is known of an application in one place never hides what comes up in another. Nothing is
hidden at all: what is covered is marked, and has an age.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import Field

from guard.audit.report import ApplicationAnswer, AuditReport, Gone, Mark
from guard.border.document import parse_json
from guard.border.file import read_text, shown_name
from guard.border.text import plain
from guard.decision import Verdict
from guard.errors import Fault, GuardError, Place, refuse_if
from guard.gather import State
from guard.request.fact import Facts, Vocabulary
from guard.request.faults import validated
from guard.request.forms import Date

_ORDER = tuple(Verdict)
_STATES = (
    State.NOT_SOFTWARE,
    State.MANAGED,
    State.MANAGED_ELSEWHERE,
    State.UNKNOWN,
    State.UNMANAGED,
    State.REVOKED,
)
"""The states, each worse than the one before."""

LIMIT_BYTES = 33_554_432
"""The most that is read of a baseline: 32 MiB, more than a hundred thousand findings."""


class Schema(Vocabulary):
    """The shapes of a baseline that are read; a change that could break a reader adds one."""

    V1 = "urn:procurement-guard:baseline:v1"


class Known(Facts):
    """One finding of a baseline, on a line of its own."""

    fingerprint: str = Field(description="What tells it from all others.")
    name: str = Field(description="The application, for who reads the file.")
    state: State = Field(description="The state that it is in, at worst.", strict=False)
    verdict: Verdict = Field(description="The verdict on it, at most.", strict=False)
    points: int = Field(description="The points of its signals, at most.", ge=0, le=100)
    signals: list[str] = Field(description="The rules whose signals it may show.")
    blocking: list[str] = Field(description="The rules that it may fail.")
    undecided: list[str] = Field(description="The rules that may wait for an answer.")
    areas: list[str] = Field(description="The departments that may pay for it.")
    since: Date = Field(description="The day on which it was taken in.")


class _Text(Facts):
    """A baseline as it is written."""

    schema_: Schema = Field(alias="schema")
    findings: list[Known]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings of a baseline by fingerprint, and the file as it is shown."""

    file: str
    known: Mapping[str, Known]


def read_baseline(path: Path) -> Baseline:
    """The baseline at ``path``.

    Raises:
        GuardError: it cannot be read, or is none; all faults at once.
    """
    document = parse_json(read_text(path, LIMIT_BYTES), shown_name(path))
    findings = validated(_Text, document).findings
    known = {each.fingerprint: each for each in findings}
    refuse_if(
        Fault(
            "this finding stands twice in the baseline",
            "Keep the one with fewer points.",
            document.place(("findings", index)),
        )
        for index, each in enumerate(findings)
        if known[each.fingerprint] is not each
    )
    return Baseline(document.file, known)


def compare(report: AuditReport, baseline: Baseline) -> AuditReport:
    """``report`` with each finding marked, and what is gone named."""
    applications = tuple(_marked(each, baseline) for each in report.applications)
    seen = {each.fingerprint for each in report.findings}
    gone = tuple(
        Gone(plain(k.fingerprint), plain(k.name), k.state, k.points, k.since)
        for k in baseline.known.values()
        if k.fingerprint not in seen and not report.unread
    )
    return replace(report, applications=applications, baseline=baseline.file, gone=gone)


def _marked(answer: ApplicationAnswer, baseline: Baseline) -> ApplicationAnswer:
    if answer.band is None:
        return answer
    known = baseline.known.get(answer.fingerprint)
    if known is None:
        return replace(answer, baseline=Mark.NEW)
    worse = tuple(_worse(_known(answer, known.since), known))
    mark = Mark.NEW if worse else Mark.UNCHANGED
    return replace(answer, baseline=mark, baseline_since=known.since, baseline_worse=worse)


def updated(baseline: Baseline, report: AuditReport, *, growth: bool = False) -> Baseline:
    """``baseline`` without what is gone, of the findings as of each of them.

    With ``growth`` also what is new is taken in; what was known and is worse keeps its date.

    Raises:
        GuardError: a list could not be read, so that nothing can be said to be gone.
    """
    if report.unread:
        what = "a list could not be read, so nobody knows what is gone"
        remedy = "Put the list in order first, or leave it out."
        raise GuardError(Fault(what, remedy, Place(baseline.file)))
    kept: dict[str, Known] = {}
    for answer in report.findings:
        known = baseline.known.get(answer.fingerprint)
        found = _known(answer, known.since if known else report.on)
        if growth:
            kept[answer.fingerprint] = found
        elif known:
            kept[answer.fingerprint] = _both(known, found)
    return Baseline(baseline.file, kept)


def baseline_text(baseline: Baseline) -> str:
    """The file: JSON, one finding a line, in the order of names; a change is a line of a diff."""
    ordered = sorted(baseline.known.values(), key=lambda k: (k.name.casefold(), k.fingerprint))
    lines = [json.dumps(k.model_dump(mode="json"), ensure_ascii=False) for k in ordered]
    findings = ",\n    ".join(lines)
    body = f"[\n    {findings}\n  ]" if lines else "[]"
    return f'{{\n  "schema": "{Schema.V1}",\n  "findings": {body}\n}}\n'


def summary(report: AuditReport) -> str:
    """How ``report`` stands against its baseline, in one sentence."""
    marks = [each.baseline for each in report.findings]
    known = [each.baseline_since for each in report.findings if each.baseline is Mark.UNCHANGED]
    worse = sum(1 for each in report.findings if each.baseline_worse)
    new = f"{marks.count(Mark.NEW) - worse} new, {worse} worse"
    gone = "a list was not read, so none can be called" if report.unread else len(report.gone)
    said = f"Against {report.baseline}: {new}, {len(known)} unchanged, {gone} gone"
    oldest = min((day for day in known if day), default=None)
    return f"{said}; the oldest is {age(report.on, oldest)} old" if oldest else said


def age(on: dt.date, since: dt.date) -> str:
    """How long something has been in a baseline."""
    days = (on - since).days
    return f"{days} day{'' if days == 1 else 's'}"


def worse_of(report: AuditReport) -> list[str]:
    """What was known and is worse now, each with what of it the baseline does not cover."""
    worse = (each for each in report.findings if each.baseline_worse)
    return [f"{each.name}: {', '.join(each.baseline_worse)}" for each in worse]


def names_of(gone: Iterable[Gone]) -> list[str]:
    """What is gone, each with the day on which the baseline took it in."""
    return [f"{each.name} ({each.state.value}, since {each.since})" for each in gone]


def _known(answer: ApplicationAnswer, since: dt.date) -> Known:
    return Known(
        fingerprint=answer.fingerprint,
        name=answer.name or "(no name)",
        state=answer.state,
        verdict=answer.verdict or Verdict.PERMIT,
        points=answer.points,
        signals=[each.rule for each in answer.signals],
        blocking=list(answer.blocking),
        undecided=list(answer.undecided),
        areas=list(answer.areas),
        since=since,
    )


def _worse(found: Known, known: Known) -> Iterator[str]:
    """What of ``found`` the baseline does not cover; nothing where it covers all."""
    if _STATES.index(found.state) > _STATES.index(known.state):
        yield f"state {found.state.value}"
    if _ORDER.index(found.verdict) > _ORDER.index(known.verdict):
        yield f"verdict {found.verdict.value}"
    if found.points > known.points:
        yield f"{found.points} points"
    yield from _without(found.signals, known.signals)
    yield from _without(found.blocking, known.blocking)
    yield from _without(found.undecided, [*known.undecided, *known.blocking])
    folded = {area.casefold() for area in known.areas}
    yield from (f"department {area}" for area in found.areas if area.casefold() not in folded)


def _both(known: Known, found: Known) -> Known:
    """What of ``known`` is still found: a baseline never grows by itself."""
    folded = {area.casefold() for area in found.areas}
    left = {
        "state": min(known.state, found.state, key=_STATES.index),
        "verdict": min(known.verdict, found.verdict, key=_ORDER.index),
        "points": min(known.points, found.points),
        "signals": _shared(known.signals, found.signals),
        "blocking": _shared(known.blocking, found.blocking),
        "undecided": _shared([*known.undecided, *known.blocking], found.undecided),
        "areas": [area for area in known.areas if area.casefold() in folded],
    }
    return known.model_copy(update=left)


def _without(some: Iterable[str], others: Iterable[str]) -> list[str]:
    known = set(others)
    return [each for each in some if each not in known]


def _shared(some: Iterable[str], others: Iterable[str]) -> list[str]:
    known = set(others)
    return [each for each in some if each in known]
