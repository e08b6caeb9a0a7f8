"""``sarif``: SARIF 2.1.0, for code scanning and for viewers of results.

One result for each application, and not one for each of its signals: a person decides about the
application, once, and dismisses one alert for it. The result stands under the rule that weighs
most; the others are in its message and its properties. Each rule that a waiver set aside is a
result of its own, suppressed. What is gone since the baseline is told in a notification and not as
an absent result, which code scanning that does not know of baselines would show as an alert.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from guard.audit.baseline import names_of
from guard.audit.report import ApplicationAnswer, AuditReport, Mark, PlaceAnswer, RuleNamed
from guard.audit.wording import Alarm, account, alarm, headline, paid, sentence, weightiest
from guard.border.sarif import location, log, message
from guard.policy.model import Level
from guard.report import WaiverAnswer
from guard.screen import Screen

_KIND = {
    Alarm.ERROR: ("fail", "error"),
    Alarm.WARNING: ("fail", "warning"),
    Alarm.REVIEW: ("review", "none"),
    Alarm.OPEN: ("open", "none"),
    Alarm.PASS: ("pass", "none"),
}
"""Kind and level: the standard has a level other than "none" for what fails only."""

_LEVEL = {
    Level.BLOCK: "error",
    Level.SIGN_OFF: "warning",
    Level.WARN: "warning",
    Level.INFO: "note",
}


def render(report: AuditReport, _screen: Screen) -> str:
    """One run: the rules, a result for each application that is software, what was not read."""
    return json.dumps(log(_run(report)), indent=2, ensure_ascii=False) + "\n"


def _run(report: AuditReport) -> dict[str, Any]:
    index = {rule.rule: number for number, rule in enumerate(report.rules)}
    driver = {
        "name": "procurement-guard",
        "semanticVersion": report.guard,
        "rules": list(map(_rule, report.rules)),
    }
    return {
        "tool": {"driver": driver},
        "language": "en-GB",
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not report.unread,
                "toolExecutionNotifications": list(_notifications(report)),
            }
        ],
        "results": list(_results(report.findings, index)),
        "properties": {
            "on": report.on.isoformat(),
            "verdict": report.verdict.value,
            "applicationsByState": {each.state.value: each.applications for each in report.states},
            "policies": [
                {"id": each.id, "version": each.version, "sha256": each.sha256}
                for each in report.policies
            ],
        },
    }


def _rule(rule: RuleNamed) -> dict[str, Any]:
    descriptor: dict[str, Any] = {
        "id": rule.rule,
        "shortDescription": message(rule.title),
        "fullDescription": message(rule.why),
        "help": message(f"{rule.remedy} Source: {rule.source}."),
        "defaultConfiguration": {"level": _LEVEL[rule.level]},
        "properties": {"tags": [rule.policy], "points": rule.points},
    }
    if rule.url:
        descriptor["helpUri"] = quote(rule.url, safe="%:/?#[]@!$&'()*+,;=~")
    return descriptor


def _results(found: Iterable[ApplicationAnswer], index: dict[str, int]) -> Iterator[dict[str, Any]]:
    for each in found:
        rule, how = weightiest(each), alarm(each)
        if rule and how:
            yield _result(each, how) | {"ruleId": rule, "ruleIndex": index[rule]}
        for waiver in each.waived:
            yield _suppressed(each, waiver) | {"ruleIndex": index[waiver.rule]}


def _result(answer: ApplicationAnswer, how: Alarm) -> dict[str, Any]:
    kind, level = _KIND[how]
    clear = f" What clears it: {answer.clear[0]}" if answer.clear else ""
    return {
        "kind": kind,
        "level": level,
        "message": message(f"{sentence(answer)}. {paid(answer)}.{clear}"),
        "occurrenceCount": answer.lines,
        "properties": _properties(answer),
        **_whereabouts(answer, _fingerprint(answer)),
    }


def _suppressed(answer: ApplicationAnswer, waiver: WaiverAnswer) -> dict[str, Any]:
    said = f"{waiver.reason}. Instead: {waiver.measure}. By {waiver.approver}"
    return {
        "ruleId": waiver.rule,
        "kind": "fail",
        "level": "note",
        "message": message(
            f"{answer.name} does not meet {waiver.rule}, which a waiver sets aside."
        ),
        "suppressions": [
            {
                "kind": "external",
                "status": "accepted",
                "justification": f"{said}, until {waiver.expires}.",
            }
        ],
        **_whereabouts(answer, f"{_fingerprint(answer)}/{waiver.rule}"),
    }


def _fingerprint(answer: ApplicationAnswer) -> str:
    """Another where the state is another: who dismissed an alert did not dismiss what follows."""
    return f"{answer.fingerprint}/{answer.state.value}"


def _whereabouts(answer: ApplicationAnswer, fingerprint: str) -> dict[str, Any]:
    """Where it was seen, and how it is known again."""
    where: dict[str, Any] = {
        "locations": list(map(_location, answer.places[:1])),
        "relatedLocations": list(map(_location, answer.places[1:])),
        "partialFingerprints": {
            "application/v1": fingerprint,
            # The only one that GitHub reads. What it makes itself changes with each new row.
            "primaryLocationLineHash": f"{fingerprint}:1",
        },
    }
    if answer.baseline is not Mark.NONE:
        worse = answer.baseline is Mark.NEW and answer.baseline_since
        where["baselineState"] = "updated" if worse else answer.baseline.value
    return where


def _properties(answer: ApplicationAnswer) -> dict[str, Any]:
    return {
        "application": answer.name,
        "supplier": answer.supplier,
        "state": answer.state.value,
        "band": answer.band.value if answer.band else None,
        "points": answer.points,
        "signals": {each.rule: each.points for each in answer.signals},
        "notChecked": list(answer.not_checked),
        "verdict": answer.verdict.value if answer.verdict else None,
        "blocking": list(answer.blocking),
        "undecided": list(answer.undecided),
        "spent": [{"currency": s.currency, "amount": str(s.amount)} for s in answer.spent],
        "areas": list(answer.areas),
        "clear": list(answer.clear),
        "baselineWorse": list(answer.baseline_worse),
    }


def _notifications(report: AuditReport) -> Iterator[dict[str, Any]]:
    for fault in report.unread:
        yield {"level": "error", "message": message(f"Not read: {fault}")}
    for each in report.lists:
        for skip in each.skipped:
            yield {
                "level": "note",
                "message": message(f"{skip.rows} of {each.read} rows not used: {skip.reason}"),
                "locations": [location(each.file, next(iter(skip.at), 0))],
            }
    for note in report.notes:
        yield {"level": "note", "message": message(note)}
    for gone in names_of(report.gone):
        yield {"level": "note", "message": message(f"Gone since the baseline: {gone}")}
    yield {"level": "note", "message": message(f"{headline(report)}. {account(report)}.")}


def _location(place: PlaceAnswer) -> dict[str, Any]:
    return location(place.file, place.row)
