"""The whole of ``guard policy impact``: two versions, compared by rule, by proof and by cases."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guard.assessment import Bench, prepare
from guard.errors import Fault, GuardError
from guard.policy.compile import PolicySet
from guard.settings import Settings
from guard.workbench.impact.comparing import Compared, Judges, compare
from guard.workbench.impact.meaning import RuleChange, compare_rules
from guard.workbench.impact.sealed import sealed_cases
from guard.workbench.impact.version import compiled, read_version
from guard.workbench.impact.witness import Answer, Searched, search


@dataclass(frozen=True, slots=True)
class Impact:
    """All that is known of what ``new`` changes against ``old``.

    ``beside``: the policies that apply on both sides. ``searched``: one answer for each rule that
    does not mean the same. ``compared``: one for the ledger, if there is one, and one for lists.
    """

    new: str
    old: str
    beside: tuple[str, ...]
    as_of: dt.date
    in_the_past: bool
    rules: tuple[RuleChange, ...]
    searched: tuple[Searched, ...]
    compared: tuple[Compared, ...]
    seconds: float

    @property
    def changes_decisions(self) -> bool:
        """Whether a decision changes: of a case, or of the request that a search found."""
        found = any(each.answer is Answer.DECIDED_OTHERWISE for each in self.searched)
        return found or any(each.changed for each in self.compared)

    @property
    def not_proved(self) -> tuple[str, ...]:
        """The rules of which nobody knows whether some request is decided otherwise."""
        return tuple(each.rule for each in self.searched if each.answer is Answer.NOT_PROVED)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the names of both versions, the date if it is not ``today``, and lists."""

    new: str
    old: str
    today: dt.date
    other_day: dt.date | None = None
    allow_past: bool = False
    lists: Sequence[str] = ()

    @property
    def as_of(self) -> dt.date:
        """The date to decide at."""
        return self.other_day or self.today


def impact(asked: Question, settings: Settings, clock: Callable[[], float]) -> Impact:
    """Compare two versions of policies; ``clock`` tells seconds, for the time it takes.

    Raises:
        GuardError: a version, the ledger or a list cannot be read, or the date is past.
    """
    past = asked.as_of < asked.today
    if past and not asked.allow_past:
        remedy = "take a later day, or add --allow-past: the answer is then marked as of the past"
        raise GuardError(Fault(f"{asked.as_of} is past", remedy))
    begun = clock()
    new, old = read_version(asked.new, settings), read_version(asked.old, settings)
    after, before = compiled(new, old, settings), compiled(old, new, settings)
    rules = compare_rules(before, after)
    searched = search(rules, before, after, asked.as_of)
    seconds = clock() - begun
    named = {*new.packs, *old.packs}
    beside = tuple(
        f"{pack.text.id} {pack.text.version}" for pack in after.packs if pack.text.id not in named
    )
    compared: list[Compared] = []
    if settings.text.ledger is not None or asked.lists:
        bench = prepare(settings, asked.as_of)
        if settings.text.ledger is not None:
            compared.append(_in_ledger(before, after, rules, bench, clock))
        if asked.lists:
            more = settings.text.audit.signals
            sides = compiled(old, new, settings, more), compiled(new, old, settings, more)
            compared.append(_in_lists(asked.lists, *sides, bench, clock))
    return Impact(
        new.title, old.title, beside, asked.as_of, past,
        rules, searched, tuple(compared), seconds,
    )  # fmt: skip


def _in_ledger(
    before: PolicySet,
    after: PolicySet,
    rules: Sequence[RuleChange],
    bench: Bench,
    clock: Callable[[], float],
) -> Compared:
    unread: Counter[str] = Counter()
    judges = Judges(before, after, rules, bench.on, bench.settings.bands)
    cases = sealed_cases(bench, before, after, unread)
    return compare(bench.settings.ledger().ledger, cases, judges, unread, clock)


def _in_lists(
    lists: Sequence[str],
    before: PolicySet,
    after: PolicySet,
    bench: Bench,
    clock: Callable[[], float],
) -> Compared:
    from guard.workbench.impact.listed import (
        listed_cases,  # reading lists takes much that nothing else does
    )

    rules = compare_rules(before, after)
    judges = Judges(before, after, rules, bench.on, bench.settings.bands)
    cases = listed_cases(lists, bench, before)
    return compare(", ".join(lists), cases, judges, Counter(), clock)


def unproved(found: Impact) -> None:
    """Refuse to say that nothing changes where that is not known.

    Raises:
        GuardError: no decision was found to change, and that none can is not proved of all rules.
    """
    if found.not_proved and not found.changes_decisions:
        what = f"not proved that no decision changes: {', '.join(found.not_proved)}"
        remedy = "compare them over a ledger or a --list, or change one rule at a time"
        raise GuardError(Fault(what, remedy))
