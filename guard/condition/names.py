"""Finding the fact that a name means, and the likeliest one where there is none."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from guard.condition.operators import Refusal
from guard.condition.tree import Literal, Node
from guard.condition.types import UNDETERMINED, ListOf, String, Struct, Type, Undetermined

_LONGEST: Final = 80
_DECLARED: Final = {
    "parameters": "declare it first, under [parameters]",
    "lists": "write the dated list first: lists/ID.toml beside your policies",
}


def follow(names: tuple[str, ...], start: Type, environment: Mapping[str, Type]) -> Type | Refusal:
    """Give the type at the end of the path ``names``, whose first name has type ``start``."""
    kind = start
    for index, name in enumerate(names[1:], 1):
        match kind:
            case Struct(fields=fields) if name in fields:
                kind = fields[name]
            case Struct():
                return unknown_fact(names[: index + 1], kind, environment)
            case Undetermined():
                return UNDETERMINED
            case ListOf():
                owner = _shown(names[:index])
                remedy = f"ask about its items: {owner}.exists(item, item.{name[:_LONGEST]} …)"
                return Refusal(f"{owner} is a list, and has no part {name[:_LONGEST]}", remedy)
            case _:
                owner = _shown(names[:index])
                remedy = f"use {owner} itself; its type is {kind}"
                return Refusal(f"{owner} has no part {name[:_LONGEST]}", remedy)
    return kind


def unknown_fact(
    names: tuple[str, ...], group: Struct | None, environment: Mapping[str, Type]
) -> Refusal:
    """Say that there is no such fact, with the likeliest one: in ``group`` first, else anywhere."""
    wanted, last = _shown(names), names[-1][:_LONGEST]
    if group is not None and (near := closest(last, group.fields)):
        return Refusal(f"there is no fact {wanted}", f"did you mean {_shown(names[:-1])}.{near}?")
    # What a policy declares itself is nowhere else: a name far off would only mislead.
    known = [] if names[0] in _DECLARED and group is not None else list(_paths(environment))
    if near := closest(wanted, known) or _same_ending(last, known):
        return Refusal(f"there is no fact {wanted}", f"did you mean {near}?")
    choice = sorted(group.fields if group is not None else environment)
    remedy = f"choose from: {', '.join(choice[:12])}" if choice else _undeclared(names)
    return Refusal(f"there is no fact {wanted}", remedy)


def _undeclared(names: tuple[str, ...]) -> str:
    return _DECLARED.get(names[0], "declare the fact first")


def closest(word: str, known: Iterable[str]) -> str:
    """Give the word of ``known`` that is most like ``word``, or an empty text."""
    return next(iter(get_close_matches(word[:_LONGEST], list(known), n=1)), "")


def outside_vocabulary(node: Node, fact: Type) -> Refusal | None:
    """Say that the text ``node`` writes is none of the values that ``fact`` can have."""
    if not (isinstance(node, Literal) and isinstance(node.value, str)):
        return None
    if not isinstance(fact, String) or fact.values is None or node.value in fact.values:
        return None
    near = closest(node.value, fact.values)
    remedy = f'did you mean "{near}"?' if near else f"choose from: {', '.join(fact.values[:12])}"
    return Refusal(f'"{node.value[:_LONGEST]}" is none of the values of this fact', remedy)


def _shown(names: tuple[str, ...]) -> str:
    return ".".join(names)[:_LONGEST]


def _same_ending(last: str, known: list[str]) -> str:
    return next((path for path in known if path.rpartition(".")[2] == last), "")


def _paths(environment: Mapping[str, Type]) -> Iterator[str]:
    for name, kind in environment.items():
        yield name
        if isinstance(kind, Struct):
            yield from (f"{name}.{path}" for path in _paths(kind.fields))
