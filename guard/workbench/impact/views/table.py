"""``--format table``: for people, on a terminal or in a file."""

import datetime as dt
from collections.abc import Iterator, Mapping

from guard.border.text import plain
from guard.policy.choices import written
from guard.screen import Screen
from guard.wording import count, some
from guard.workbench.impact.comparing import Changed, Compared, Stand
from guard.workbench.impact.meaning import Kind, RuleChange
from guard.workbench.impact.run import Impact
from guard.workbench.impact.witness import Answer, Searched

MOST = 20
"""Decisions that are named; ``--format json`` has all of them."""


def render(impact: Impact, _screen: Screen) -> str:
    """What changes: rules first, then requests that could be, then those that there are."""
    return "\n".join(_lines(impact)) + "\n"


def _lines(impact: Impact) -> Iterator[str]:
    past = ", which is past" if impact.in_the_past else ""
    yield plain(f"{impact.new} against {impact.old}, as of {impact.as_of}{past}")
    if impact.beside:
        yield plain(f"Beside them: {', '.join(impact.beside)}")
    yield ""
    yield from _rules(impact.rules)
    yield ""
    yield from _requests(impact)
    for compared in impact.compared:
        yield ""
        yield from _compared(compared)


def _rules(rules: tuple[RuleChange, ...]) -> Iterator[str]:
    of = {kind: [each for each in rules if each.kind is kind] for kind in Kind}
    reworded = sum(1 for each in rules if each.reworded)
    words = f", {reworded} reworded" if reworded else ""
    counts = ", ".join(f"{len(found)} {kind.value}" for kind, found in of.items())
    yield f"{count(len(rules), 'rule')}: {counts}{words}"
    for each in rules:
        if each.kind is not Kind.SAME:
            yield f"  {each.rule:8} {each.kind.value}: {plain(each.title)} ({each.level.value})"
        for part in each.differences:
            yield f"           {part.what}"
            yield f"             - {plain(part.before, 2000) or 'nothing'}"
            yield f"             + {plain(part.after, 2000) or 'nothing'}"


def _requests(impact: Impact) -> Iterator[str]:
    if not impact.searched:
        yield "No request can be decided otherwise: every rule means the same in both."
        return
    yield f"Requests that could be ({impact.seconds:.1f} s)"
    for found in impact.searched:
        yield from _searched(found)


def _searched(found: Searched) -> Iterator[str]:
    match found.answer:
        case Answer.THE_SAME:
            yield f"  {found.rule:8} proved: no request is decided otherwise"
        case Answer.NOT_PROVED:
            yield f"  {found.rule:8} not proved, and no request was found: {found.why}"
        case Answer.SAID_OTHERWISE:
            yield f"  {found.rule:8} no request is decided otherwise; the rule says otherwise"
            yield from _example(found)
        case Answer.DECIDED_OTHERWISE:
            yield f"  {found.rule:8} decided otherwise"
            yield from _example(found)


def _example(found: Searched) -> Iterator[str]:
    example = found.example
    if example is None:
        return
    yield f"           {example.before} -> {example.after}, for a request of {example.on} with"
    facts = list(_facts(example.facts))
    yield from (f"             {fact}" for fact in facts or ["nothing in it"])
    verdicts = f"{example.verdict_before.value} -> {example.verdict_after.value}"
    yield f"           all policies, with these facts alone: {verdicts}"


def _facts(facts: Mapping[str, object], above: str = "") -> Iterator[str]:
    """Each fact on a line, as a request has it."""
    for key, value in facts.items():
        if isinstance(value, Mapping) and value:
            yield from _facts(value, f"{above}{key}.")
        else:
            yield f"{above}{key} = {plain(written(_in_days(value)))}"


def _in_days(value: object) -> object:
    """``value`` with dates as people write them, not as moments."""
    match value:
        case dt.datetime():
            return value.date()
        case Mapping():
            return {key: _in_days(item) for key, item in value.items()}
        case list():
            return [_in_days(item) for item in value]
        case _:
            return value


def _compared(found: Compared) -> Iterator[str]:
    cases, changed = f"{found.cases:,}", f"{len(found.changed):,}"
    yield f"{plain(found.source)}: {changed} of {cases} decisions change ({found.seconds:.1f} s)"
    yield from (f"  not judged: {number:,}, {why}" for why, number in found.unread.items())
    for (before, after), number in sorted(found.verdicts.items()):
        yield f"  {number:7,}  {before.value} -> {after.value}"
    if not found.changed:
        return
    yield "  because of"
    for rule, number in sorted(found.rules.items(), key=lambda each: -each[1]):
        yield f"  {number:7,}  {rule.rule}: {rule.before} -> {rule.after}"
    yield "  of"
    for name, number in sorted(found.departments.items(), key=lambda each: -each[1])[:MOST]:
        yield f"  {number:7,}  {plain(name) or 'no department that is known'}"
    yield "  such as"
    for each in found.changed[:MOST]:
        yield f"  {_one(each)}"
    if len(found.changed) > MOST:
        yield f"  and {len(found.changed) - MOST:,} more, which --format json has"


def _one(each: Changed) -> str:
    who = " ".join(part for part in (each.request, each.application) if part)
    supplier = f" from {each.supplier}" if each.supplier else ""
    rules = some([rule.rule for rule in each.rules])
    return plain(f"{who}{supplier}: {_moved(each.before, each.after)} ({rules})")


def _moved(before: Stand, after: Stand) -> str:
    """The verdict, or what else of the decision is another."""
    if before.verdict is not after.verdict:
        return f"{before.verdict.value} -> {after.verdict.value}"
    if before.band is not after.band:
        return f"{before.verdict.value}, signs of bypass: {before.band.value} -> {after.band.value}"
    return f"{before.verdict.value}, for other reasons"
