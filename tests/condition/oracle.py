"""guard against the reference implementation of CEL, over random conditions and facts.

``python -m tests.condition.oracle --count 100000 --seed 1`` prints what was compared.
"""

import argparse
import copy
import time
from dataclasses import dataclass, field
from random import Random
from typing import Any

from guard.condition.checker import compile_condition
from guard.condition.evaluator import evaluate
from guard.condition.problem import ConditionError
from guard.condition.step import UNKNOWN, Step
from guard.condition.tree import Condition
from tests.condition.random_conditions import Pair, Writer
from tests.condition.random_facts import fill, random_facts
from tests.condition.reference import ERROR, Reference
from tests.condition.schema import ENVIRONMENT

_ROUNDS = 30


@dataclass
class Tally:
    """What was compared; ``disagreements`` holds the first differences in full."""

    conditions: int = 0
    agreements: int = 0
    unknown: int = 0
    out_of_range: int = 0
    filled: int = 0
    disagreements: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.conditions} conditions, {self.agreements} answers agree,"
            f" {len(self.disagreements)} disagree; {self.unknown} unknown,"
            f" {self.out_of_range} out of range; {self.filled} unknown answers filled to the end"
        )


def answered(condition: Condition, facts: dict[str, Any]) -> Step | None:
    """The step, or ``None`` where a calculation leaves its range."""
    try:
        return evaluate(condition, facts)
    except ConditionError as error:
        assert "leaves its range" in error.problems[0].reason, error  # noqa: PT017
        return None


def compare(
    tally: Tally, reference: Reference, pair: Pair, facts: dict[str, Any], *, whole: bool
) -> Step | None:
    """Compare one answer; with ``whole`` facts nothing may be unknown."""
    condition = compile_condition(pair.ours, ENVIRONMENT, {})
    step = answered(condition, facts)
    theirs = reference.answer(reference.compile(pair.theirs), facts)
    ours = ERROR if step is None or step.value is UNKNOWN else step.value
    unknown = step is not None and step.value is UNKNOWN
    tally.unknown += unknown
    tally.out_of_range += step is None
    if ours == theirs and type(ours) is type(theirs) and not (whole and unknown):
        tally.agreements += 1
    else:
        tally.disagreements.append(f"{pair.ours}\n  {facts}\n  ours {step}\n  theirs {theirs}")
    return step


def fill_to_the_end(
    tally: Tally, random: Random, pair: Pair, facts: dict[str, Any], step: Step
) -> None:
    """Fill in what an unknown answer names, until it is decided: nothing else may be needed."""
    condition = compile_condition(pair.ours, ENVIRONMENT, {})
    known, current = copy.deepcopy(facts), step
    for _ in range(_ROUNDS):
        for path in sorted(current.missing):
            fill(random, known, path, ENVIRONMENT, gaps=0.2)
        following = answered(condition, known)
        if following is None or following.value is not UNKNOWN:
            tally.filled += 1
            return
        current = following
    tally.disagreements.append(f"never decided: {pair.ours}\n  {facts}")


def run(count: int, seed: int) -> Tally:
    """Compare ``count`` conditions, each with all facts known and with some absent."""
    random, reference, tally = Random(seed), Reference(ENVIRONMENT), Tally()
    for _ in range(count):
        pair = Writer(random).condition(random.choice((1, 2, 2, 3)))
        tally.conditions += 1
        compare(tally, reference, pair, random_facts(random, ENVIRONMENT, 0), whole=True)
        facts = random_facts(random, ENVIRONMENT, random.choice((0.1, 0.3, 0.6)))
        step = compare(tally, reference, pair, facts, whole=False)
        if step is not None and step.value is UNKNOWN:
            fill_to_the_end(tally, random, pair, facts, step)
        if len(tally.disagreements) >= 5:
            break
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    start = time.perf_counter()
    tally = run(given.count, given.seed)
    print(f"seed {given.seed}: {tally}; {time.perf_counter() - start:.0f} s")
    print("\n".join(tally.disagreements))


if __name__ == "__main__":
    main()
