"""What ``guard policy show`` says: one rule, as a person reads it in a terminal."""

import textwrap
from collections.abc import Iterator

from guard import wording
from guard.request.allowed import allowed
from guard.workbench.manual.account import ExampleShown, RuleAccount, tidy

_LABEL = 12


def shown(account: RuleAccount, width: int = 100) -> str:
    """The rule in ``account``, at most ``width`` columns wide where words allow it."""
    return "".join(f"{line}\n" for line in _lines(account, width))


def _lines(account: RuleAccount, width: int) -> Iterator[str]:
    text = account.rule.text
    yield from _wrapped(f"{text.id}: {text.title}", width)
    yield from _said("asked of", wording.WHO[text.ask_of], width)
    yield from _said("level", account.consequence, width)
    yield from _said("why", text.why, width)
    yield from _said("next step", text.remedy, width)
    yield from _said("authority", account.authority, width)
    yield from _said("", text.source.url, width)
    yield from _said("", text.source.note, width)
    yield from _said("binds", account.binds, width)
    yield from _said("in force", account.in_force, width)
    yield from _said("policy", account.rule.policy, width)
    yield from _conditions(account, width)
    yield from _questions(account, width)
    yield from _examples(account.examples, width)


def _conditions(account: RuleAccount, width: int) -> Iterator[str]:
    yield ""
    yield from _said("applies when", account.when or "always", width)
    yield from _said("is met when", account.require, width)
    for head, text in account.definitions:
        yield from _said("where", f"{head} is {text}", width)
    for parameter in account.parameters:
        other = f" (the policy itself says {parameter.policy})" if parameter.policy else ""
        yield from _said("parameter", f"{parameter.name} = {parameter.value}{other}", width)
    for listed in account.lists:
        yield from _said("list", f"{listed.id}: {listed.title} (until {listed.until})", width)


def _questions(account: RuleAccount, width: int) -> Iterator[str]:
    if account.questions:
        yield ""
        yield "What has to be known"
    for path, question in account.questions:
        yield from _wrapped(f"- {question.text}", width, 2, 4)
        how = f"{wording.WHO[question.answerer]}: {path} = {allowed(question.kind)}"
        yield from _wrapped(how, width, 4, 6)


def _examples(examples: tuple[ExampleShown, ...], width: int) -> Iterator[str]:
    if examples:
        yield ""
        yield "Examples"
    first = {example.expect: example for example in reversed(examples)}
    for example in examples:
        if first[example.expect] is example:
            given = ", ".join(f"{path} = {value}" for path, value in example.given)
            about = f" ({example.title})" if example.title else ""
            yield from _wrapped(f"{example.expect}{about}: {given or 'nothing'}", width, 2, 4)
    if more := len(examples) - len(first):
        yield f"  and {more} more: guard policy docs"


def _said(label: str, text: str, width: int) -> Iterator[str]:
    if text:
        yield from _wrapped(f"{label:{_LABEL}}  {tidy(text)}", width, 2, _LABEL + 4)


def _wrapped(text: str, width: int, first: int = 0, rest: int = 2) -> Iterator[str]:
    yield from textwrap.wrap(
        text,
        max(width, 40),
        initial_indent=" " * first,
        subsequent_indent=" " * rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
