import json

import pytest

from tests.office import BOSS, CISO, Office, codes, try_examples

CASES = {"permit": ("GB", "false", 0), "refer": ("GB", "true", 3), "deny": ("US", "false", 1)}


@pytest.fixture
def cases(office: Office) -> Office:
    """A request for each verdict, and one that cannot be read."""
    text = (office.folder / "request.toml").read_text()
    for name, (country, personal, _) in CASES.items():
        changed = text.replace('"GB"', f'"{country}"').replace("true", personal)
        office.write(f"{name}.toml", changed)
    office.write("broken.toml", "= 1")
    return office


def test_the_examples_run(new_office: Office) -> None:
    table, as_json = try_examples(new_office, "check")
    assert codes([table, as_json]) == [3, 3]
    assert "What to do next" in table.out
    assert json.loads(as_json.out)["reports"][0]["verdict"] == "refer"


@pytest.mark.parametrize("name", CASES)
def test_each_verdict_has_its_code_and_its_words(cases: Office, name: str) -> None:
    answer = cases.guard("check", f"{name}.toml")
    assert answer.code == CASES[name][2]
    assert answer.out.startswith("“Example Sketches” from Example Sketches Ltd may ")
    assert cases.guard("check", f"{name}.toml", "--exit-zero").code == 0


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ("permit permit", 0),
        ("permit refer", 3),
        ("refer deny permit", 1),
        ("deny refer", 1),
        ("broken permit", 2),
        ("deny broken", 2),
    ],
)
def test_of_several_the_worst_counts(cases: Office, names: str, code: int) -> None:
    files = [f"{name}.toml" for name in names.split()]
    answer = cases.guard("check", *files)
    assert answer.code == code
    assert answer.out.count("Example Sketches Ltd may ") == len(files) - ("broken" in names)
    assert ("broken.toml:1:1" in answer.err) == ("broken" in names)


@pytest.mark.parametrize(
    "arguments",
    [
        ["broken.toml"],
        ["missing.toml", "permit.toml"],
        ["permit.toml", "--policy", "nowhere"],
        ["permit.toml", "--explain", "SML-99"],
        [],
    ],
)
def test_exit_zero_never_hides_that_guard_could_not_run(
    cases: Office, arguments: list[str]
) -> None:
    assert cases.guard("check", *arguments, "--exit-zero").code == 2


def test_no_policy_and_no_rule_are_not_green(cases: Office) -> None:
    cases.write("policies/empty.toml", 'id = "empty"\ntitle = "E"\nversion = "1"\nowner = "T"\n')
    answer = cases.guard("check", "permit.toml", "--policy", "empty")
    assert answer.code == 2
    assert "nothing would be checked" in answer.err
    cases.edit("guard.toml", 'use = ["small"]', "use = []")
    assert cases.guard("check", "permit.toml").code == 2


def test_standard_input_is_read(cases: Office) -> None:
    text = (cases.folder / "deny.toml").read_text()
    assert cases.guard("check", "-", typed=text).code == 1
    assert cases.guard("check", "-", typed='{"supplier": {"country": "US"}}').code == 1


def test_all_faults_are_told_at_once(cases: Office) -> None:
    cases.write("faults.toml", "[data]\npersonal = 7\npersnal = true\n[supplier]\ncountry = 'UK'\n")
    answer = cases.guard("check", "faults.toml")
    assert [line.split(":")[2] for line in answer.err.splitlines()[::2]] == ["2", "3", "5"]


def test_one_rule_is_explained_for_each_request(cases: Office) -> None:
    answer = cases.guard("check", "permit.toml", "deny.toml", "--explain", "SML-01")
    assert answer.code == 1
    assert answer.out.count("SML-01: ") == 2
    assert 'supplier.country == "GB"' in answer.out


def test_another_register_is_used(cases: Office) -> None:
    register = (cases.folder / "register.csv").read_text()
    entry = "APP-8,Example Sketches,,Example Sketches Ltd,,prohibited,IT,,,,,2027-01-01\n"
    cases.write("other.csv", register + entry)
    assert "not on the IT register" in cases.guard("check", "permit.toml").out
    answer = cases.guard("check", "permit.toml", "--register", "other.csv")
    assert "retired or prohibited" in answer.out


