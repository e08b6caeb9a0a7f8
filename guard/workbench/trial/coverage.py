"""Which parts of conditions have been true, false and unknown over the examples, and which not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from guard.border.position import KeyPath
from guard.condition.parser import parse
from guard.condition.problem import problem_at
from guard.condition.step import UNKNOWN, Step
from guard.condition.tree import (
    FACTS,
    Condition,
    Has,
    Literal,
    Node,
    Path,
    Quantifier,
    Use,
    children,
)
from guard.condition.types import Bool
from guard.errors import Place
from guard.examples import DEFAULT_DATE, Tried
from guard.policy.asking import asked, moment
from guard.policy.compile import PolicySet, Rule
from guard.policy.library import Pack
from guard.solver.search import Nothing, find

ANSWERS: Final[tuple[object, ...]] = (True, False, UNKNOWN)

_STEPS: Final = 20_000


class Spot(NamedTuple):
    """One part: the text it stands in, by policy and key, and the way to it, child by child."""

    policy: str
    key: KeyPath
    way: tuple[int, ...]


@dataclass(slots=True)
class Part:
    """A part of a condition that is true or false: where, as written, and the answers it gave."""

    place: Place
    owner: str
    text: str
    node: Node
    rule: Rule
    seen: set[object] = field(default_factory=set)
    possible: tuple[object, ...] = ANSWERS

    @property
    def unseen(self) -> tuple[object, ...]:
        """The answers that it can give and never gave."""
        return tuple(answer for answer in self.possible if answer not in self.seen)


def coverage(policies: PolicySet, tried: Iterable[Tried]) -> tuple[Part, ...]:
    """Every part of every condition of ``policies``, with the answers it gave in ``tried``.

    An answer that the solver proves impossible, whatever the facts, is not expected of a part.
    """
    parts: dict[Spot, Part] = {}
    spots: dict[int, Spot] = {}
    for rule in policies.rules:
        for spot, part in _of_rule(rule, policies):
            spots[id(part.node)] = spot
            parts.setdefault(spot, part)
    for one in tried:
        for step in (one.finding.when, one.finding.require):
            for each in _steps(step):
                if id(each.part) in spots:
                    parts[spots[id(each.part)]].seen.add(each.value)
    for part in parts.values():
        part.possible = tuple(answer for answer in ANSWERS if _possible(part, answer, policies))
    return tuple(parts.values())


def _steps(step: Step | None) -> Iterator[Step]:
    waiting = [step] if step else []
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(one.parts)


def _possible(part: Part, answer: object, policies: PolicySet) -> bool:
    if answer in part.seen:
        return True
    if isinstance(part.node, Has):
        return answer is not UNKNOWN
    if _bound(part.node):
        return True  # about the items of a list: what these can be is not asked on its own
    question = asked(
        Condition(part.text, part.node, part.rule.when.slots + part.rule.require.slots),
        part.rule,
        policies,
    )
    found = find([question], lambda answers: answers[0] is answer, moment(DEFAULT_DATE), _STEPS)
    return not isinstance(found, Nothing)


def _bound(node: Node) -> bool:
    """Whether ``node`` speaks of a variable that is bound outside of it."""
    inside: set[int] = set()
    free: set[int] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        waiting.extend(children(one))
        match one:
            case Path(slot=slot) if slot != FACTS:
                free.add(slot)
            case Quantifier(slot=slot):
                inside.add(slot)
            case _:
                pass
    return bool(free - inside)


# -- where each part stands ---------------------------------------------------------------


def _of_rule(rule: Rule, policies: PolicySet) -> Iterator[tuple[Spot, Part]]:
    pack = next(pack for pack in policies.packs if pack.text.id == rule.policy)
    index = next(i for i, text in enumerate(pack.text.rule) if text.id == rule.text.id)
    for key, condition in (("when", rule.when), ("require", rule.require)):
        walk = _Walk(rule, policies)
        path = ("rule", index, key)
        yield from walk.parts(condition.tree, condition.source, pack, path, rule.text.id)


class _Walk:
    """Goes through one condition, and through the definitions that it uses, each once."""

    def __init__(self, rule: Rule, policies: PolicySet) -> None:
        self._rule = rule
        self._policies = policies

    def parts(
        self, tree: Node, source: str, pack: Pack, path: KeyPath, owner: str
    ) -> Iterator[tuple[Spot, Part]]:
        """The parts of ``tree``, which is written as ``source`` at ``path`` of ``pack``."""
        waiting: list[tuple[Node, Node, tuple[int, ...]]] = [(tree, parse(source), ())]
        while waiting:
            node, written, way = waiting.pop()
            if isinstance(node.type, Bool) and not isinstance(node, Literal):
                start, end = written.span
                text = " ".join(source[start:end].split())
                found = problem_at(source, start, "", "")
                place = pack.document.place_inside(path, found.line, found.column)
                part = Part(place, owner, text, node, self._rule)
                yield Spot(pack.text.id, path, way), part
            if isinstance(node, Use):
                yield from self._definition(node)
                continue
            below = zip(children(node), children(written), strict=False)
            # What was handed to a definition stands elsewhere, and is looked at there.
            waiting.extend(
                (child, text, (*way, index))
                for index, (child, text) in enumerate(below)
                if _same(child, text)
            )

    def _definition(self, node: Use) -> Iterator[tuple[Spot, Part]]:
        definition = self._policies.scopes[self._rule.policy].definitions[node.name]
        for pack in reversed(self._policies.packs):
            if pack.text.define.get(definition.header) == definition.source:
                path = ("define", definition.header)
                yield from self.parts(node.body, definition.source, pack, path, node.name)
                return


def _same(node: Node, written: Node) -> bool:
    """Whether ``node`` is ``written``, resolved, and no argument that was put in its place."""
    return isinstance(node, Use | Literal) or type(node) is type(written)
