"""From policy files to rules that can be applied: every condition parsed and typed, once."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from guard.border.position import KeyPath
from guard.condition.checker import compile_condition, compile_definitions
from guard.condition.problem import ConditionError
from guard.condition.tree import Condition, Definition
from guard.condition.types import Type
from guard.errors import Fault, GuardError, refuse_if
from guard.policy.choices import Choices, faults_of_choices
from guard.policy.environment import environment
from guard.policy.library import ListFile, Pack
from guard.policy.model import Level, OwnFact, Parameter, RuleText
from guard.policy.soundness import unsound

_MENTION = re.compile(r"lists(?<!\wlists)\s*\.\s*(\w+)")
"""How a policy names a dated list; the literal comes first because that is found fastest."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement, ready to apply: its text, its conditions, its policy's parameters."""

    text: RuleText
    policy: str
    level: Level
    when: Condition
    require: Condition
    parameters: Mapping[str, Parameter]


@dataclass(frozen=True, slots=True)
class Scope:
    """What the conditions of one policy may use: its parameters and definitions, and all facts.

    ``defined`` are the definitions as written, ``definitions`` the same, compiled.
    """

    parameters: Mapping[str, Parameter]
    defined: Mapping[str, str]
    environment: Mapping[str, Type]
    definitions: Mapping[str, Definition]


@dataclass(frozen=True)
class PolicySet:
    """Policies compiled together: the rules in order, and what they were compiled from.

    ``scopes`` holds the scope of each policy, by its id.
    """

    rules: tuple[Rule, ...]
    packs: tuple[Pack, ...]
    lists: Mapping[str, ListFile]
    own_facts: tuple[OwnFact, ...]
    scopes: Mapping[str, Scope] = field(default_factory=dict)


def compile_policies(
    packs: Sequence[Pack], lists: Mapping[str, ListFile], choices: Choices
) -> PolicySet:
    """Compile ``packs`` (bases first) into one set of rules.

    Raises:
        GuardError: every fault of every condition at once, with file, line and column; rule ids
            used twice; choices that name no parameter or rule.
    """
    faults = [*unsound(packs), *faults_of_choices(packs, choices)]
    own_facts = tuple(fact for pack in packs for fact in pack.text.fact)
    constants = {name: listed.text.values for name, listed in lists.items()}
    scopes: dict[str, Scope] = {}
    rules: list[Rule] = []
    failed: set[str] = set()
    for pack in packs:
        try:
            # What is built on a faulty definition would be faulty too, and say nothing new.
            if failed.isdisjoint(pack.text.extends):
                scopes[pack.text.id] = _scope(pack, scopes, choices, constants, own_facts)
        except GuardError as error:
            faults.extend(error.faults)
        if pack.text.id in scopes:
            rules.extend(_rules(pack, scopes[pack.text.id], choices, faults))
        else:
            failed.add(pack.text.id)
    refuse_if(_in_order(faults, packs))
    mentioned = {name for pack in packs for name in _MENTION.findall(pack.document.text)}
    used = {name: listed for name, listed in lists.items() if name in mentioned}
    return PolicySet(tuple(rules), tuple(packs), used, own_facts, scopes)


def _in_order(faults: Iterable[Fault], packs: Sequence[Pack]) -> list[Fault]:
    """``faults`` in the order in which they stand: first outside the policies, then by file."""
    order = {pack.document.file: index for index, pack in enumerate(packs)}
    return sorted(faults, key=lambda f: (order.get(f.place.file, -1), f.place.line, f.place.column))


def _scope(
    pack: Pack,
    scopes: Mapping[str, Scope],
    choices: Choices,
    constants: Mapping[str, Mapping[str, Parameter]],
    own_facts: Iterable[OwnFact],
) -> Scope:
    bases = [scopes[base] for base in pack.text.extends if base in scopes]
    parameters: dict[str, Parameter] = {}
    defined: dict[str, str] = {}
    for base in bases:
        parameters |= base.parameters
        defined |= base.defined
    parameters |= pack.text.parameters
    parameters |= choices.parameters.get(pack.text.id, {})
    defined |= pack.text.define
    names = environment(parameters, constants, own_facts)
    try:
        definitions = compile_definitions(defined, names)
    except ConditionError as error:
        raise GuardError(*_placed(error, pack, ("define",))) from None
    return Scope(parameters, defined, names, definitions)


def _rules(pack: Pack, scope: Scope, choices: Choices, faults: list[Fault]) -> Iterator[Rule]:
    for index, text in enumerate(pack.text.rule):
        conditions: list[Condition] = []
        for key in ("when", "require"):
            try:
                conditions.append(
                    compile_condition(getattr(text, key), scope.environment, scope.definitions)
                )
            except ConditionError as error:
                faults.extend(_placed(error, pack, ("rule", index, key)))
        if len(conditions) == 2:  # noqa: PLR2004 (both compiled)
            when, require = conditions
            level = choices.levels.get(text.id, text.level)
            yield Rule(text, pack.text.id, level, when, require, scope.parameters)


def _placed(error: ConditionError, pack: Pack, path: KeyPath) -> Iterator[Fault]:
    """The problems of one condition, at their line and column in the policy file."""
    for problem in error.problems:
        where = ("define", problem.within) if problem.within else path
        place = (
            pack.document.place_inside(where, problem.line, problem.column)
            if problem.line
            else pack.document.place(where)
        )
        yield Fault(problem.reason, problem.remedy, place)
