"""From policy files to rules that can be applied: every condition parsed and typed, once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from guard.condition.checker import compile_condition, compile_definitions
from guard.condition.problem import ConditionError
from guard.condition.tree import Condition, Definition
from guard.condition.types import Type
from guard.errors import Fault, GuardError, Place, refuse_if
from guard.policy.environment import environment
from guard.policy.library import ListFile, Pack
from guard.policy.model import Level, OwnFact, Parameter, RuleText
from guard.position import KeyPath


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement, ready to apply: its text, its conditions, its policy's parameters."""

    text: RuleText
    policy: str
    level: Level
    when: Condition
    require: Condition
    parameters: Mapping[str, Parameter]


@dataclass(frozen=True)
class PolicySet:
    """Policies compiled together: the rules in order, and what they were compiled from."""

    rules: tuple[Rule, ...]
    packs: tuple[Pack, ...]
    lists: Mapping[str, ListFile]
    own_facts: tuple[OwnFact, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a body changes without touching a policy file: parameters by policy, levels by rule."""

    parameters: Mapping[str, Mapping[str, Parameter]] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)


def compile_policies(
    packs: Sequence[Pack], lists: Mapping[str, ListFile], choices: Choices
) -> PolicySet:
    """Compile ``packs`` (bases first) into one set of rules.

    Raises:
        GuardError: every fault of every condition at once, with file, line and column; rule ids
            used twice; choices that name no parameter or rule.
    """
    faults = [*_used_twice(packs), *_incomplete(packs), *_idle_choices(packs, choices)]
    own_facts = tuple(fact for pack in packs for fact in pack.text.fact)
    constants = {name: listed.text.values for name, listed in lists.items()}
    scopes: dict[str, _Scope] = {}
    rules: list[Rule] = []
    for pack in packs:
        try:
            scope = _scope(pack, scopes, choices, constants, own_facts)
        except GuardError as error:
            faults.extend(error.faults)
            continue
        scopes[pack.text.id] = scope
        rules.extend(_rules(pack, scope, choices, faults))
    refuse_if(faults)
    used = {name: listed for name, listed in lists.items() if _uses(packs, name)}
    return PolicySet(tuple(rules), tuple(packs), used, own_facts)


def _uses(packs: Sequence[Pack], name: str) -> bool:
    """Whether any policy mentions the dated list ``name``."""
    return any(f"lists.{name}." in pack.document.text for pack in packs)


@dataclass(frozen=True, slots=True)
class _Scope:
    parameters: Mapping[str, Parameter]
    defined: Mapping[str, str]
    environment: Mapping[str, Type]
    definitions: Mapping[str, Definition]


def _scope(
    pack: Pack,
    scopes: Mapping[str, _Scope],
    choices: Choices,
    constants: Mapping[str, Mapping[str, Parameter]],
    own_facts: Iterable[OwnFact],
) -> _Scope:
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
    return _Scope(parameters, defined, names, definitions)


def _rules(pack: Pack, scope: _Scope, choices: Choices, faults: list[Fault]) -> Iterator[Rule]:
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
        place = pack.document.place_inside(where, problem.line, problem.column)
        yield Fault(problem.reason, problem.remedy, place)


def _used_twice(packs: Iterable[Pack]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for pack in packs:
        for index, rule in enumerate(pack.text.rule):
            if rule.id in first:
                yield Fault(
                    f"rule {rule.id} is already defined in {first[rule.id]}",
                    "give this rule an id of its own",
                    pack.document.place(("rule", index, "id")),
                )
            first.setdefault(rule.id, pack.document.file)


def _incomplete(packs: Iterable[Pack]) -> Iterator[Fault]:
    """What one key of a rule asks of another."""
    for pack in packs:
        for index, rule in enumerate(pack.text.rule):
            wanting = [
                ("sign_off", 'name the roles: sign_off = ["head-of-it"]')
                if rule.level is Level.SIGN_OFF and not rule.sign_off
                else None,
                ("sign_off", "name the role that accepts the risk, siro; the DPO only advises")
                if "dpo" in rule.sign_off
                else None,
                ("sign", 'say what is so when the rule fails: sign = "it is not registered"')
                if rule.points and not rule.sign
                else None,
            ]
            for key, remedy in filter(None, wanting):
                place = pack.document.place(("rule", index, key))
                yield Fault(f"rule {rule.id} needs another {key!r}", remedy, place)


def _idle_choices(packs: Sequence[Pack], choices: Choices) -> Iterator[Fault]:
    rules = [rule.id for pack in packs for rule in pack.text.rule]
    parameters = {pack.text.id: pack.text.parameters for pack in packs}
    for name in choices.levels:
        if name not in rules:
            yield _idle(f"levels.{name}", "rule", name, rules)
    for policy, changed in choices.parameters.items():
        if policy not in parameters:
            yield _idle(f"parameters.{policy}", "policy in use", policy, list(parameters))
            continue
        for name, value in changed.items():
            key = f"parameters.{policy}.{name}"
            original = parameters[policy].get(name)
            if original is None:
                yield _idle(key, f"parameter of {policy}", name, list(parameters[policy]))
            elif type(value) is not type(original):
                remedy = f"write a value like the policy's own, {original!r}"
                yield Fault(f"{value!r} is of another type", remedy, Place("guard.toml", path=key))


def _idle(path: str, kind: str, name: str, known: Sequence[str]) -> Fault:
    near = get_close_matches(name, known, n=1)
    remedy = (
        f"did you mean {near[0]}?" if near else f"take it out, or use one of: {', '.join(known)}"
    )
    return Fault(f"{name!r} is no {kind}", remedy, Place("guard.toml", path=path))
