from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.condition import values
from guard.condition.limits import DURATION_SECONDS


@pytest.mark.parametrize(
    ("token", "text"),
    [
        ('"a"', "a"),
        ("'''a\nb'''", "a\nb"),
        (r'"\n\t\\\"\'\?\`"', "\n\t\\\"'?`"),
        (r'"\x41\X42\103\u00e9\U0001F600"', "ABCé😀"),
        (r'r"\n"', "\\n"),
        ("R'''a\\'''", "a\\"),
    ],
)
def test_a_string_is_read_as_cel_reads_it(token: str, text: str) -> None:
    assert values.read_string(token) == text


@pytest.mark.parametrize("token", [r'"\q"', r'"\ud800"', r'"\U00110000"', r'"\x4"', r'"\400"'])
def test_a_wrong_escape_is_refused(token: str) -> None:
    with pytest.raises(ValueError, match="escape"):
        values.read_string(token)


@given(st.text())
def test_a_written_string_reads_back(text: str) -> None:
    assert values.read_string(values.write_string(text)) == text


def test_a_timestamp_is_given_in_utc() -> None:
    read = values.read_timestamp("2026-01-01T01:30:00.25+01:00")
    assert read == datetime(2026, 1, 1, 0, 30, 0, 250_000, tzinfo=UTC)
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-01-31", 'write "2026-01-31T00:00:00Z"'),
        ("2026-02-30T00:00:00Z", "no such date"),
        ("0001-01-01T00:00:00+01:00", "no such date"),
        ("2026-01-01T00:00:00.1234567Z", "microsecond"),
        ("2026-01-01T00:00:00", "RFC 3339"),
        ("\uff12\uff10\uff12\uff16-01-01T00:00:00Z", "RFC 3339"),
    ],
)
def test_a_wrong_timestamp_says_why(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        values.read_timestamp(text)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("720h", timedelta(days=30)),
        ("1h30m", timedelta(minutes=90)),
        ("-1.5s", timedelta(seconds=-1.5)),
        ("1ms5us", timedelta(microseconds=1005)),
        ("1000ns", timedelta(microseconds=1)),
    ],
)
def test_a_duration_is_read(text: str, length: timedelta) -> None:
    assert values.read_duration(text) == length


@pytest.mark.parametrize("text", ["", "1", "1d", "h", "1ns", "87660001h", f"{'9' * 400}h"])
def test_a_wrong_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        values.read_duration(text)


@given(st.timedeltas(timedelta(seconds=-DURATION_SECONDS), timedelta(seconds=DURATION_SECONDS)))
def test_a_written_duration_reads_back(length: timedelta) -> None:
    assert values.read_duration(values.write_duration(length)) == length


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_written_timestamp_reads_back(moment: datetime) -> None:
    assert values.read_timestamp(values.write_timestamp(moment)) == moment


def test_a_double_is_exact() -> None:
    assert values.read_double("0.1") == Decimal("0.1")


@pytest.mark.parametrize("token", ["1e309", "1e999999999999999999999"])
def test_a_number_out_of_reach_is_refused(token: str) -> None:
    with pytest.raises(ValueError, match="number"):
        values.read_double(token)
