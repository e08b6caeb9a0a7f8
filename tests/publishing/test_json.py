import json

from guard.publishing.json import render
from guard.screen import Screen
from tests.publishing.registers import few, register


def test_programs_get_every_entry() -> None:
    found = json.loads(render(few(), Screen()))
    assert found["schema"] == "urn:procurement-guard:register:v1"
    told = found["register"]
    assert (told["organisation"], told["on"], told["records"]) == (
        *("Exampleshire Council", "2026-11-22"),
        9,
    )
    second = told["entries"][1]
    assert second["standing"] == "conditions-overdue"
    assert second["conditions"] == [
        {"text": "Switch on MFA for everyone", "due": "2026-11-19", "overdue": True, "owner": ""}
    ]
    assert second["waived"] == [{"rule": "CORE-11", "expires": "2026-12-12", "record": 5}]


def test_an_empty_register_is_one_without_entries() -> None:
    text = render(register(), Screen())
    assert json.loads(text)["register"]["entries"] == []
    assert text.endswith("}\n")
