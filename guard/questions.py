"""How to ask for a fact that is missing, whom, and what may be answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guard.policy.compile import PolicySet
from guard.policy.model import KINDS
from guard.request.fact import Answerer
from guard.request.paths import facts


@dataclass(frozen=True, slots=True)
class Question:
    """How to ask for a fact, and whom; ``kind`` is the type of what may be answered."""

    text: str
    answerer: Answerer
    kind: Any = str


def questions(policies: PolicySet) -> Mapping[str, Question]:
    """How to ask for each fact: those of the request, and a body's own."""
    known = facts()
    ours = {
        path: Question(_in_context(path), info.answerer, info.annotation)
        for path, info in known.items()
    }
    own = {
        f"local.{f.name}": Question(f.question, f.ask_of, KINDS[f.type]) for f in policies.own_facts
    }
    return ours | own


def _in_context(path: str) -> str:
    """The question of a fact; inside a smaller group it makes sense only after the group's."""
    known = facts()
    holder = path.rpartition(".")[0].removesuffix("[]")
    asked = known[path].question
    if "." not in holder and not path.startswith(f"{holder}[]."):
        return asked
    before = known[holder].question
    return asked if asked.startswith(before[:-1]) else f"{before} {asked}"


def question_for(path: str, questions: Mapping[str, Question]) -> Question:
    """How to ask for the fact at ``path``; one inside a list is asked for by its item."""
    parts = [part.partition("[") for part in path.split(".")]
    general = ".".join(name + ("[]" if bracket else "") for name, bracket, _ in parts)
    if general.startswith("lists."):
        text = f"The dated list behind {path} does not hold today: is there a newer one?"
        return Question(text, Answerer.IT)
    if general.startswith("approvals[]."):
        return Question(f"The ledger does not say {path}: is there a later act?", Answerer.IT)
    return questions[general]
