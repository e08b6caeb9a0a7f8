from pathlib import Path

import pytest

from guard.catalogue.grounds import Nature
from guard.catalogue.loading import read_catalogue, read_entries, read_file, read_grounds, shipped
from guard.errors import GuardError
from tests.catalogue.making import card, paid, shown

HEAD = 'title = "t"\ncategory = "maps"\non = 2026-01-01\nsource = "s"\n'


def write(folder: Path, *applications: str, name: str = "own.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(HEAD + "".join(f"[[application]]\n{one}\n" for one in applications), "utf-8")
    return file


def test_a_file_is_read(tmp_path: Path) -> None:
    text = read_file(write(tmp_path, 'id = "a"\nname = "A"\nnot = ["b c"]'))
    (one,) = text.entries()
    assert (one.id, one.category, one.exclusions) == ("a", "maps", ["b c"])


def test_all_faults_come_at_once_with_their_lines(tmp_path: Path) -> None:
    file = write(tmp_path, 'id = "a"\nname = "A"\ndomain = ["x.org"]', 'id = "B"\nname = "B"')
    with pytest.raises(GuardError) as refused:
        read_file(file)
    assert [fault.place.line for fault in refused.value.faults] == [8, 10]
    assert all(fault.remedy for fault in refused.value.faults)
    assert "domains" in refused.value.faults[0].remedy


def test_one_id_twice_in_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="stands twice"):
        read_file(write(tmp_path, 'id = "a"\nname = "A"', 'id = "a"\nname = "B"'))


def test_an_earlier_folder_counts_first_and_adds(tmp_path: Path) -> None:
    write(tmp_path / "one", 'id = "a"\nname = "First"\naliases = ["Other"]')
    write(tmp_path / "two", 'id = "a"\nname = "Second"', 'id = "b"\nname = "B"')
    entries = read_entries([tmp_path / "one", tmp_path / "two"])
    assert [one.name for one in entries] == ["First", "Second", "B"]


def test_own_entries_stand_before_those_that_come_with_guard(tmp_path: Path) -> None:
    write(tmp_path, 'id = "mailchimp"\nname = "Mailchimp"\naliases = ["Our Mailings"]')
    known = read_catalogue([tmp_path])
    assert shown(known.find(paid("OUR MAILINGS LTD"))) == ("mailchimp", "alias")
    assert shown(known.find(card("MAILCHIMP.COM"))) == ("mailchimp", "domain")
    assert len(known.entries) == len(read_catalogue().entries)


def test_own_grounds_replace_those_that_come_with_guard(tmp_path: Path) -> None:
    text = (shipped() / "recognition" / "grounds.toml").read_text("utf-8")
    (tmp_path / "recognition").mkdir()
    changed = text.replace("strong_accounts = [", 'strong_accounts = ["60g 441",', 1)
    (tmp_path / "recognition" / "grounds.toml").write_text(changed, "utf-8")
    line = paid("X", category="60G-441", account="60G-441")
    assert read_grounds([tmp_path]).judge(line).nature is Nature.SOFTWARE
    assert read_grounds().judge(line).nature is Nature.UNKNOWN
