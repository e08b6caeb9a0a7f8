"""Whole requests written into policies, and what is to be decided of them."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import Field

from guard.bypass import Bands
from guard.errors import Fault, Place, refuse_if
from guard.examples import DEFAULT_DATE, Expected, fact_types, nested, read_table
from guard.finding import Finding
from guard.gather import Known, State
from guard.judgement import Judged, judge
from guard.policy.compile import PolicySet
from guard.policy.library import Pack, bases
from guard.policy.model import RuleId
from guard.request.fact import Facts, Vocabulary
from guard.waiver import Waiver

_NAME = "the application of this case"
_BANDS = Bands(60, 30, 10)


class Wanted(Vocabulary):
    """The verdict that a case may expect: see ``guard.decision``."""

    PERMIT = "permit"
    REFER = "refer"
    DENY = "deny"


class Case(Facts):
    """A whole request: its facts by dotted path, the verdict, and what single rules say of it.

    ``waived_until``: the last day of a waiver, for each rule that has one.
    """

    given: dict[str, Any]
    expect: Wanted
    title: str = ""
    on: dt.date = DEFAULT_DATE
    rules: dict[RuleId, Expected] = Field({})
    waived_until: dict[RuleId, dt.date] = Field({})


@dataclass(frozen=True, slots=True)
class TriedCase:
    """A case that was run: where it stands, and each way in which it came out otherwise."""

    text: Case
    place: Place
    wrong: tuple[str, ...]


def try_cases(policies: PolicySet, pack: Pack) -> Iterator[TriedCase]:
    """Run every case of ``pack``: by its own rules, and those of all that it extends.

    Raises:
        GuardError: a case that cannot be read, or that names a rule that is not among them.
    """
    ids = bases(pack, policies.packs)
    rules = tuple(rule for rule in policies.rules if rule.policy in ids)
    for index, raw in enumerate(pack.text.case):
        place = pack.document.place(("case", index))
        case = read_table(Case, raw, pack.document, ("case", index))
        known = {rule.text.id for rule in rules}
        unknown = [each for each in (*case.rules, *case.waived_until) if each not in known]
        remedy = f"name rules of {', '.join(sorted(ids))}"
        refuse_if(Fault(f"no rule here has the id {each}", remedy, place) for each in unknown)
        path = ("case", index, "given")
        facts = nested(case.given, fact_types(policies), pack.document, path)
        judged = _judged(case, replace(policies, rules=rules), facts)
        yield TriedCase(case, place, tuple(_wrong(case, judged)))


def _judged(case: Case, policies: PolicySet, facts: Mapping[str, object]) -> Judged:
    application = facts.get("application", {})
    named = {"name": _NAME} | (dict(application) if isinstance(application, Mapping) else {})
    values = dict(facts) | ({"application": named} if case.waived_until else {})
    waivers = (
        Waiver(rule, str(named["name"]), "", "a case", "nobody", "none", until)
        for rule, until in case.waived_until.items()
    )
    known = Known(values, {}, State.UNKNOWN, "", (), ())
    return judge(known, policies, _BANDS, case.on, waivers=waivers)


def _wrong(case: Case, judged: Judged) -> Iterator[str]:
    verdict = judged.decision.verdict
    if verdict.value != case.expect.value:
        yield f"the verdict is {verdict}, expected {case.expect}"
    found = {finding.rule.text.id: _said(finding) for finding in judged.findings}
    for rule, expected in case.rules.items():
        if found[rule] != expected:
            yield f"{rule} gave {found[rule]}, expected {expected}"


def _said(finding: Finding) -> str:
    if finding.upcoming:
        return Expected.UPCOMING
    return Expected.WAIVED if finding.waived else str(finding.outcome)