def test_settings_are_found_from_a_folder_below(
    cases: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(cases.folder / "keys")
    assert cases.guard("check", "../permit.toml").code == 0


@pytest.mark.parametrize("form", ["table", "json", "markdown"])
def test_every_format_gives_the_same_code(cases: Office, form: str) -> None:
    for name, (_, _, code) in CASES.items():
        assert cases.guard("check", f"{name}.toml", "--format", form).code == code


WAIVER = """
[[waiver]]
rule = "{rule}"
application = "Example Sketches"
reason = "It [ends] soon."
approver = "Pat Doe"
compensating_measure = "Nobody else gets it."
expires = {expires}
"""


def waive(office: Office, rule: str = "SML-01", expires: str = "2027-01-31") -> None:
    settings = (office.folder / "guard.toml").read_text()
    if "waivers" not in settings:
        office.write("guard.toml", f'{settings}\n[audit]\nwaivers = "waivers.toml"\n')
    office.write("waivers.toml", WAIVER.format(rule=rule, expires=expires))


def test_a_file_of_waivers_counts_only_where_it_is_named(cases: Office) -> None:
    cases.write("waivers.toml", WAIVER.format(rule="SML-01", expires="2027-01-31"))
    assert cases.guard("check", "deny.toml").code == 1
    waive(cases)
    assert cases.guard("check", "deny.toml").code == 0


def test_what_is_waived_is_shown_with_who_why_and_until_when(cases: Office) -> None:
    waive(cases)
    said = cases.guard("check", "deny.toml").out
    assert "may be bought, with 1 requirement set aside by waiver." in said
    assert "Waived by Pat Doe until 2027-01-31 (in a file, not signed): It [ends] soon." in said
    assert "Instead: Nobody else gets it." in said
    assert "0 failed" in said
    assert "1 waived" in said
    page = cases.guard("check", "deny.toml", "--format", "markdown").out
    assert "Waived by Pat Doe until 2027-01-31 (in a file, not signed): It \\[ends\\] soon." in page
    (report,) = json.loads(cases.guard("check", "deny.toml", "--format", "json").out)["reports"]
    assert report["rules"][0]["outcome"] == "fail"
    assert report["rules"][0]["waiver"]["expires"] == "2027-01-31"
    assert report["rules"][1]["waiver"] is None
    assert "waiver    Waived by" in cases.guard("check", "deny.toml", "--explain", "SML-01").out


def test_a_waiver_that_is_over_or_ends_soon_is_told(cases: Office) -> None:
    waive(cases, expires="2026-11-21")
    answer = cases.guard("check", "deny.toml")
    assert answer.code == 1
    assert "The waiver of SML-01 expired on 2026-11-21 and no longer counts." in answer.out
    waive(cases, expires="2026-11-23")
    assert "expires on 2026-11-23, in 1 day" in cases.guard("check", "deny.toml").out


def test_nobody_waives_for_themselves(cases: Office) -> None:
    waive(cases)
    cases.edit("waivers.toml", "Pat Doe", "Alex Doe")
    answer = cases.guard("check", "deny.toml")
    assert answer.code == 1
    assert "approved by Alex Doe, who asks: it does not count" in answer.out


def test_a_faulty_file_of_waivers_stops_all(cases: Office) -> None:
    waive(cases, rule="*")
    answer = cases.guard("check", "permit.toml")
    assert answer.code == 2
    assert "waivers.toml:3:" in answer.err


def test_who_signs_sees_the_waiver_and_the_record_holds_it(cases: Office) -> None:
    waive(cases)
    cases.edit("deny.toml", "personal = false", "personal = true")
    shown = cases.guard("approve", "deny.toml", *BOSS)
    assert shown.code == 0
    signed = shown.out[shown.out.index("You are about to sign") :]
    assert "waiver     SML-01: Waived by Pat Doe until 2027-01-31" in signed
    assert "until      2027-01-31" in signed
    cases.write("waivers.toml", "")
    answer = cases.guard("verify")
    assert answer.code == 0
    assert "SML-01 was waived by Pat Doe until 2027-01-31: It [ends] soon." in answer.out
    later = cases.guard("approve", "deny.toml", *CISO)
    assert "Nothing was sealed" in later.out


def test_what_the_ledger_says_of_a_request_is_told(office: Office) -> None:
    condition = ("--condition", "Switch on MFA; it-desk; 2026-12-15")
    assert office.guard("approve", "request.toml", *BOSS, *condition).code == 0
    assert office.guard("approve", "request.toml", *CISO).code == 0

    def notes(on: str) -> list[str]:
        answer = office.guard("check", "request.toml", "--format", "json", "--on", on)
        (report,) = json.loads(answer.out)["reports"]
        return list(report["notes"])

    said = "of record 0 is {}: Switch on MFA (it-desk, due 2026-12-15)."
    assert notes("2026-11-22") == [f"Condition C1 {said.format('open')}"]
    assert notes("2026-12-16") == [f"Condition C1 {said.format('overdue')}"]
    assert office.guard("revoke", "1", "--reason", "Breach", *CISO).code == 0
    ended = "officer (CISO) was revoked on 2026-11-22 (record 1)."
    assert any(note.endswith(ended) for note in notes("2026-11-23"))


def test_what_is_used_before_it_is_approved_says_until_when(office: Office) -> None:
    until = ("--review-by", "2026-12-01", "--reason", "Flood")
    assert office.guard("emergency", "request.toml", *until, *BOSS).code == 0
    told = "emergency use, and must be reviewed by 2026-12-01 (record 0)."
    assert told in office.guard("check", "request.toml").out
