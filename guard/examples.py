"""A rule's examples, run: facts as a person writes them, and the outcome that is expected."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from guard.border.document import Document
from guard.border.position import KeyPath
from guard.condition.types import Struct, Type
from guard.errors import Fault, GuardError, Place, refuse_if
from guard.finding import Finding, apply_rule
from guard.policy.compile import PolicySet, Rule
from guard.policy.environment import own_type, request_types
from guard.policy.library import Pack
from guard.policy.typed import type_at, typed
from guard.request.fact import Facts, Vocabulary
from guard.request.faults import validated

DEFAULT_DATE = dt.date(2026, 11, 22)
"""The date at which an example is decided if it names none: examples must not age."""


class Expected(Vocabulary):
    """What an example may expect: an outcome, or that the rule is waived or not yet in force."""

    PASS = "pass"  # noqa: S105 (not a password)
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"
    UPCOMING = "upcoming"
    WAIVED = "waived"


class Example(Facts):
    """One example: facts by dotted path, and what the rule says of them.

    ``waived_until``: the last day of a waiver of the rule, if there is one.
    """

    given: dict[str, Any]
    expect: Expected
    on: dt.date = DEFAULT_DATE
    title: str = ""
    waived_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ReadyExample:
    """An example that was read: the rule it is of, its facts, and where it stands."""

    rule: Rule
    text: Example
    facts: Mapping[str, object]
    place: Place

    def noticed(self, finding: Finding) -> bool:
        """Whether ``finding`` is not what the example expects."""
        return self.said(finding) is not self.text.expect

    def said(self, finding: Finding) -> Expected:
        """What ``finding`` comes to on the example's day, with its waiver if it has one."""
        if finding.upcoming:
            return Expected.UPCOMING
        until = self.text.waived_until
        if until and finding.counts and self.text.on <= until:
            return Expected.WAIVED
        return Expected(finding.outcome)


@dataclass(frozen=True, slots=True)
class Tried:
    """An example that was run, and what came out."""

    example: ReadyExample
    finding: Finding

    @property
    def rule(self) -> Rule:
        """The rule that it is an example of."""
        return self.example.rule

    @property
    def expected(self) -> Expected:
        """What it expects."""
        return self.example.text.expect

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.example.place

    @property
    def found(self) -> Expected:
        """What came out."""
        return self.example.said(self.finding)

    @property
    def as_expected(self) -> bool:
        """Whether the rule said what the example expects."""
        return not self.example.noticed(self.finding)


def try_examples(policies: PolicySet, pack: Pack) -> Iterator[Tried]:
    """Run every example of ``pack``, whose rules are among those of ``policies``.

    Raises:
        GuardError: examples that cannot be read, all faults of all of them at once.
    """
    for example in read_examples(policies, pack):
        finding = apply_rule(example.rule, policies, example.facts, example.text.on)
        yield Tried(example, finding)


def read_examples(policies: PolicySet, pack: Pack) -> Iterator[ReadyExample]:
    """Read every example of ``pack``; otherwise as :func:`try_examples`."""
    rules = {rule.text.id: rule for rule in policies.rules}
    names = fact_types(policies)
    ready: list[ReadyExample] = []
    faults: list[Fault] = []
    for index, text in enumerate(pack.text.rule):
        for number, raw in enumerate(text.example):
            path = ("rule", index, "example", number)
            try:
                example = read_table(Example, raw, pack.document, path)
                facts = nested(example.given, names, pack.document, (*path, "given"))
            except GuardError as error:
                faults.extend(error.faults)
                continue
            place = pack.document.place(path)
            ready.append(ReadyExample(rules[text.id], example, facts, place))
    refuse_if(faults)
    yield from ready


def fact_types(policies: PolicySet) -> Mapping[str, Type]:
    """The facts that an example may give, by the first name of their paths."""
    own = Struct("local", {fact.name: own_type(fact) for fact in policies.own_facts})
    return {name: kind for name, kind in request_types().items() if name != "today"} | {
        "local": own
    }


Shape = TypeVar("Shape", bound=Facts)


def read_table(shape: type[Shape], raw: dict[str, Any], document: Document, path: KeyPath) -> Shape:
    """``raw``, the table at ``path`` of ``document``, held against ``shape``.

    Raises:
        GuardError: all faults of the table at once, each at its key.
    """
    try:
        return validated(shape, Document(document.file, raw, "", document.kind))
    except GuardError as error:
        faults = (
            Fault(f.what, f.remedy, document.place((*path, re.split(r"[.\[]", f.place.path)[0])))
            for f in error.faults
        )
        raise GuardError(*faults) from None


def nested(
    given: Mapping[str, Any],
    names: Mapping[str, Type],
    document: Document,
    path: KeyPath,
) -> dict[str, object]:
    """Nested facts from dotted paths, each value held against its type.

    Raises:
        GuardError: facts that there are not, or of another type, or given twice.
    """
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
