"""What of policies can be changed on trial, and the rules that each change makes anew."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from guard.border.position import KeyPath
from guard.condition.checker import compile_condition, compile_definitions
from guard.condition.problem import ConditionError
from guard.condition.reads import reads
from guard.condition.tree import Definitions, Node, Use, children
from guard.errors import Place
from guard.policy.compile import PolicySet, Rule
from guard.policy.library import Pack, bases
from guard.policy.model import Parameter
from guard.workbench.trial.mutants import Change, changes

LONGEST: Final = 10
"""Of a longer list of values, only the first and the last are taken out, one at a time."""

_DAY: Final = dt.timedelta(days=1)
_PENNY: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Mutant:
    """Policies with one small change: where, what it is, and each rule it makes anew.

    ``rules`` pairs a rule with what it became; ``policies`` hold the dated lists that go with it.
    """

    place: Place
    owner: str
    what: str
    rules: tuple[tuple[Rule, Rule], ...]
    policies: PolicySet


def mutants(policies: PolicySet) -> Iterator[Mutant]:
    """Every small change to ``policies`` that a rule feels, pack by pack as they are written."""
    for pack in policies.packs:
        rules = {rule.text.id: rule for rule in policies.rules}
        for index, text in enumerate(pack.text.rule):
            yield from of_rule(rules[text.id], pack, index, policies)
        for header in pack.text.define:
            yield from _of_definition(header, pack, policies)
        for name in pack.text.parameters:
            yield from _of_parameter(name, pack, policies)
    for name in policies.lists:
        yield from _of_list(name, policies)


# -- conditions ---------------------------------------------------------------------------


def of_rule(rule: Rule, pack: Pack, index: int, policies: PolicySet) -> Iterator[Mutant]:
    """Every small change to ``rule``, which is the one at ``index`` of ``pack``."""
    scope = policies.scopes[rule.policy]
    for key in ("when", "require"):
        source: str = getattr(rule.text, key)
        for change in changes(source):
            try:
                new = compile_condition(
                    change.applied(source), scope.environment, scope.definitions
                )
            except ConditionError:
                continue
            changed = replace(rule, when=new) if key == "when" else replace(rule, require=new)
            pair = (rule, changed)
            place = _inside(pack, ("rule", index, key), source, change)
            yield Mutant(place, rule.text.id, change.what, (pair,), policies)
    for key in ("effective_from", "effective_until"):
        day: dt.date | None = getattr(rule.text, key)
        if day is None:
            continue
        for step in (_DAY, -_DAY):
            text = rule.text.model_copy(update={key: day + step})
            what = f"{key} was moved by {step.days:+} day"
            place = pack.document.place(("rule", index, key))
            yield Mutant(place, rule.text.id, what, ((rule, replace(rule, text=text)),), policies)


def _inside(pack: Pack, path: KeyPath, source: str, change: Change) -> Place:
    before = source[: change.start]
    line, column = before.count("\n") + 1, change.start - before.rfind("\n")
    return pack.document.place_inside(path, line, column)


# -- definitions --------------------------------------------------------------------------


def _of_definition(header: str, pack: Pack, policies: PolicySet) -> Iterator[Mutant]:
    name = header.partition("(")[0].strip()
    source = pack.text.define[header]
    using = [rule for rule in _under(pack, policies) if _uses(rule, name, header, source, policies)]
    for change in changes(source) if using else ():
        pairs = tuple(_anew(using, header, change.applied(source), policies))
        if pairs:
            place = _inside(pack, ("define", header), source, change)
            yield Mutant(place, name, change.what, pairs, policies)


def _under(pack: Pack, policies: PolicySet) -> list[Rule]:
    """The rules of ``pack`` and of all policies that build on it."""
    building = {
        other.text.id for other in policies.packs if pack.text.id in bases(other, policies.packs)
    }
    return [rule for rule in policies.rules if rule.policy in building]


def _uses(rule: Rule, name: str, header: str, source: str, policies: PolicySet) -> bool:
    """Whether ``rule`` uses the definition, which no policy between has defined otherwise."""
    scope = policies.scopes[rule.policy]
    return scope.defined.get(header) == source and any(
        name in _used(condition.tree) for condition in (rule.when, rule.require)
    )


def _used(tree: Node) -> set[str]:
    found, waiting = set(), [tree]
    while waiting:
        node = waiting.pop()
        waiting.extend(children(node))
        if isinstance(node, Use):
            found.add(node.name)
            waiting.extend(node.arguments)
    return found


def _anew(
    using: list[Rule], header: str, body: str, policies: PolicySet
) -> Iterator[tuple[Rule, Rule]]:
    """The rules with the definition of ``header`` changed; none where that does not compile."""
    definitions: dict[str, Definitions] = {}
    for rule in using:
        scope = policies.scopes[rule.policy]
        try:
            if rule.policy not in definitions:
                definitions[rule.policy] = compile_definitions(
                    {**scope.defined, header: body}, scope.environment
                )
            ready = definitions[rule.policy]
            when, require = (
                compile_condition(text, scope.environment, ready)
                for text in (rule.text.when, rule.text.require)
            )
        except ConditionError:
            return
        yield rule, replace(rule, when=when, require=require)


# -- parameters and dated lists -----------------------------------------------------------


def _of_parameter(name: str, pack: Pack, policies: PolicySet) -> Iterator[Mutant]:
    value = pack.text.parameters[name]
    reading = [
        rule
        for rule in _under(pack, policies)
        if _reads(rule, ("parameters", name)) and rule.parameters.get(name) == value
    ]
    for new, what in _values(value) if reading else ():
        pairs = tuple(
            (rule, replace(rule, parameters={**rule.parameters, name: new})) for rule in reading
        )
        place = pack.document.place(("parameters", name))
        yield Mutant(place, f"parameters.{name}", what, pairs, policies)


def _of_list(name: str, policies: PolicySet) -> Iterator[Mutant]:
    listed = policies.lists[name]
    for key, value in listed.text.values.items():
        reading = [rule for rule in policies.rules if _reads(rule, ("lists", name, key))]
        for new, what in _values(value) if reading else ():
            values = {**listed.text.values, key: new}
            text = listed.text.model_copy(update={"values": values})
            changed = replace(policies, lists={**policies.lists, name: replace(listed, text=text)})
            place = listed.document.place(("values", key))
            pairs = tuple((rule, rule) for rule in reading)
            yield Mutant(place, f"lists.{name}.{key}", what, pairs, changed)


def _reads(rule: Rule, path: tuple[str, ...]) -> bool:
    return any(path in reads(condition.tree) for condition in (rule.when, rule.require))


def _values(value: Parameter) -> Iterator[tuple[Parameter, str]]:
    """Values near to ``value``, and what became of it."""
    match value:
        case bool():
            yield not value, f"became {'false' if value else 'true'}"
        case int():
            yield from ((value + step, f"{value} became {value + step}") for step in (1, -1))
        case Decimal():
            for near in (value + _PENNY, value - _PENNY):
                yield near, f"{value} became {near}"
        case dt.date():
            for days in (1, -1):
                yield value + days * _DAY, f"the date was moved by {days:+} day"
        case list():
            gone = value if len(value) <= LONGEST else [value[0], value[-1]]
            for item in gone:
                yield [other for other in value if other != item], f"{item} was taken out"
        case str():
            yield f"{value} (changed)", "the text was changed"
