import json
from pathlib import Path

from guard.outputs.jsonl import render
from guard.screen import Screen
from tests.auditing import listed, reported, row


def test_each_application_is_one_line_in_the_order_of_the_report(tmp_path: Path) -> None:
    path = listed(tmp_path, row("Sketchbook"), row("Oak", amount=70), row('"A\\nB"'))
    report = reported(path)
    lines = render(report, Screen()).splitlines()
    read = [json.loads(line) for line in lines]
    assert [each["name"] for each in read] == [each.name for each in report.applications]
    assert read[0].keys() == set(type(report.applications[0]).__dataclass_fields__)
    assert read[0]["name"] == "Oak"
