"""Which facts decided an answer."""

from dataclasses import dataclass

from guard.condition.step import Step


@dataclass(frozen=True, slots=True)
class Seen:
    """A fact as it was seen: its dotted path, and its value (``UNKNOWN`` where it is absent)."""

    path: str
    value: object


def deciding(step: Step) -> tuple[Seen, ...]:
    """Give the facts that decided ``step``, each once, in the order of the text.

    For a false ``&&`` those are the facts of its false side alone; for a true ``exists``
    those of the item that was found; for an unknown answer, the facts that are absent.
    """
    found: dict[str, Seen] = {}
    _collect(step, found)
    return tuple(found.values())


def _collect(step: Step, found: dict[str, Seen]) -> None:
    if not step.parts:
        if step.path:
            found.setdefault(step.path, Seen(step.path, step.value))
        return
    before = len(found)
    for part in _relevant(step):
        _collect(part, found)
    if step.selective and len(found) == before:
        # A list without items, or one whose items were not asked about, decides by itself.
        for part in step.parts:
            _collect(part, found)


def _relevant(step: Step) -> tuple[Step, ...]:
    if step.selective or step.missing:
        return tuple(part for part in step.parts if part.value is step.value)
    return step.parts
