"""From text to a condition that is ready to run, with everything wrong found first."""

from collections.abc import Mapping
from dataclasses import replace

from guard.condition.parser import parse, parse_definition
from guard.condition.problem import ConditionError, Problem, problem_at
from guard.condition.resolver import Resolver
from guard.condition.tree import Call, Condition, Definition, Node, Ready, children, height
from guard.condition.types import Bool, Type, Undetermined


def compile_condition(
    source: str, environment: Mapping[str, Type], definitions: Mapping[str, Definition]
) -> Condition:
    """Make ``source`` ready to run over the facts that ``environment`` declares.

    ``environment`` gives the type of each name that a path may start with. ``definitions``
    come from :func:`compile_definitions`. Raises :class:`ConditionError` with all problems.
    """
    resolver = Resolver(source, environment, definitions)
    untyped = parse(source)
    tree = resolver.whole(untyped)
    if not isinstance(tree.type, Bool | Undetermined):
        reason = f"a condition is true or false, and this is {tree.type}"
        resolver.refuse(tree.span, (reason, "compare it with something, as in fact == value"))
    if resolver.problems:
        raise ConditionError(resolver.problems)
    return Condition(source, tree, resolver.slots)


def compile_definitions(
    raw: Mapping[str, str], environment: Mapping[str, Type]
) -> Mapping[str, Definition]:
    """Read and check all of ``raw``, header to body; the answer is keyed by name.

    What depends on the parameters is checked where a definition is used. Raises
    :class:`ConditionError` with the problems of all of them, each ``within`` its header.
    """
    problems: list[Problem] = []
    found: dict[str, Definition] = {}
    for header, body in raw.items():
        try:
            definition = parse_definition(header, body)
        except ConditionError as error:
            problems.extend(error.problems)
            continue
        if definition.name in found:
            reason = f"{definition.name} is defined twice"
            problems.append(Problem(reason, "give one of them another name", within=header))
        found[definition.name] = definition
    problems.extend(_circles(found))
    if not problems:
        for name, definition in found.items():
            # A definition may stand before those it uses: the rest are then put in unready.
            found[name], wrong = _check(definition, environment, found)
            problems.extend(wrong)
    if problems:
        raise ConditionError(problems)
    return found


def _check(
    definition: Definition, environment: Mapping[str, Type], definitions: Mapping[str, Definition]
) -> tuple[Definition, list[Problem]]:
    """Give the definition, ready where it can be, and what is wrong with it."""
    hiding = [name for name in definition.parameters if name in environment]
    if hiding:
        reason = f"the parameter {hiding[0]} would hide the fact of the same name"
        remedy = "give the parameter another name"
        return definition, [Problem(reason, remedy, within=definition.header)]
    resolver = Resolver(definition.source, environment, definitions)
    try:
        body = resolver.whole(definition.body, definition.parameters)
    except ConditionError as error:
        resolver.problems = list(error.problems)
    else:
        if not definition.parameters:
            ready = Ready(body, resolver.nodes, height(body), resolver.slots)
            definition = replace(definition, ready=ready)
    return definition, [replace(problem, within=definition.header) for problem in resolver.problems]


def _circles(definitions: Mapping[str, Definition]) -> list[Problem]:
    """Find every definition that uses itself, directly or through others."""
    uses = {name: _used(one.body, definitions) for name, one in definitions.items()}
    problems = []
    for name, definition in definitions.items():
        reached: set[str] = set()
        waiting = set(uses[name])
        while waiting:
            reached |= waiting
            waiting = {further for one in waiting for further in uses[one]} - reached
        if name in reached:
            place = problem_at(definition.source, definition.body.span[0], "", "")
            reason = f"{name} is defined by itself"
            remedy = "take the circle out: a definition uses only others that do not use it"
            problems.append(replace(place, reason=reason, remedy=remedy, within=definition.header))
    return problems


def _used(body: Node, definitions: Mapping[str, Definition]) -> set[str]:
    found: set[str] = set()
    waiting = [body]
    while waiting:
        node = waiting.pop()
        waiting.extend(children(node))
        if isinstance(node, Call) and not node.member and node.function in definitions:
            found.add(node.function)
    return found
