from pathlib import Path
from typing import Any

import pytest

from guard.audit.alias import (
    FILE,
    Accepted,
    Review,
    accept_in_catalogue,
    accept_in_register,
    application,
    propose,
)
from guard.catalogue.entry import Entry
from guard.catalogue.loading import read_entries
from guard.catalogue.recognition import Recogniser
from guard.register.entries import Register
from guard.register.file import read_register
from tests.auditing import GROUNDS
from tests.catalogue.making import catalogue, entry, paid, shown
from tests.making import TODAY, register, told

FORMS = entry("Acme Forms", supplier="Acme", aliases=["Formulator"], exclusions=["furniture"])
SKETCH = entry("Sketchbook Pro", category="design")
LOOSE = entry("Loosely Known", reviewed=False)
KNOWN = catalogue(FORMS, SKETCH, LOOSE)
RECOGNISER = Recogniser(KNOWN, GROUNDS)
HELD = register({"id": "APP-1", "name": "Treeline Surveys", "aliases": ["Treeline"]})
REVIEW = Review("Pat Doe,\nIT", TODAY)


def proposed(*names: str, known: Register | None = HELD) -> list[tuple[str, int, list[str]]]:
    found = propose([paid(name) for name in names], RECOGNISER, known)
    return [(each.name, each.lines, [p.entry.id for p in each.proposals]) for each in found]


def test_names_that_are_alike_are_proposed_with_how_far_one_is_ahead() -> None:
    found = proposed("SKETCHBOOK PROS", "TREELINE SURVEY", "TREELINE SURVEY", "Quite Other")
    assert sorted(found) == [
        ("SKETCHBOOK PROS", 1, ["sketchbook-pro"]),
        ("TREELINE SURVEY", 2, ["APP-1"]),
    ]
    assert proposed("TREELINE SURVEY", known=None) == []


def test_what_is_recognised_is_not_proposed() -> None:
    assert proposed("Acme Forms Ltd", "FORMULATOR", "Treeline", "") == []


def test_at_most_three_are_proposed_best_first() -> None:
    many = catalogue(*(entry(f"Sketchbook Pr{letter}") for letter in "abcdef"))
    near = register({"id": "APP-9", "name": "Sketchbook Proo"})
    (found,) = propose([paid("SKETCHBOOK PROOZ")], Recogniser(many, GROUNDS), near)
    assert len(found.proposals) == 3
    assert found.proposals[0].entry.id == "APP-9"
    first, second, _ = found.proposals
    assert first.margin == first.score - second.score


def accepted(folder: Path, name: str, to: Entry = FORMS, known: Any = KNOWN) -> Accepted:
    made = accept_in_catalogue(name, to, folder, (known, HELD), REVIEW)
    made.path.write_text(made.text, "utf-8")
    return made


def test_what_is_accepted_is_recognised_from_then_on(tmp_path: Path) -> None:
    assert shown(KNOWN.find(paid("FORMLATR GMBH"))) is None
    accepted(tmp_path, "FORMLATR GMBH")
    accepted(tmp_path, "Fmltr Online")
    made = accepted(tmp_path, "SKTCHBK", SKETCH)
    assert made.path == tmp_path / FILE
    assert made.text.count("accepted on 2026-11-22 by Pat Doe,\\u{a}IT") == 3
    after = catalogue(*read_entries([tmp_path]), FORMS, SKETCH)
    for name, number in (("Formlatr", "acme-forms"), ("Fmltr Online", "acme-forms")):
        assert shown(after.find(paid(name))) == (number, "alias")
    (design,) = (each for each in after.entries if each.id == "sketchbook-pro")
    assert design.category == "design"


def test_other_text_of_the_file_is_kept(tmp_path: Path) -> None:
    first = accepted(tmp_path, "FORMLATR")
    first.path.write_text(f"# A remark.\n{first.text}", "utf-8")
    second = accepted(tmp_path, "Fmltr Online")
    assert second.text.startswith("# A remark.\n")
    assert "FORMLATR" in second.text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Formulator", "is a name of Acme Forms already"),
        ("Sketchbook Pro", "is a name of Sketchbook Pro"),
        ("Treeline", "is a name of Treeline Surveys"),
        ("Acme Furniture", '"furniture" tells that this is not Acme Forms'),
        ("?!", "no letter and no digit"),
    ],
)
def test_what_contradicts_is_refused(tmp_path: Path, name: str, said: str) -> None:
    assert said in told(lambda: accepted(tmp_path, name))
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_nobody_reviewed_stands_in_nobodys_way(tmp_path: Path) -> None:
    assert accepted(tmp_path, "Loosely Known").application == "Acme Forms"


CSV = "id,name,status,aliases\nAPP-1,Treeline Surveys,approved,Treeline\nAPP-2,Maps,approved,\n"
TOML = (
    '[[application]]\nid = "APP-1"\nname = "Treeline Surveys"\nstatus = "approved"\n\n'
    '[[application]]\nid = "APP-2"\nname = "Maps"\nstatus = "approved"\n'
)


def registered(file: Path, name: str, number: str = "APP-2") -> Accepted:
    (held,) = (each for each in read_register(file).entries if each.id == number)
    made = accept_in_register(name, held, file, KNOWN, REVIEW)
    file.write_text(made.text, "utf-8")
    return made


@pytest.mark.parametrize(("suffix", "text"), [("csv", CSV), ("toml", TOML)])
def test_the_register_gets_the_alias_with_who_and_when(
    tmp_path: Path, suffix: str, text: str
) -> None:
    file = tmp_path / f"register.{suffix}"
    file.write_text(text, "utf-8")
    registered(file, "MPS LTD")
    made = registered(file, "Cartes")
    assert "accepted on 2026-11-22 by Pat Doe" in made.text
    first, maps = read_register(file).entries
    assert set(maps.aliases) == {"MPS LTD", "Cartes"}
    assert first.name == "Treeline Surveys"


@pytest.mark.parametrize("name", ["Treeline", "Maps Ltd", "Acme Forms", "Formulator"])
def test_the_register_takes_no_name_of_another(tmp_path: Path, name: str) -> None:
    file = tmp_path / "register.csv"
    file.write_text(CSV, "utf-8")
    assert "is a name of" in told(lambda: registered(file, name))
    assert file.read_text("utf-8") == CSV


def test_an_application_is_found_by_number_or_id() -> None:
    assert application("app-1", KNOWN, HELD) is HELD.entries[0]
    assert application("acme-forms", KNOWN, HELD) is KNOWN.entries[0]
    assert "app-1" in told(lambda: application("APP-11", KNOWN, HELD))
    assert "catalogue list" in told(lambda: application("qqqq", KNOWN, None))
