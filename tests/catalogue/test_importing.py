import datetime as dt
from pathlib import Path

import pytest

from guard.catalogue.entry import Entry, Sso
from guard.catalogue.importing import PublicList, import_list, slug
from guard.catalogue.loading import read_catalogue, read_file
from guard.catalogue.writing import as_toml
from guard.errors import GuardError
from tests.catalogue.making import card, entry, ids, paid, shown

DAY = dt.date(2026, 11, 22)
RESMO = """id: acme
name: Acme Forms
description: It makes forms
  for everybody.
category: forms
company:
  organization: Acme Inc
  homepage: https://acme.com/
security:
  sso: false
appDomains:
- acme.com
- https://www.acme.co.uk/
- not a domain
oauthDisplayNames:
- Acme Forms
- Acme for Mail
"""
WALL = """---
name: Acme Forms (Cloud)
base_pricing: $1 per u/m
vendor_url: https://www.acme.com
updated_at: 2023-09-22
"""


def imported(folder: Path, kind: PublicList, text: str, *known: Entry) -> list[Entry]:
    (folder / "acme.yml").write_text(text, "utf-8")
    return import_list(folder, kind, known, DAY).text.application


def test_a_list_of_applications(tmp_path: Path) -> None:
    (one,) = imported(tmp_path, PublicList.RESMO, RESMO)
    assert (one.id, one.name, one.supplier, one.category) == (
        "acme-forms",
        "Acme Forms",
        "Acme Inc",
        "forms",
    )
    assert one.domains == ["acme.com", "acme.co.uk"]
    assert one.aliases == ["Acme for Mail"]
    assert one.sso is None  # false there means that nobody knows
    assert not one.reviewed


def test_a_list_of_prices_of_single_sign_on(tmp_path: Path) -> None:
    (one,) = imported(tmp_path, PublicList.SSO_WALL, WALL)
    assert (one.name, one.sso, one.domains) == ("Acme Forms", Sso.EXTRA, ["acme.com"])


def test_what_is_known_keeps_its_id_and_its_domains(tmp_path: Path) -> None:
    ours = entry("Acme Forms Online", domains=["acme.com"])
    other = entry("Elsewhere", domains=["acme.co.uk"])
    (one,) = imported(tmp_path, PublicList.RESMO, RESMO, ours, other)
    assert one.id == "acme-forms-online"
    assert one.domains == ["acme.com"]


def test_a_domain_shared_with_another_name_is_not_taken_for_it(tmp_path: Path) -> None:
    maker = entry("Maker", domains=["acme.com"])
    (one,) = imported(tmp_path, PublicList.RESMO, RESMO, maker)
    assert one.id == "acme-forms"
    assert one.domains == ["acme.co.uk"]


def test_one_application_in_two_files_is_joined(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(RESMO.replace("acme.co.uk", "acme.org"), "utf-8")
    (one,) = imported(tmp_path, PublicList.RESMO, RESMO)
    assert one.domains == ["acme.com", "acme.co.uk", "acme.org"]


def test_files_that_cannot_be_read_are_told_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "bad.yml").write_text("name: A\nname: B\n", "utf-8")
    (tmp_path / "none.yml").write_text("id: x\n", "utf-8")
    (tmp_path / "good.yml").write_text(RESMO, "utf-8")
    got = import_list(tmp_path, PublicList.RESMO, (), DAY)
    assert ids(got.text.application) == ["acme-forms"]
    assert [Path(fault.place.file).name for fault in got.skipped] == ["bad.yml", "none.yml"]


def test_a_folder_without_such_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match=r"no \.yml"):
        import_list(tmp_path, PublicList.RESMO, (), DAY)
    (tmp_path / "bad.yml").write_text("id: x\n", "utf-8")
    with pytest.raises(GuardError, match="no name"):
        import_list(tmp_path, PublicList.RESMO, (), DAY)


def test_what_is_imported_is_used_from_an_own_folder(tmp_path: Path) -> None:
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "acme.yml").write_text(RESMO.replace("Acme", "Zzacme"), "utf-8")
    text = import_list(lists, PublicList.RESMO, read_catalogue().entries, DAY).text
    own = tmp_path / "own"
    own.mkdir()
    (own / "imported.toml").write_text(as_toml(text), "utf-8")
    assert read_file(own / "imported.toml") == text
    known = read_catalogue([own])
    assert shown(known.find(paid("ZZACME FORMS LTD"))) == ("zzacme-forms", "possible")
    assert shown(known.find(card("WWW.ACME.CO.UK"))) == ("zzacme-forms", "domain")


def test_slugs() -> None:
    assert slug("Calaméo & Co. (UK)") == "calameo-and-co-uk"
    assert slug("日本") == ""
    assert len(slug("a" * 300)) == 80


@pytest.mark.parametrize(("kind", "least"), [(PublicList.RESMO, 1000), (PublicList.SSO_WALL, 140)])
def test_the_real_lists_are_read(data: Path, kind: PublicList, least: int, tmp_path: Path) -> None:
    folder = data / "catalogues" / kind.value
    got = import_list(folder, kind, read_catalogue().entries, DAY)
    files = len([*folder.glob("*.y*ml")])
    assert least < len(got.text.application) <= files
    assert all("key twice" in fault.what for fault in got.skipped)
    (tmp_path / "imported.toml").write_text(as_toml(got.text), "utf-8")
    assert read_file(tmp_path / "imported.toml") == got.text
