"""``--explain RULE``: the whole reasoning of one rule, each part with what it came to."""

from collections.abc import Iterator
from difflib import get_close_matches

from guard import wording
from guard.assessment import Assessment
from guard.border.text import plain
from guard.condition.step import Step
from guard.errors import Fault, GuardError
from guard.finding import Finding
from guard.report import RuleAnswer, shown


def explain_rule(assessment: Assessment, rule: str) -> str:
    """The reasoning of ``rule`` for one request, as indented text.

    Raises:
        GuardError: no policy in use has the rule; names those most like it.
    """
    for finding, answer in zip(assessment.judged.findings, assessment.report.rules, strict=True):
        if answer.rule == rule.strip().upper():
            return "\n".join(_lines(finding, answer)) + "\n"
    known = [answer.rule for answer in assessment.report.rules]
    near = get_close_matches(rule.strip().upper()[:60], known)
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    remedy = f"{hint}See the rules there are: guard policy list"
    raise GuardError(Fault(f'no policy in use has a rule "{plain(rule, 60)}"', remedy))


def _lines(finding: Finding, answer: RuleAnswer) -> Iterator[str]:
    yield f"{answer.rule}: {answer.title}"
    yield f"  outcome   {answer.outcome} (level {answer.level}, policy {answer.policy})"
    for line in wording.waiver_lines(answer.waiver) if answer.waiver else ():
        yield f"  waiver    {line}"
    yield f"  why       {answer.why}"
    yield f"  remedy    {answer.remedy}"
    yield f"  authority {wording.authority_line(answer)}"
    if answer.source.url:
        yield f"            {answer.source.url}"
    yield "  applies when"
    yield from _steps(finding.when, 4)
    if finding.require is not None:
        yield "  requires"
        yield from _steps(finding.require, 4)
    if answer.missing:
        yield f"  missing   {', '.join(plain(path) for path in answer.missing)}"


def _steps(step: Step, indent: int) -> Iterator[str]:
    yield f"{' ' * indent}{_value(step):9} {plain(step.text, 300)}"
    for part in step.parts:
        yield from _steps(part, indent + 2)


def _value(step: Step) -> str:
    return plain(shown(step.value), 60)
