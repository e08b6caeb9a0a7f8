"""What one rule asks, of whom, why, by which authority and from when: as plain values."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from guard import wording
from guard.border.text import plain
from guard.condition.reads import reads
from guard.condition.tree import Node, Use, children
from guard.errors import Fault, GuardError
from guard.policy.choices import written
from guard.policy.compile import PolicySet, Rule
from guard.policy.library import Pack
from guard.policy.model import Basis, Level
from guard.questions import Question, question_for, questions
from guard.role import in_words
from guard.settings import Settings

ALWAYS = "true"
"""The condition of a rule that always applies."""

BASIS: Mapping[Basis, str] = {
    Basis.LAW: "law",
    Basis.MANDATED_POLICY: "policy that binds",
    Basis.ADOPTED_POLICY: "policy that a body adopts",
    Basis.GUIDANCE: "guidance",
}


@dataclass(frozen=True, slots=True)
class ParameterInForce:
    """A parameter that a rule reads, as TOML; ``policy`` is what the policy says if it differs."""

    name: str
    value: str
    policy: str = ""


@dataclass(frozen=True, slots=True)
class ListInForce:
    """A dated list that a rule reads, and until when it holds."""

    id: str
    title: str
    until: dt.date


@dataclass(frozen=True, slots=True)
class ExampleShown:
    """An example: facts with their values as TOML, and what the rule says of them."""

    given: tuple[tuple[str, str], ...]
    expect: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class RuleAccount:
    """All that is to be said of a rule. ``when`` is empty where it always applies.

    ``definitions`` are heads with their text; ``questions`` are facts with how to ask for each.
    """

    rule: Rule
    consequence: str
    when: str
    require: str
    definitions: tuple[tuple[str, str], ...]
    parameters: tuple[ParameterInForce, ...]
    lists: tuple[ListInForce, ...]
    questions: tuple[tuple[str, Question], ...]
    examples: tuple[ExampleShown, ...]

    @property
    def authority(self) -> str:
        """Which source asks, with what force, how far that was checked, and when."""
        source = self.rule.text.source
        force = BASIS[self.rule.text.basis]
        return f"{source.cited} ({force}; {wording.CHECKED[source.verified]}, {source.on})"

    @property
    def binds(self) -> str:
        """The kinds of body that the source binds, in words; empty where the policy names none."""
        return ", ".join(kind.replace("-", " ") for kind in self.rule.text.binds)

    @property
    def in_force(self) -> str:
        """From when and until when, in words; empty for a rule without dates."""
        text = self.rule.text
        parts = [
            f"from {text.effective_from}" if text.effective_from else "",
            f"until {text.effective_until}" if text.effective_until else "",
        ]
        return " ".join(part for part in parts if part)


def account_of(rule: Rule, policies: PolicySet) -> RuleAccount:
    """What there is to say of ``rule``, one of those of ``policies``."""
    trees = (rule.when.tree, rule.require.tree)
    paths = sorted({path for tree in trees for path in reads(tree)})
    text = rule.text
    return RuleAccount(
        rule,
        _consequence(rule),
        "" if text.when == ALWAYS else tidy(text.when),
        tidy(text.require),
        tuple(_definitions(trees, rule, policies)),
        tuple(_parameters(paths, rule, policies)),
        tuple(
            ListInForce(name, policies.lists[name].text.title, policies.lists[name].text.valid_to)
            for name in dict.fromkeys(path[1] for path in paths if path[0] == "lists")
            if name in policies.lists
        ),
        tuple(_questions(paths, policies)),
        tuple(map(_example, text.example)),
    )


def account_called(name: str, settings: Settings) -> RuleAccount:
    """What there is to say of the rule with id ``name``: in use, or in another policy there is.

    Raises:
        GuardError: no policy has such a rule; the nearest of those in use, or all of them.
    """
    from difflib import get_close_matches

    in_use = settings.compile()
    found = _called(name, in_use) or _called(name, *_holding(name, settings))
    if found:
        return found
    rules = [rule.text.id for rule in in_use.rules]
    near = get_close_matches(name.upper(), rules, n=1)
    remedy = f"did you mean {near[0]}?" if near else f"use one of {', '.join(rules)}"
    raise GuardError(Fault(f'no policy has a rule "{plain(name, 60)}"', remedy))


def _called(name: str, *sets: PolicySet) -> RuleAccount | None:
    held = ((rule, policies) for policies in sets for rule in policies.rules)
    return next((account_of(r, ps) for r, ps in held if r.text.id == name.upper()), None)


def _holding(name: str, settings: Settings) -> Iterator[PolicySet]:
    """The policy that is not in use and has the rule, compiled with all it extends."""
    for policy in settings.library.names():
        if any(rule.id == name.upper() for rule in settings.library.pack(policy).text.rule):
            yield settings.compile((policy,))


def _consequence(rule: Rule) -> str:
    points = f"; {rule.text.points} points of bypassing IT if not" if rule.text.points else ""
    changed = (
        f" (the policy itself says {rule.text.level})" if rule.level != rule.text.level else ""
    )
    return f"{rule.level}: {_what_follows(rule)}{points}{changed}"


def _what_follows(rule: Rule) -> str:
    match rule.level:
        case Level.BLOCK:
            return "it may not be bought until this is met"
        case Level.SIGN_OFF:
            who = " and ".join(f"the {in_words(role)}" for role in rule.text.sign_off)
            return f"if this is not met, {who} must sign"
        case Level.WARN:
            return "a warning, for which nothing waits"
        case Level.INFO:
            return "told for information, and nothing waits for it"


def tidy(text: str) -> str:
    """``text`` of a policy on one line, with nothing in it that acts on a terminal or hides."""
    return plain(" ".join(text.split()), 4000)


def _definitions(
    trees: Iterable[Node], rule: Rule, policies: PolicySet
) -> Iterator[tuple[str, str]]:
    """The definitions that the conditions use, those inside definitions too, as written."""
    held = {head.partition("(")[0]: (head, text) for head, text in _defined(rule, policies)}
    waiting, used = list(trees), dict[str, None]()
    for node in waiting:
        if isinstance(node, Use):
            used[node.name] = None
        waiting += children(node)
    for name in used:
        if name in held:
            head, text = held[name]
            yield head, tidy(text)


def _defined(rule: Rule, policies: PolicySet) -> Iterator[tuple[str, str]]:
    for pack in _bases(rule.policy, {pack.text.id: pack for pack in policies.packs}):
        yield from pack.text.define.items()


def _bases(name: str, packs: Mapping[str, Pack]) -> Iterator[Pack]:
    """The policy called ``name`` after all that it extends."""
    for base in packs[name].text.extends:
        yield from _bases(base, packs)
    yield packs[name]


def _parameters(
    paths: Iterable[tuple[str, ...]], rule: Rule, policies: PolicySet
) -> Iterator[ParameterInForce]:
    said: dict[str, object] = {}
    for pack in _bases(rule.policy, {pack.text.id: pack for pack in policies.packs}):
        said |= pack.text.parameters
    for path in paths:
        if path[0] == "parameters":
            name = path[1]
            value = rule.parameters[name]
            other = "" if said[name] == value else written(said[name])
            yield ParameterInForce(name, written(value), other)


def _questions(
    paths: Iterable[tuple[str, ...]], policies: PolicySet
) -> Iterator[tuple[str, Question]]:
    known = questions(policies)
    for path in paths:
        if path[0] not in {"parameters", "lists", "today", "approvals"}:
            name = ".".join(path)
            yield name, question_for(name, known)


def _example(raw: Mapping[str, object]) -> ExampleShown:
    given = raw.get("given")
    facts = given.items() if isinstance(given, Mapping) else ()
    shown = tuple((str(path), written(value)) for path, value in facts)
    return ExampleShown(shown, str(raw.get("expect", "")), str(raw.get("title", "")))
