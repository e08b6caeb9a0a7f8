import json
from pathlib import Path

import pytest

from tests.office import Office

APP = "name: Zzforms\nappDomains:\n  - zzforms.example\n"
WALL = "---\nname: Zzwall\nvendor_url: https://zzwall.example\n"
KEV = {
    "catalogVersion": "2026.01.01",
    "vulnerabilities": [
        {
            "cveID": "CVE-2024-1",
            "vendorProject": "TeamViewer",
            "product": "Desktop",
            "dateAdded": "2024-01-02",
        }
    ],
}


@pytest.fixture
def lists(office: Office) -> Office:
    """A public list of each kind."""
    for folder, text in (("apps", APP), ("wall", WALL)):
        (office.folder / folder).mkdir()
        office.write(f"{folder}/one.yml", text)
    office.write("kev.json", json.dumps(KEV))
    return office


def test_the_files_are_listed_with_date_and_source(lists: Office) -> None:
    answer = lists.guard("catalogue", "list")
    assert answer.code == 0
    assert "surveys.toml: Surveys" in answer.out
    assert "Own knowledge" in answer.out


def test_an_application_is_found_by_a_part_of_its_name(lists: Office) -> None:
    answer = lists.guard("catalogue", "list", "Monkey")
    assert "surveymonkey: SurveyMonkey from SurveyMonkey (surveys)" in answer.out
    assert "  domains: surveymonkey.com" in answer.out
    missing = lists.guard("catalogue", "list", "zzforms")
    assert missing.code == 2
    assert 'has "zzforms" in its name' in missing.err
    assert lists.guard("catalogue", "list", "!").code == 2


@pytest.mark.parametrize(
    ("path", "form", "name", "known"),
    [
        ("apps", "resmo", "imported-resmo-apps.toml", "zzforms: Zzforms"),
        ("wall", "sso-wall", "imported-sso-wall.toml", "zzwall: Zzwall"),
    ],
)
def test_what_is_imported_is_known_and_not_reviewed(
    lists: Office, path: str, form: str, name: str, known: str
) -> None:
    answer = lists.guard("catalogue", "import", path, "--as", form, "--to", "catalogue")
    assert answer.code == 0
    assert answer.out.startswith(f"catalogue/{name}: 1 entries (")
    found = lists.guard("catalogue", "list", "zz").out
    assert known in found
    assert "not reviewed" in found
    assert "1 applications (1 not reviewed)" in lists.guard("catalogue", "list").out


def test_importing_again_gives_the_same_unless_somebody_reviewed_it(lists: Office) -> None:
    again = ("catalogue", "import", "apps", "--as", "resmo", "--to", "catalogue")
    assert lists.guard(*again).code == 0
    file = Path("catalogue/imported-resmo-apps.toml")
    before = file.read_text("utf-8")
    assert lists.guard(*again).code == 0
    assert file.read_text("utf-8") == before
    lists.edit(str(file), "reviewed = false", "reviewed = true")
    answer = lists.guard(*again)
    assert answer.code == 2
    assert "Zzforms" in answer.err
    assert "reviewed = true" in file.read_text("utf-8")


def test_files_that_are_left_out_are_told(lists: Office) -> None:
    lists.write("apps/two.yml", "name: A\nname: B\n")
    answer = lists.guard("catalogue", "import", "apps", "--as", "resmo", "--to", "new/catalogue")
    assert answer.code == 2
    assert "two.yml" in answer.err
    assert Path("new/catalogue/imported-resmo-apps.toml").is_file()


def test_the_list_of_exploited_flaws_is_kept_as_it_is(lists: Office) -> None:
    answer = lists.guard("catalogue", "import", "kev.json", "--as", "kev", "--to", "catalogue")
    assert answer.code == 0
    kept = Path("catalogue/known_exploited_vulnerabilities.json")
    assert kept.read_bytes() == Path("kev.json").read_bytes()
    assert f'kev = "{kept}"' in answer.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("kev.json", "--as", "resmo", "--to", "x"),
        ("apps", "--as", "kev", "--to", "x"),
        ("nowhere", "--as", "sso-wall", "--to", "x"),
        ("apps", "--as", "another", "--to", "x"),
        ("apps", "--to", "x"),
    ],
)
def test_what_is_no_such_list_writes_nothing(lists: Office, arguments: tuple[str, ...]) -> None:
    assert lists.guard("catalogue", "import", *arguments).code == 2
    assert not Path("x").exists()


def test_exploited_flaws_are_a_signal_where_the_list_is_named(lists: Office) -> None:
    lists.write("spend.csv", "Date,Supplier,Amount\n2026-01-05,TeamViewer,10\n")
    without = lists.guard("audit", "spend.csv", "--format", "json")
    (answer,) = json.loads(without.out)["audit"]["applications"]
    assert "SPD-14" in answer["not_checked"]
    text = (lists.folder / "guard.toml").read_text()
    lists.write("guard.toml", f'{text}\n[audit]\nkev = "kev.json"\n')
    with_list = json.loads(lists.guard("audit", "spend.csv", "--format", "json").out)["audit"]
    (answer,) = with_list["applications"]
    assert "SPD-14" in [signal["rule"] for signal in answer["signals"]]
    assert "flaws known to be exploited: 1 in the list of 2026.01.01" in with_list["notes"]
    Path("kev.json").unlink()
    assert lists.guard("audit", "spend.csv").code == 2
