import ast
import sys
from pathlib import Path

import pytest

from guard.catalogue import matching, proposing
from guard.catalogue.proposing import ALIKE, MOST, Proposer
from tests.catalogue.making import card, catalogue, entry, paid

PACKAGE = Path(proposing.__file__).parent
SAVILLS = entry("Savills", descriptors=["savills"])


def test_like_names_are_proposed_with_score_and_margin() -> None:
    proposer = Proposer([SAVILLS, entry("Savile Row"), entry("Zebra")])
    first, *rest = proposer.propose("HAVILLS LTD")
    assert first.entry == SAVILLS
    assert first.score >= ALIKE
    assert first.margin == first.score - (rest[0].score if rest else 0)


def test_at_most_three_each_entry_once_most_alike_first() -> None:
    entries = [entry(f"Survey Planet {n}", aliases=[f"Survey Planets {n}"]) for n in range(9)]
    found = Proposer(entries).propose("Survey Planet")
    assert len(found) == MOST
    assert len({one.entry.id for one in found}) == MOST
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@pytest.mark.parametrize("name", ["", "***", "qqqqqqqq"])
def test_nothing_is_proposed_for_what_is_like_nothing(name: str) -> None:
    assert Proposer([SAVILLS]).propose(name) == ()


@pytest.mark.parametrize("name", ["HAVILLS", "SAVILS", "SAVILLLS", "SAVLILS LTD"])
def test_what_is_only_alike_is_proposed_and_never_found(name: str) -> None:
    assert Proposer([SAVILLS]).propose(name)
    known = catalogue(SAVILLS)
    assert known.find(paid(name)) is None
    assert known.find(card(name)) is None
    assert known.find(paid("", description=name)) is None


def test_finding_works_where_likeness_cannot_be_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("rapidfuzz", "rapidfuzz.fuzz", "rapidfuzz.process", "difflib"):
        monkeypatch.setitem(sys.modules, module, None)
    known = catalogue(SAVILLS)
    assert known.find(paid("SAVILLS LTD"))
    assert known.find(card("HAVILLS")) is None
    with pytest.raises(ImportError):
        Proposer([SAVILLS]).propose("HAVILLS")


def test_only_proposing_measures_likeness() -> None:
    measuring = {"rapidfuzz", "difflib", "guard.catalogue.proposing"}
    users = set()
    for file in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                names = {node.module or ""}
            elif isinstance(node, ast.Import):
                names = {alias.name for alias in node.names}
            else:
                continue
            if measuring & {*names, *(name.split(".")[0] for name in names)}:
                users.add(file.name)
    assert users == {"proposing.py"}
    assert "rapidfuzz" not in vars(matching)
