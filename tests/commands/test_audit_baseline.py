"""``guard audit`` in a pipeline: baselines, waivers, profiles and columns."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.office import Answer, Office

HEADER = "Date,Supplier,Amount\n"
ZOOM = "2026-01-05,Mailchimp,10\n"
SLACK = "2026-01-06,Dropbox,20\n"
MIRO = "2026-01-07,SurveyMonkey,30\n"
WAIVER = """
[[waiver]]
rule = "SML-01"
application = "{}"
reason = "It ends soon."
approver = "Pat Doe"
compensating_measure = "No names in it."
expires = 2026-12-01
"""


@pytest.fixture
def shop(office: Office) -> Office:
    """A list of two applications, of which the small policy does not know the country."""
    office.write("spend.csv", HEADER + ZOOM + SLACK)
    return office


def run(shop: Office, *more: str) -> Answer:
    return shop.guard("audit", "spend.csv", "--baseline", "b.json", *more)


def begin(shop: Office) -> None:
    assert run(shop, "--update-baseline", "--allow-growth").code == 3


def names() -> list[str]:
    return [each["name"] for each in json.loads(Path("b.json").read_text())["findings"]]


def test_a_baseline_is_begun_kept_and_only_shrinks(shop: Office) -> None:
    begin(shop)
    assert names() == ["Dropbox", "Mailchimp"]
    answer = run(shop)
    assert answer.code == 0
    assert "Against b.json: 0 new, 0 worse, 2 unchanged, 0 gone; the oldest is 0 days" in answer.out
    shop.write("spend.csv", HEADER + ZOOM + MIRO)
    answer = run(shop, "--update-baseline")
    assert answer.code == 3
    assert "1 new, 0 worse, 1 unchanged, 1 gone" in answer.out
    assert "GONE  Dropbox (unmanaged, since 2026-11-22)" in answer.out
    assert names() == ["Mailchimp"]
    assert run(shop).code == 3
    assert run(shop, "--update-baseline", "--allow-growth").code == 3
    assert names() == ["Mailchimp", "SurveyMonkey"]
    assert run(shop).code == 0


def test_without_an_update_the_file_is_not_touched(shop: Office) -> None:
    begin(shop)
    before = Path("b.json").read_bytes()
    shop.write("spend.csv", HEADER + MIRO)
    assert run(shop).code == 3
    assert Path("b.json").read_bytes() == before


def test_the_age_of_each_is_shown(shop: Office) -> None:
    begin(shop)
    answer = run(shop, "--on", "2026-12-24", "--format", "json")
    found = json.loads(answer.out)["audit"]
    assert {(a["baseline"], a["baseline_since"]) for a in found["applications"]} == {
        ("unchanged", "2026-11-22")
    }
    assert "32 days" in run(shop, "--on", "2026-12-24").out


def test_a_worse_state_is_worse_and_nothing_is_gone(shop: Office) -> None:
    begin(shop)
    register = (shop.folder / "register.csv").read_text()
    entry = "APP-8,Mailchimp,,,,prohibited,IT,,,,,2027-01-01\n"
    shop.write("register.csv", register + entry)
    answer = run(shop, "--format", "json")
    found = json.loads(answer.out)["audit"]
    marks = {each["name"]: each["baseline"] for each in found["applications"]}
    assert marks == {"Mailchimp": "new", "Dropbox": "unchanged"}
    (worse,) = (each["baseline_worse"] for each in found["applications"] if each["baseline_worse"])
    assert worse[0] == "state revoked"
    assert found["gone"] == []
    assert answer.code == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--baseline", "none.json"), "--update-baseline --allow-growth"),
        (("--update-baseline",), "which file"),
        (("--baseline", "b.json", "--allow-growth"), "does nothing"),
        (("--baseline", "guard.toml"), "not valid JSON"),
    ],
)
def test_options_that_make_no_sense_are_refused_before_reading(
    shop: Office, arguments: tuple[str, ...], said: str
) -> None:
    answer = shop.guard("audit", "spend.csv", *arguments)
    assert answer.code == 2
    assert said in answer.err
    assert answer.out == ""


def test_a_list_that_cannot_be_read_leaves_the_baseline_alone(shop: Office) -> None:
    begin(shop)
    before = Path("b.json").read_bytes()
    shop.write("bad.csv", "nothing,here\n1,2\n")
    assert shop.guard("audit", "bad.csv", "spend.csv", "--baseline", "b.json").code == 2
    assert run(shop, "bad.csv", "--update-baseline").code == 2
    assert Path("b.json").read_bytes() == before


def waived(shop: Office, *applications: str) -> dict[str, Any]:
    settings = (shop.folder / "guard.toml").read_text()
    shop.write("guard.toml", f'{settings}\n[audit]\nwaivers = "waivers.toml"\n')
    shop.write("waivers.toml", "".join(map(WAIVER.format, applications)))
    answer = shop.guard("audit", "spend.csv", "--format", "json")
    found: dict[str, Any] = json.loads(answer.out)["audit"]
    return found


def test_a_waived_rule_is_marked_and_does_not_count(shop: Office) -> None:
    found = waived(shop, "Mailchimp")
    by_name = {each["name"]: each for each in found["applications"]}
    assert "SML-01" in by_name["Dropbox"]["undecided"]
    assert "SML-01" not in by_name["Mailchimp"]["undecided"]
    (waiver,) = by_name["Mailchimp"]["waived"]
    assert (waiver["rule"], waiver["approver"]) == ("SML-01", "Pat Doe")
    assert by_name["Dropbox"]["waived"] == []
    assert "WAIVED  Mailchimp: SML-01. Waived by Pat Doe" in shop.guard("audit", "spend.csv").out


def test_waivers_that_are_unused_orphans_or_ending_are_told(shop: Office) -> None:
    notes = [
        note
        for note in waived(shop, "Mailchimp", "SurveyMonkey", "Xyzzy")["notes"]
        if "waiver" in note
    ]
    assert sum("expires on 2026-12-01, in 9 days" in note for note in notes) == 3
    assert [n for n in notes if "unused" in n] == [
        "waivers.toml:10: the waiver of SML-01 for SurveyMonkey is unused: nothing here needs it"
    ]
    (orphan,) = (note for note in notes if "orphan" in note)
    assert "Xyzzy" in orphan


def test_a_profile_that_was_saved_is_used(shop: Office) -> None:
    assert shop.guard("audit", "spend.csv", "--save-profile", "p.toml").code == 3
    assert 'supplier = "Supplier"' in Path("p.toml").read_text()
    shop.edit("p.toml", 'supplier = "Supplier"', 'supplier = "Amount"')
    shop.edit("p.toml", 'amount = "Amount"\n', "")
    answer = shop.guard("audit", "spend.csv", "--profile", "p.toml", "--format", "json")
    assert {a["name"] for a in json.loads(answer.out)["audit"]["applications"]} == {"10", "20"}
    shop.write("other.csv", "Paid on,Paid to,Value\n2026-01-05,Mailchimp,1\n")
    answer = shop.guard("audit", "spend.csv", "other.csv", "--save-profile", "q.toml")
    assert answer.code == 2
    assert "different layouts" in answer.err
    assert not Path("q.toml").exists()


def test_columns_are_shown_and_nothing_is_judged(shop: Office) -> None:
    shop.write("second.csv", HEADER + MIRO)
    answer = shop.guard("audit", "spend.csv", "second.csv", "--columns")
    assert answer.code == 0
    assert "supplier: who was paid" in answer.out
    assert "the same in 1 more list, to second.csv" in answer.out
    assert "applications" not in answer.out
    shop.write("bad.csv", "nothing,here\n1,2\n")
    answer = shop.guard("audit", "bad.csv", "spend.csv", "--columns")
    assert answer.code == 2
    assert "who was paid" in answer.out
