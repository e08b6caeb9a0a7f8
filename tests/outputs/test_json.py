import json
from pathlib import Path

from guard.audit.report import SCHEMA
from guard.outputs.json import render
from guard.screen import Screen
from tests.auditing import listed, reported, row


def test_all_of_the_report_is_there(tmp_path: Path) -> None:
    report = reported(listed(tmp_path, row("Sketchbook", amount="0.10"), row("Oak")))
    text = render(report, Screen())
    read = json.loads(text)
    assert text.endswith("}\n")
    assert read["schema"] == SCHEMA
    assert read["audit"].keys() == set(type(report).__dataclass_fields__)
    sketch = next(each for each in read["audit"]["applications"] if each["band"])
    assert (sketch["name"], sketch["points"]) == ("Sketchbook Pro", 40)
    assert sketch["spent"] == [{"currency": "GBP", "amount": "0.10"}]
    assert (sketch["first"], sketch["state"]) == ("2026-01-05", "unknown")


def test_it_is_the_same_for_every_screen(tmp_path: Path) -> None:
    report = reported(listed(tmp_path, row("Sketchbook")))
    assert render(report, Screen()) == render(report, Screen(20, colour=True))
