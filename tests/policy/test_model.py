import datetime as dt
from decimal import Decimal

import pytest
from pydantic import ValidationError

from guard.policy.library import parse_pack
from guard.policy.model import PolicyText
from tests.making import TODAY, faults, listed, pack, rule, told


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("3", 3),
        ("1.5", Decimal("1.5")),
        ('"2026-01-01"', "2026-01-01"),
        ("2026-01-01", dt.date(2026, 1, 1)),
        ('["a"]', ["a"]),
        ("[]", []),
    ],
)
def test_a_parameter_keeps_its_type(written: str, value: object) -> None:
    kept = pack(f"[parameters]\nlimit = {written}").text.parameters["limit"]
    assert (kept, type(kept)) == (value, type(value))


@pytest.mark.parametrize(
    "written", ["{ a = 1 }", "[1]", "10:00:00", "2026-01-01T10:00:00Z", "1e99"]
)
def test_what_is_no_parameter_is_one_fault(written: str) -> None:
    if written == "1e99":  # a number, and a very large one: it is compared, never calculated
        assert pack(f"[parameters]\nlimit = {written}").text.parameters
        return
    (fault,) = faults(lambda: pack(f"[parameters]\nlimit = {written}"))
    assert fault.place.path == "parameters.limit"
    assert "a list of texts" in fault.remedy


def test_whole_numbers_fit_into_sealed_json() -> None:
    assert pack(f"[parameters]\nlimit = {10**15}").text.parameters
    assert faults(lambda: pack(f"[parameters]\nlimit = {10**15 + 1}"))


def test_all_faults_at_once_in_the_order_of_the_file() -> None:
    text = 'id = "Ours"\ntitle = ""\nextends = ["../x"]\nsumary = "s"\n[[rule]]\nid = "x"\n'
    found = faults(lambda: parse_pack(text, "ours.toml"))
    assert {fault.place.file for fault in found} == {"ours.toml"}
    lines = [fault.place.line for fault in found]
    assert lines == sorted(lines)
    assert {1, 2, 3, 4, 6} <= set(lines)
    whole = "\n".join(map(str, found))
    assert 'Did you mean "summary"?' in whole
    assert "version is missing" in whole
    assert "capitals, a hyphen" in whole


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/b", "a.toml", "", "A", "a b"])
def test_a_policy_is_extended_by_name_never_by_path(name: str) -> None:
    assert "extends[0]" in told(lambda: pack(extends=[name]))


def test_a_word_outside_the_vocabulary_is_met_with_the_nearest() -> None:
    assert 'Did you mean "block"?' in told(lambda: pack(rule(level="blok")))


def test_points_are_from_0_to_100() -> None:
    assert "from 0 to 100" in told(lambda: pack(rule(points=101, sign="it is so")))


def test_a_policy_as_read_cannot_be_changed() -> None:
    text: PolicyText = pack().text
    with pytest.raises(ValidationError):
        text.id = "theirs"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("until", "live"), [(TODAY, True), (TODAY - dt.timedelta(1), False), (dt.date.max, True)]
)
def test_a_list_holds_to_the_end_of_its_last_day(until: dt.date, *, live: bool) -> None:
    assert listed("eea", until).text.live(TODAY) is live


def test_a_list_does_not_hold_before_its_first_day() -> None:
    assert not listed("eea", TODAY).text.live(dt.date(2019, 12, 31))
