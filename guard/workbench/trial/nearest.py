"""The example that would notice a change: one there is with a fact changed, or one made anew."""

import copy
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from guard.border.document import dotted
from guard.errors import GuardError
from guard.examples import ReadyExample
from guard.finding import Finding, apply_rule
from guard.policy.asking import asked, moment
from guard.policy.choices import written
from guard.policy.compile import PolicySet, Rule
from guard.solver.question import ITEM, Key
from guard.solver.search import Witness, values


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An example to add: ``like`` the one that stands on that line (0: a new one), with ``given``.

    ``given`` are facts by dotted path as TOML has them; an empty text takes the fact out.
    """

    like: int
    given: Mapping[str, str]
    on: dt.date
    expect: str

    def __str__(self) -> str:
        """In one line."""
        facts = ", ".join(
            f"{path} = {value}" if value else f"without {path}"
            for path, value in self.given.items()
        )
        start = f"like the one on line {self.like}, with " if self.like else f"on {self.on}, with "
        return f'add an example {start}{facts or "no facts"}: expect = "{self.expect}"'


def varied(
    old: tuple[Rule, PolicySet], new: tuple[Rule, PolicySet], examples: Iterable[ReadyExample]
) -> Suggestion | None:
    """One of ``examples`` with one fact changed, so that it tells ``old`` from ``new``, if any."""
    for example in examples:
        for path, facts, value in _varied(example, old, new):
            if expect := _told_apart(old, new, facts, example.text.on):
                return Suggestion(example.place.line, {path: value}, example.text.on, expect)
    return None


def anew(old: tuple[Rule, PolicySet], found: Witness) -> Suggestion:
    """The request that was found as an example: what ``old`` says of it."""
    on = found.today.date()
    given = {dotted(path): _toml(value) for path, value in _leaves((), found.facts) if path}
    return Suggestion(0, given, on, _said(apply_rule(old[0], old[1], found.facts, on)))


def _told_apart(
    old: tuple[Rule, PolicySet], new: tuple[Rule, PolicySet], facts: dict[str, Any], on: dt.date
) -> str:
    """What the old rule says, if the new one says something else."""
    try:
        before, after = (_said(apply_rule(*side, facts, on)) for side in (old, new))
    except GuardError:
        return ""
    return before if before != after else ""


def _said(finding: Finding) -> str:
    return "upcoming" if finding.upcoming else str(finding.outcome)


def _varied(
    example: ReadyExample, old: tuple[Rule, PolicySet], new: tuple[Rule, PolicySet]
) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The facts of ``example`` with one of them changed: its path, all facts, and its value."""
    questions = [
        asked(condition, rule, policies)
        for rule, policies in (old, new)
        for condition in (rule.when, rule.require)
    ]
    for key, possible in values(questions, moment(example.text.on)).items():
        for place in _places(key, example.facts):
            for value in possible:
                facts = copy.deepcopy(dict(example.facts))
                if _put(facts, place, value):
                    yield dotted(place), facts, _toml(value)


def _places(key: Key, facts: Mapping[str, Any]) -> Iterator[Key]:
    """``key`` for each item that the lists on its way have."""
    if ITEM not in key:
        yield key
        return
    end = key.index(ITEM)
    holder: Any = facts
    for name in key[:end]:
        holder = holder.get(name) if isinstance(holder, Mapping) else None
    for index in range(len(holder) if isinstance(holder, list) else 0):
        inside = holder[index] if isinstance(holder, list) else {}
        rest = key[end + 1 :]
        if not rest:
            yield (*key[:end], index)
        elif isinstance(inside, Mapping):
            yield from ((*key[:end], index, *more) for more in _places(rest, inside))


def _put(facts: dict[str, Any], place: Key, value: object) -> bool:
    """Put ``value`` at ``place``; whether that could be done and changes anything."""
    holder: Any = facts
    for part in place[:-1]:
        holder = holder[part] if isinstance(part, int) else holder.setdefault(part, {})
        if not isinstance(holder, dict | list):
            return False
    last = place[-1]
    was = holder[last] if isinstance(last, int) else holder.get(last)
    holder[last] = value
    return bool(was != value)


def _leaves(start: Key, value: object) -> Iterator[tuple[Key, object]]:
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            yield from _leaves((*start, name), inner)
    else:
        yield start, value


def _toml(value: object) -> str:
    match value:
        case dt.datetime():
            return value.date().isoformat()
        case list():
            return f"[{', '.join(map(_toml, value))}]"
        case Mapping():
            return f"{{ {', '.join(f'{key} = {_toml(item)}' for key, item in value.items())} }}"
        case _:
            return written(value)
