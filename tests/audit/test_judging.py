"""Applications judged together: each in its place, and the rules asked once for all."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from guard.audit.applying import Facts
from guard.audit.judging import judge_uses
from guard.audit.shown import Scope
from guard.audit.use import by_spend
from guard.catalogue.grounds import Nature
from guard.finding import Finding
from guard.gather import State
from guard.recall import Recall
from guard.spend.line import Line
from tests.auditing import PLAIN, tally


class Noted:
    """The rules, and the names that they were asked about at once."""

    def __init__(self) -> None:
        self.recall = Recall(PLAIN.policies, PLAIN.on)
        self.asked: list[list[object]] = []

    def findings(self, rows: Sequence[Facts]) -> Iterator[tuple[Finding, ...]]:
        self.asked.append([dict(each)["application"] for each in rows])
        return self.recall.findings(rows)


def paid(supplier: str, amount: int) -> Line:
    return Line(supplier=supplier, amount=Decimal(amount), currency="GBP")


def test_all_that_is_software_is_asked_about_at_once_and_stays_in_its_place() -> None:
    rules = Noted()
    lines = [paid("Oak", 9), paid("Sketchbook", 8), paid("Elm", 7), paid("Piktochart", 6)]
    found = list(judge_uses(by_spend(tally(lines).uses.values()), PLAIN, Scope(), rules))
    assert [each.use.name for each in found] == ["Oak", "Sketchbook Pro", "Elm", "Piktochart"]
    assert rules.asked == [[{"name": "Sketchbook Pro"}, {"name": "Piktochart"}]]
    for each in found:
        assert (each.judged is None) is (each.use.nature is not Nature.SOFTWARE)
        assert each.state is State.UNKNOWN
        if each.judged:
            assert each.judged.known.values["application"] == {"name": each.use.name}


def test_without_software_nothing_is_judged() -> None:
    rules = Noted()
    (found,) = judge_uses(tally([paid("Oak", 1)]).uses.values(), PLAIN, Scope(), rules)
    assert found.judged is None
    assert rules.asked == []
