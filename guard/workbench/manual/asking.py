"""What ``guard policy questions`` says: what must be asked of whom."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from guard import wording
from guard.border.text import plain
from guard.policy.compile import PolicySet
from guard.report import Report
from guard.request.allowed import allowed
from guard.request.fact import Answerer
from guard.workbench.manual.account import account_of


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: the fact it is about, what may be written, and the rules that read it."""

    fact: str
    question: str
    ask_of: Answerer
    write: str
    rules: tuple[str, ...]


def all_questions(policies: PolicySet) -> list[Asked]:
    """Every question that the rules of ``policies`` may lead to, most wanted first."""
    found: dict[str, Asked] = {}
    for rule in policies.rules:
        for path, question in account_of(rule, policies).questions:
            before = found[path].rules if path in found else ()
            write = allowed(question.kind)
            rules = (*before, rule.text.id)
            found[path] = Asked(path, question.text, question.answerer, write, rules)
    return sorted(found.values(), key=lambda asked: -len(asked.rules))


def open_questions(report: Report) -> list[Asked]:
    """The questions that a request leaves open, those to be asked first at the top."""
    return [
        Asked(m.fact, m.question, m.ask_of, m.write, m.rules)
        for m in sorted(report.missing, key=lambda m: (not m.needed, not m.first))
    ]


def listed(questions: Iterable[Asked]) -> str:
    """The questions under the person who can answer each."""
    return "".join(f"{line}\n" for line in _lines(_by_answerer(questions)))


def _by_answerer(questions: Iterable[Asked]) -> Mapping[Answerer, list[Asked]]:
    asked = list(questions)
    return {who: [each for each in asked if each.ask_of is who] for who in Answerer}


def _lines(asked: Mapping[Answerer, list[Asked]]) -> Iterator[str]:
    for who, questions in asked.items():
        if questions:
            yield f"{wording.WHO[who]} ({wording.count(len(questions), 'question')})"
        for each in questions:
            yield f"  - {plain(each.question, 1000)}"
            yield f"      {plain(each.fact)} = {plain(each.write)}"
            yield f"      for {wording.some(each.rules)}"
    total = sum(map(len, asked.values()))
    yield wording.count(total, "question") if total else "Nothing is left to be asked."
