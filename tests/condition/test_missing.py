"""What an unknown answer calls missing is what could still change it, no more and no less."""

import copy
from itertools import product
from random import Random
from typing import Any

from guard.condition.checker import compile_condition
from guard.condition.evaluator import evaluate
from guard.condition.step import UNKNOWN
from guard.condition.types import BOOL, INT, ListOf, Struct, Type
from tests.condition.oracle import answered
from tests.condition.random_conditions import Writer
from tests.condition.random_facts import fill, random_facts
from tests.condition.schema import ENVIRONMENT, FACTS

BOOLS, INTS = ("p", "q", "r", "s"), ("m", "n")
SMALL: dict[str, Type] = {
    **dict.fromkeys(BOOLS, BOOL),
    **dict.fromkeys(INTS, INT),
    "items": ListOf(Struct("items", {"ok": BOOL})),
}
RANGE: dict[str, tuple[object, ...]] = {
    **dict.fromkeys(BOOLS, (True, False)),
    **dict.fromkeys(INTS, (-2, -1, 0, 1, 2, 3, 4)),
}


def read_once(random: Random, atoms: list[str]) -> str:
    """A condition in which every one of ``atoms`` stands once."""
    if len(atoms) == 1:
        return f"({atoms[0]})" if random.random() < 0.7 else f"!({atoms[0]})"
    cut = random.randrange(1, len(atoms))
    left, right = read_once(random, atoms[:cut]), read_once(random, atoms[cut:])
    joined = f"({left} {random.choice(('&&', '||', '&&', '||', '==', '!='))} {right})"
    return joined if random.random() < 0.8 else f"!{joined}"


def small_condition(random: Random) -> str:
    numbers = random.choice(("m < n", "m + n > 1", "m == n", "m - n == 1"))
    body = random.choice(("i.ok", "!i.ok"))
    items = f"items.{random.choice(('exists', 'all'))}(i, {body})"
    atoms = random.sample([*BOOLS, numbers, items], random.choice((2, 3, 4)))
    return read_once(random, atoms)


def small_facts(random: Random, source: str) -> dict[str, Any]:
    known: dict[str, Any] = {
        name: random.choice((0, 1, 2) if name in INTS else RANGE[name])
        for name in RANGE
        if name not in source or random.random() < 0.4
    }
    options: tuple[dict[str, object], ...] = ({}, {"ok": True}, {"ok": False})
    items = [dict(random.choice(options)) for _ in range(random.choice((1, 2)))]
    return known | {"items": items}


def completions(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Every way to fill in every gap of ``facts``."""
    gaps = [name for name in RANGE if name not in facts]
    blanks = [index for index, item in enumerate(facts["items"]) if "ok" not in item]
    found = []
    for values in product(*(RANGE[gap] for gap in gaps), *[(True, False)] * len(blanks)):
        whole = copy.deepcopy(facts) | dict(zip(gaps, values, strict=False))
        for index, value in zip(blanks, values[len(gaps) :], strict=True):
            whole["items"][index]["ok"] = value
        found.append(whole)
    return found


def told_apart(facts: dict[str, Any], path: str) -> tuple[object, object]:
    """The value at ``path``, and all the rest."""
    rest = copy.deepcopy(facts)
    holder: Any = rest
    if path.startswith("items"):
        holder, path = rest["items"][int(path[6])], "ok"
    return holder.pop(path), repr(rest)


def test_every_fact_named_matters_and_no_other_does() -> None:
    random = Random(11)
    unknown = 0
    for _ in range(400):
        condition = compile_condition(small_condition(random), SMALL, {})
        facts = small_facts(random, condition.source)
        step = evaluate(condition, facts)
        answers = [(whole, evaluate(condition, whole).value) for whole in completions(facts)]
        if step.value is not UNKNOWN:
            assert {value for _, value in answers} == {step.value}
            continue
        unknown += 1
        absent = [name for name in RANGE if name not in facts]
        absent += [f"items[{n}].ok" for n, item in enumerate(facts["items"]) if not item]
        mattering = set()
        for path in absent:
            by_rest: dict[object, set[object]] = {}
            for whole, value in answers:
                by_rest.setdefault(told_apart(whole, path)[1], set()).add(value)
            if any(len(values) > 1 for values in by_rest.values()):
                mattering.add(path)
        assert step.missing == mattering, condition.source
    assert unknown > 100


def absent(facts: dict[str, Any], path: str) -> bool:
    holder: Any = facts
    for name in path.split("."):
        if name not in holder:
            return True
        holder = holder[name]
    return False


def test_facts_not_named_change_nothing() -> None:
    random = Random(12)
    unknown = 0
    for _ in range(600):
        source = Writer(random, with_has=False).condition(2).ours
        condition = compile_condition(source, ENVIRONMENT, {})
        facts = random_facts(random, ENVIRONMENT, 0.4)
        step = answered(condition, facts)
        if step is None or step.value is not UNKNOWN:
            continue
        unknown += 1
        for path in sorted(FACTS.keys() - step.missing):
            if absent(facts, path):
                fill(random, facts, path, ENVIRONMENT)
        again = answered(condition, facts)
        assert again is not None, source
        assert (again.value, again.missing) == (UNKNOWN, step.missing), source
    assert unknown > 200
