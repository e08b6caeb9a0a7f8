"""``--format json``: everything, for programs."""

from dataclasses import asdict
from typing import Any

from pydantic_core import to_json

from guard.facts import to_json as plain_facts
from guard.screen import Screen
from guard.workbench.impact.comparing import Compared
from guard.workbench.impact.run import Impact
from guard.workbench.impact.witness import Searched

SCHEMA = "urn:procurement-guard:impact:v1"
"""Names the shape of an impact; a change that could break a reader makes a new name."""


def render(impact: Impact, _screen: Screen) -> str:
    """One JSON object, ending in a newline."""
    content = {
        "schema": SCHEMA,
        "new": impact.new,
        "old": impact.old,
        "beside": impact.beside,
        "as_of": impact.as_of,
        "in_the_past": impact.in_the_past,
        "changes_decisions": impact.changes_decisions,
        "not_proved": impact.not_proved,
        "rules": impact.rules,
        "searched": [_searched(each) for each in impact.searched],
        "compared": [_compared(each) for each in impact.compared],
        "seconds": round(impact.seconds, 3),
    }
    return to_json(content, indent=2).decode() + "\n"


def _searched(found: Searched) -> dict[str, Any]:
    example = found.example
    if example is None:
        return {"rule": found.rule, "answer": found.answer, "why": found.why}
    shown = asdict(example) | {"facts": plain_facts(example.facts)}
    return {"rule": found.rule, "answer": found.answer, "why": found.why, "example": shown}


def _compared(found: Compared) -> dict[str, Any]:
    return {
        "source": found.source,
        "cases": found.cases,
        "changed": found.changed,
        "verdicts": [
            {"before": before, "after": after, "cases": count}
            for (before, after), count in found.verdicts.items()
        ],
        "rules": [asdict(rule) | {"cases": count} for rule, count in found.rules.items()],
        "departments": found.departments,
        "unread": found.unread,
        "seconds": round(found.seconds, 3),
    }
