"""A rule's examples, run: facts as a person writes them, and the outcome that is expected."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from guard.condition.types import ListOf, String, Struct, Timestamp, Type
from guard.document import Document
from guard.errors import Fault, GuardError, Place, refuse_if
from guard.finding import Finding, Outcome, apply_rule
from guard.policy.compile import PolicySet, Rule
from guard.policy.environment import environment
from guard.policy.library import Pack
from guard.text import plain
from guard.request.fact import Facts, Vocabulary
from guard.request.faults import validated

DEFAULT_DATE = dt.date(2026, 11, 22)
"""The date at which an example is decided if it names none: examples must not age."""


class Expected(Vocabulary):
    """What an example may expect: an outcome, or that the rule is not yet in force."""

    PASS = "pass"  # noqa: S105 (not a password)
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"
    UPCOMING = "upcoming"


class Example(Facts):
    """One example: facts by dotted path, and what the rule says of them."""

    given: dict[str, Any]
    expect: Expected
    on: dt.date = DEFAULT_DATE
    title: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """An example that was run: the rule, what was expected, what came out, and where it stands."""

    rule: Rule
    expected: Expected
    finding: Finding
    place: Place

    @property
    def as_expected(self) -> bool:
        """Whether the rule said what the example expects."""
        if self.expected is Expected.UPCOMING:
            return self.finding.upcoming
        return not self.finding.upcoming and self.finding.outcome == Outcome(self.expected)


def try_examples(policies: PolicySet, pack: Pack) -> Iterator[Tried]:
    """Run every example of ``pack``, whose rules are among those of ``policies``.

    Raises:
        GuardError: examples that cannot be read, all faults of one example at once.
    """
    rules = {rule.text.id: rule for rule in policies.rules}
    names = environment({}, {}, policies.own_facts)
    for index, text in enumerate(pack.text.rule):
        for number, raw in enumerate(text.example):
            path = ("rule", index, "example", number)
            example = _read(raw, pack.document, path)
            facts = _facts(example.given, names, pack.document, (*path, "given"))
            finding = apply_rule(rules[text.id], policies, facts, example.on)
            yield Tried(rules[text.id], example.expect, finding, pack.document.place(path))


def _read(raw: dict[str, Any], document: Document, path: tuple[str | int, ...]) -> Example:
    try:
        return validated(Example, Document(document.file, raw, "", document.kind))
    except GuardError as error:
        place = document.place(path)
        faults = (Fault(f.what, f.remedy, place) for f in error.faults)
        raise GuardError(*faults) from None


def _facts(
    given: Mapping[str, Any],
    names: Mapping[str, Type],
    document: Document,
    path: tuple[str | int, ...],
) -> dict[str, object]:
    """Nested facts from dotted paths, each value held against its type."""
    facts: dict[str, object] = {}
    faults: list[Fault] = []
    root = Struct("facts", names)
    for key, value in given.items():
        try:
            _put(facts, key, _value(value, _type(root, key), key))
        except ValueError as error:
            what, remedy = error.args
            faults.append(Fault(what, remedy, document.place((*path, key))))
    refuse_if(faults)
    return facts


def _type(root: Type, dotted: str) -> Type:
    kind = root
    for part in dotted.split("."):
        fields = kind.fields if isinstance(kind, Struct) else {}
        if part not in fields:
            raise ValueError(f"there is no fact {plain(dotted)!r}", _nearest(part, fields))
        kind = fields[part]
    return kind


def _nearest(part: str, fields: Mapping[str, Type]) -> str:
    near = get_close_matches(part, fields, n=1)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"use one of {', '.join(fields)}" if fields else "write a shorter path"


def _put(facts: dict[str, object], dotted: str, value: object) -> None:
    *groups, last = dotted.split(".")
    for group in groups:
        inner = facts.setdefault(group, {})
        if not isinstance(inner, dict):
            raise ValueError(f"{dotted!r} is given twice", "give it once")  # noqa: TRY004
        facts = inner
    facts[last] = value


def _value(value: Any, kind: Type, path: str) -> object:
    match kind, value:
        case Struct(), dict():
            return {
                key: _value(item, _type(kind, key), f"{path}.{key}") for key, item in value.items()
            }
        case ListOf(), list():
            return [_value(item, kind.element, f"{path}[]") for item in value]
        case Timestamp(), dt.date():
            return dt.datetime.combine(value, dt.time(tzinfo=dt.UTC))
        case String(values=tuple(words)), str() if value not in words:
            near = get_close_matches(value, words, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            raise ValueError(f"{path} is {plain(value)!r}", f"{hint}use one of {', '.join(words)}")
        case ((Struct() | ListOf() | Timestamp()), _):
            raise ValueError(f"{path} is {plain(repr(value))}", f"give a {kind}")
        case _:
            return value
