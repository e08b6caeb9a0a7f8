"""What every rule says of each row, read from the masks that an engine gives."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from guard.lowering.findings import RowOutcome
from guard.lowering.plan import WORD, Plan
from guard.lowering.rules import RuleColumns

_MASKED = (
    ("refused", RowOutcome.REFUSED),
    ("failed", RowOutcome.FAIL),
    ("unknown", RowOutcome.UNKNOWN),
    ("inapplicable", RowOutcome.NOT_APPLICABLE),
)
"""The masks, the one that outweighs the others first."""


class Answer(NamedTuple):
    """What one rule says of one row, with the missing facts where it is unknown."""

    outcome: RowOutcome
    missing: frozenset[str] = frozenset()


class RowAnswers(NamedTuple):
    """What the rules of one plan say of one row: ``row`` has the values of its keys."""

    row: tuple[object, ...]
    answers: tuple[Answer, ...]


def read_answers(
    plan: Plan, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Iterator[RowAnswers]:
    """The answers of the rules of ``plan``, in order.

    Args:
        plan: whose ``explained`` query was asked.
        columns: the names of the columns that came back.
        rows: what came back.
    """
    at = {name: position for position, name in enumerate(columns)}
    readers = [_reader(rule, at) for rule in plan.rules]
    keys = [at[key] for key in plan.keys]
    for row in rows:
        said = tuple(read(row) for read in readers)
        yield RowAnswers(tuple(row[key] for key in keys), said)


def _reader(rule: RuleColumns, at: dict[str, int]) -> Callable[[Sequence[Any]], Answer]:
    word, bit = divmod(rule.number, WORD)
    masks = [(at[f"{mask}{word}"], outcome) for mask, outcome in _MASKED]
    bits, texts = (at.get(f"{kind}_{rule.number}") for kind in ("bits", "texts"))

    def read(row: Sequence[Any]) -> Answer:
        said = (outcome for place, outcome in masks if row[place] >> bit & 1)
        outcome = next(said, RowOutcome.PASS)
        if outcome is not RowOutcome.UNKNOWN:
            return _KNOWN[outcome]
        set_bits = (row[bits] or 0) if bits is not None else 0
        named = [path for n, path in enumerate(rule.paths) if set_bits >> n & 1]
        other = (row[texts] or ()) if texts is not None else ()
        return Answer(outcome, frozenset((*named, *other)))

    return read


_KNOWN = {outcome: Answer(outcome) for outcome in RowOutcome}
