"""Baselines: the findings that a body has seen and lives with for now, in a file that only shrinks.

A finding is covered while the same application is in the same state, with no worse verdict and no
more points than were taken in. Nothing is hidden: what is covered is marked, and has an age.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
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

LIMIT_BYTES = 33_554_432
"""The most that is read of a baseline: 32 MiB, more than a hundred thousand findings."""


class Schema(Vocabulary):
    """The shapes of a baseline that are read; a change that could break a reader adds one."""

    V1 = "urn:procurement-guard:baseline:v1"


class Known(Facts):
    """One finding of a baseline, on a line of its own."""

    fingerprint: str = Field(description="What tells it from all others.")
    name: str = Field(description="The application, for who reads the file.")
    state: State = Field(description="Its state when it was taken in.", strict=False)
    verdict: Verdict = Field(description="The verdict on it, at most.", strict=False)
    points: int = Field(description="The points of its signals, at most.", ge=0, le=100)
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

    def covers(self, answer: ApplicationAnswer) -> bool:
        """Whether ``answer`` is no worse than what was taken in."""
        known = self.known.get(answer.fingerprint)
        return known is not None and not _worse(_known(answer, known.since), known)


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
        if k.fingerprint not in seen
    )
    return replace(report, applications=applications, baseline=baseline.file, gone=gone)


def _marked(answer: ApplicationAnswer, baseline: Baseline) -> ApplicationAnswer:
    if answer.band is None:
        return answer
    known = baseline.known.get(answer.fingerprint)
    mark = Mark.UNCHANGED if baseline.covers(answer) else Mark.NEW
    return replace(answer, baseline=mark, baseline_since=known.since if known else None)


def updated(baseline: Baseline, report: AuditReport, *, growth: bool = False) -> Baseline:
    """``baseline`` without what is gone, and with no more points than are left.

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
        if growth or (known and not _worse(found, known)):
            kept[answer.fingerprint] = found
        elif known:
            kept[answer.fingerprint] = known
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
    new, old, gone = marks.count(Mark.NEW), len(known), len(report.gone)
    said = f"Against {report.baseline}: {new} new, {old} unchanged, {gone} gone"
    oldest = min((day for day in known if day), default=None)
    return f"{said}; the oldest is {age(report.on, oldest)} old" if oldest else said


def age(on: dt.date, since: dt.date) -> str:
    """How long something has been in a baseline."""
    days = (on - since).days
    return f"{days} day{'' if days == 1 else 's'}"


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
        since=since,
    )


def _worse(found: Known, known: Known) -> bool:
    order = list(Verdict)
    return found.points > known.points or order.index(found.verdict) > order.index(known.verdict)
