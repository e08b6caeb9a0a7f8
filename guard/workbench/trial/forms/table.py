"""What ``guard policy test`` says of what it ran."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from guard.condition.step import UNKNOWN
from guard.errors import Place
from guard.workbench.trial.mutation import Fate
from guard.workbench.trial.run import Outcomes, covered, noticed, otherwise

_SHORT = 60

T = TypeVar("T")


def render(outcomes: Outcomes) -> str:
    """For a person: what is wrong first, then what is missing, then the counts."""
    return "".join(f"{line}\n" for line in _lines(outcomes))


def _lines(outcomes: Outcomes) -> Iterator[str]:
    yield from map(otherwise, outcomes.wrong)
    for case in outcomes.cases:
        yield from (f"{case.place.spot}: case {case.text.title!r}: {what}" for what in case.wrong)
    if untried := outcomes.untried:
        yield f"without an example, so nothing shows that they work: {', '.join(untried)}"
    yield from _coverage(outcomes)
    yield from _mutation(outcomes)
    examples = f"{len(outcomes.tried)} examples of {len(outcomes.policies.rules)} rules"
    yield f"{examples}: {len(outcomes.wrong)} not as expected"
    if outcomes.cases:
        failed = sum(bool(case.wrong) for case in outcomes.cases)
        yield f"{len(outcomes.cases)} cases: {failed} not as expected"


def _coverage(outcomes: Outcomes) -> Iterator[str]:
    for part in outcomes.parts:
        if part.unseen:
            never = " or ".join(map(_answer, part.unseen))
            yield f"{part.place.spot}: {part.owner}: never {never}: {_cut(part.text)}"
    for name, parts in _by_file(outcomes.parts, lambda part: part.place):
        yield f"coverage of {name}: {covered(parts):.1f} % of what its conditions can answer"


def _answer(answer: object) -> str:
    return "unknown" if answer is UNKNOWN else "true" if answer else "false"


def _mutation(outcomes: Outcomes) -> Iterator[str]:
    for trial in outcomes.trials:
        if trial.fate is Fate.MISSED:
            mutant = trial.mutant
            yield f"{mutant.place.spot}: {mutant.owner}: no example notices that {mutant.what}"
            yield f"    -> {trial.remedy}"
    for name, trials in _by_file(outcomes.trials, lambda trial: trial.mutant.place):
        fates = [trial.fate for trial in trials]
        counts = f"{fates.count(Fate.NOTICED)} noticed, {fates.count(Fate.MISSED)} missed"
        same = fates.count(Fate.EQUIVALENT)
        equal = f", {same} proved to make no difference and not counted" if same else ""
        yield f"changes to {name}: {noticed(trials):.1f} % ({counts}{equal})"


def _by_file(items: Iterable[T], place: Callable[[T], Place]) -> Iterator[tuple[str, list[T]]]:
    grouped: dict[str, list[T]] = {}
    for item in items:
        grouped.setdefault(place(item).file, []).append(item)
    yield from grouped.items()


def _cut(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"
