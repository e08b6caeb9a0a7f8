import datetime as dt
from pathlib import Path

import pytest

from guard.waiver import Waiver
from guard.waiver_file import read_waivers
from tests.making import register, told, toml

REGISTER = register(
    {"id": "A1", "name": "Forms", "aliases": ["Formular"]},
    {"id": "A2", "name": "Maps"},
)
KEYS: dict[str, object] = {
    "rule": "AA-01",
    "application": "Forms",
    "reason": "It ends soon.",
    "approver": "Pat Doe",
    "compensating_measure": "No names in it.",
    "expires": dt.date(2027, 1, 31),
}


def written(folder: Path, *waivers: dict[str, object]) -> Path:
    file = folder / "waivers.toml"
    tables = ("\n".join(f"{k} = {toml(v)}" for k, v in keys.items()) for keys in waivers)
    file.write_text("".join(f"[[waiver]]\n{table}\n" for table in tables), "utf-8")
    return file


def number(folder: Path, application: str) -> str:
    (one,) = read_waivers(written(folder, KEYS | {"application": application}), REGISTER)
    return one.register_id


def test_a_waiver_says_all_that_was_written(tmp_path: Path) -> None:
    (one,) = read_waivers(written(tmp_path, KEYS), None)
    day = dt.date(2027, 1, 31)
    expected = Waiver("AA-01", "Forms", "", "It ends soon.", "Pat Doe", "No names in it.", day)
    assert one == expected
    assert one.place.endswith("waivers.toml:1")


@pytest.mark.parametrize(
    ("application", "found"),
    [
        ("A1", "A1"),
        ("a1", "A1"),
        ("forms ltd", "A1"),
        ("Formular", "A1"),
        ("Farms", ""),
    ],
)
def test_what_the_register_knows_gets_its_number(
    tmp_path: Path, application: str, found: str
) -> None:
    assert number(tmp_path, application) == found


@pytest.mark.parametrize("key", KEYS)
def test_nothing_may_be_left_out(tmp_path: Path, key: str) -> None:
    left = {name: value for name, value in KEYS.items() if name != key}
    text = told(lambda: read_waivers(written(tmp_path, left), None))
    assert f"{key} is missing" in text
    assert "waivers.toml:1" in text


def test_all_faults_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    wrong = KEYS | {"rule": "*", "expires": "never", "approved_by": "me"}
    text = told(lambda: read_waivers(written(tmp_path, KEYS, wrong), None))
    assert text.count("waivers.toml:") == 3
    assert "a rule id" in text
    assert "a date" in text


def test_a_rule_is_waived_once_for_an_application(tmp_path: Path) -> None:
    again = KEYS | {"application": "A1", "expires": dt.date(2029, 1, 1)}
    other = KEYS | {"application": "Maps"}
    file = written(tmp_path, KEYS, again, other)
    assert "waived for this application at" in told(lambda: read_waivers(file, REGISTER))
    assert len(read_waivers(file, None)) == 3


def test_a_name_has_a_letter_or_a_digit(tmp_path: Path) -> None:
    file = written(tmp_path, KEYS | {"application": "?!"})
    assert "no letter and no digit" in told(lambda: read_waivers(file, None))
