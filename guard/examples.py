"""A rule's examples, run: facts as a person writes them, and the outcome that is expected."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from guard.border.document import Document
from guard.condition.types import Struct, Type
from guard.errors import Fault, GuardError, Place, refuse_if
from guard.finding import Finding, Outcome, apply_rule
from guard.policy.compile import PolicySet, Rule
from guard.policy.environment import own_type, request_types
from guard.policy.library import Pack
from guard.policy.typed import type_at, typed
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
    own = Struct("local", {fact.name: own_type(fact) for fact in policies.own_facts})
    names = {name: kind for name, kind in request_types().items() if name != "today"}
    for index, text in enumerate(pack.text.rule):
        for number, raw in enumerate(text.example):
            path = ("rule", index, "example", number)
            example = _read(raw, pack.document, path)
            facts = _facts(example.given, names | {"local": own}, pack.document, (*path, "given"))
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
            _put(facts, key, typed(value, type_at(root, key), key))
        except ValueError as error:
            what, remedy = error.args
            faults.append(Fault(what, remedy, document.place((*path, key))))
    refuse_if(faults)
    return facts


def _put(facts: dict[str, object], dotted: str, value: object) -> None:
    *groups, last = dotted.split(".")
    for group in groups:
        inner = facts.setdefault(group, {})
        if not isinstance(inner, dict):
            raise ValueError(f"{dotted!r} is given twice", "give it once")  # noqa: TRY004
        facts = inner
    if last in facts:
        raise ValueError(f"{dotted!r} is given twice", "give it once")
    facts[last] = value
