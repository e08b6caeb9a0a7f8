"""Rules as questions for the solver: conditions with their parameters and dated lists."""

import datetime as dt
from collections.abc import Mapping

from guard.condition.step import UNKNOWN
from guard.condition.tree import Condition
from guard.policy.compile import PolicySet, Rule
from guard.policy.library import ListFile
from guard.solver.question import Question

_MIDNIGHT = dt.time(tzinfo=dt.UTC)


def moment(day: dt.date) -> dt.datetime:
    """A day as conditions read it: its midnight in UTC."""
    return dt.datetime.combine(day, _MIDNIGHT)


def asked(condition: Condition, rule: Rule, policies: PolicySet) -> Question:
    """``condition``, of ``rule``, as a question over requests; the date is left open."""
    constants = {
        "parameters": _ready(rule.parameters),
        "lists": {name: _ready(listed.text.values) for name, listed in policies.lists.items()},
    }
    return Question(condition, constants, spans(policies.lists))


def spans(lists: Mapping[str, ListFile]) -> dict[str, tuple[dt.datetime, dt.datetime]]:
    """From when until when each dated list may be relied on."""
    return {
        name: (moment(listed.text.valid_from), moment(listed.text.valid_to))
        for name, listed in lists.items()
    }


def outcome(when: object, require: object) -> str:
    """What a rule in force says, by the answers of its two conditions: see ``guard.finding``."""
    if when is False:
        return "not-applicable"
    if require is True:
        return "pass"
    return "unknown" if UNKNOWN in (when, require) else "fail"


def _ready(values: Mapping[str, object]) -> dict[str, object]:
    return {k: moment(v) if isinstance(v, dt.date) else v for k, v in values.items()}
