"""All that ``guard policy test`` does: examples and cases, coverage, and changes on trial."""

from collections.abc import Iterable
from dataclasses import dataclass

from guard.errors import Fault, GuardError
from guard.examples import Tried, try_examples
from guard.policy.compile import PolicySet
from guard.workbench.trial.cases import TriedCase, try_cases
from guard.workbench.trial.coverage import Part, coverage
from guard.workbench.trial.mutation import Fate, Trial, try_changes


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for besides running examples and cases, and how good it must be, in percent."""

    coverage: bool = False
    mutation: bool = False
    least_coverage: int = 0
    least_mutation: int = 0


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What was run, and what came out; ``parts`` and ``trials`` are empty if not asked for."""

    policies: PolicySet
    wanted: Wanted
    tried: tuple[Tried, ...]
    cases: tuple[TriedCase, ...]
    parts: tuple[Part, ...]
    trials: tuple[Trial, ...]

    @property
    def wrong(self) -> tuple[Tried, ...]:
        """The examples that came out otherwise than they say."""
        return tuple(tried for tried in self.tried if not tried.as_expected)

    @property
    def untried(self) -> tuple[str, ...]:
        """The rules without an example."""
        shown = {tried.rule.text.id for tried in self.tried}
        return tuple(r.text.id for r in self.policies.rules if r.text.id not in shown)

    @property
    def covered(self) -> float:
        """The answers that parts of conditions gave, in percent of those they can give."""
        return covered(self.parts)

    @property
    def noticed(self) -> float:
        """The changes that an example notices, in percent of those that anybody could notice."""
        return noticed(self.trials)

    @property
    def good(self) -> bool:
        """Whether everything came out as expected and is as good as was asked for."""
        return (
            not self.wrong
            and not any(case.wrong for case in self.cases)
            and (not self.parts or self.covered >= self.wanted.least_coverage)
            and (not self.trials or self.noticed >= self.wanted.least_mutation)
        )


def covered(parts: Iterable[Part]) -> float:
    """The answers that ``parts`` gave, in percent of those they can give; 100 if there are none."""
    every = list(parts)
    possible = sum(len(part.possible) for part in every)
    missing = sum(len(part.unseen) for part in every)
    return 100 * (possible - missing) / possible if possible else 100.0


def noticed(trials: Iterable[Trial]) -> float:
    """The changes noticed, in percent of all but equivalent ones; 100 if there are none."""
    fates = [trial.fate for trial in trials]
    count, missed = fates.count(Fate.NOTICED), fates.count(Fate.MISSED)
    return 100 * count / (count + missed) if count + missed else 100.0


def run(policies: PolicySet, wanted: Wanted) -> Outcomes:
    """Run the examples and cases of ``policies``, and look at their worth as far as is wanted.

    Raises:
        GuardError: there is no example, or one that cannot be read.
    """
    tried = tuple(t for pack in policies.packs for t in try_examples(policies, pack))
    cases = tuple(c for pack in policies.packs for c in try_cases(policies, pack))
    if not tried and not cases:
        raise GuardError(Fault("no example was run", "add [[rule.example]] to the rules"))
    parts = coverage(policies, tried) if wanted.coverage else ()
    sound = all(t.as_expected for t in tried)
    if wanted.mutation and not sound:
        what = "examples come out otherwise than they say, so nothing follows from what they notice"
        raise GuardError(Fault(what, "run guard policy test without --mutate, and put them right"))
    trials = tuple(try_changes(policies)) if wanted.mutation else ()
    return Outcomes(policies, wanted, tried, cases, parts, trials)


def otherwise(tried: Tried) -> str:
    """One example that came out otherwise than it says."""
    missing = ""
    if tried.found == "unknown":
        missing = f" (missing: {', '.join(sorted(tried.finding.missing))})"
    rule, found = tried.rule.text.id, tried.found
    return f"{tried.place.spot}: {rule} gave {found}{missing}, expected {tried.expected}"
