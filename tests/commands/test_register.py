import csv
import io
import json

import pytest

from tests.office import BOSS, CISO, Office, codes, try_examples


def test_the_examples_run(office: Office) -> None:
    office.approved()
    shown, written = try_examples(office, "register")
    assert codes([shown, written]) == [0, 0]
    assert "Example Sketches" in shown.out
    assert written.out == ""
    assert "Example Sketches" in (office.folder / "register.html").read_text("utf-8")


def test_an_empty_ledger_has_an_empty_register(office: Office) -> None:
    answer = office.guard("register")
    assert answer.code == 0
    assert answer.out.startswith("Nothing is in force; from 0 records")


def test_it_lists_what_is_in_force_on_a_day(office: Office) -> None:
    office.approved()
    found = json.loads(office.guard("register", "--format", "json").out)["register"]
    (one,) = found["entries"]
    assert (one["application"], one["supplier"], one["standing"]) == (
        *("Example Sketches", "Example Sketches Ltd"),
        "approved",
    )
    assert [each["role"] for each in one["approved_by"]] == ["head-of-it", "ciso"]
    assert found["organisation"] == "Our Council"
    for day in ("2026-11-21", "2027-11-23"):
        assert "Nothing is in force" in office.guard("register", "--on", day).out


@pytest.mark.parametrize("form", ["table", "csv", "json", "html"])
def test_names_and_prices_are_not_published_unless_asked_for(office: Office, form: str) -> None:
    price = '[contract]\nvalue = { amount = 1234.50, currency = "GBP" }\n'
    office.write("request.toml", (office.folder / "request.toml").read_text() + price)
    office.approved()
    hidden = ("alex.doe", "Alex Doe", "ciso@council.example", "1234.5", "sha256:")

    def written(*asked: str) -> str:
        assert office.guard("register", "--format", form, "--output", "out", *asked).code == 0
        return (office.folder / "out").read_text("utf-8")

    assert not [word for word in hidden if word in written()]
    found = "".join(written("--with-names", "--with-prices").split())
    assert "1234.5" in found
    assert "ciso@" in found
    assert "alex.doe" not in found


def test_what_ended_is_listed_if_asked_for(office: Office) -> None:
    office.approved()
    assert office.guard("revoke", "0", "--reason", "Breach", *CISO).code == 0
    assert "Nothing is in force" in office.guard("register").out
    assert "revoked" in office.guard("register", "--all").out


def test_guard_reads_its_own_list_as_the_register(office: Office) -> None:
    office.approved()
    written = office.guard("register", "--format", "csv", "--output", "in-force.csv")
    assert written.code == 0
    (row,) = csv.DictReader(io.StringIO((office.folder / "in-force.csv").read_text("utf-8")))
    assert (row["id"], row["name"], row["status"]) == ("R-1", "Example Sketches", "approved")
    checked = office.guard(
        *("check", "request.toml", "--register", "in-force.csv", "--format", "json")
    )
    (report,) = json.loads(checked.out)["reports"]
    assert (report["state"], report["register_entry"]) == ("managed", "R-1")


@pytest.mark.parametrize("output", ["guard.toml", "ledger.db", "register.csv"])
def test_it_does_not_replace_what_it_reads(office: Office, output: str) -> None:
    before = (office.folder / output).read_bytes()
    answer = office.guard("register", "--output", output)
    assert answer.code == 2
    assert "a path of its own" in answer.err
    assert (office.folder / output).read_bytes() == before


def test_a_format_must_be_there(office: Office) -> None:
    answer = office.guard("register", "--format", "htm")
    assert answer.code == 2
    assert "did you mean html?" in answer.err


def test_emergency_use_is_in_it(office: Office) -> None:
    until = ("--review-by", "2026-12-01", "--reason", "Flood")
    assert office.guard("emergency", "request.toml", *until, *BOSS).code == 0
    entry = json.loads(office.guard("register", "--format", "json").out)["register"]["entries"][0]
    assert (entry["standing"], entry["emergency"]) == ("emergency", "2026-12-01")
    assert "Nothing is in force" in office.guard("register", "--on", "2026-12-02").out
