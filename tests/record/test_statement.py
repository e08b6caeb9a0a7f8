import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from guard.errors import GuardError
from guard.record import canonical, statement
from guard.record.events import Approval, Event
from tests.record.acts import act

STATEMENT = act().statement
CONDITION = {"id": "C1", "text": "MFA for all", "owner": "head-of-it", "due": date(2027, 1, 31)}


def test_the_bytes_are_an_in_toto_statement() -> None:
    read = json.loads(STATEMENT.encode())
    assert read["_type"] == "https://in-toto.io/Statement/v1"
    assert read["predicateType"] == "urn:procurement-guard:event:v1"
    assert read["subject"][0]["name"] == "request/2026-0"
    assert read["predicate"]["eventId"] == "00000000-0000-0000-0000-000000000000"
    assert read["predicate"]["decidedAt"] == "2026-11-20T12:00:00Z"
    assert read["predicate"]["previous"] is None


moments = st.datetimes(timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0))


@given(
    reason=st.text(max_size=50),
    decided_at=moments,
    valid_until=st.none() | st.dates(),
    previous=st.none() | st.builds(dict, index=st.integers(0, 10**6), leaf=st.just("0" * 64)),
)
def test_statements_read_back(**changes: Any) -> None:
    whole = act(**changes).statement
    assert statement.decode(whole.encode()) == whole


def test_conditions_read_back() -> None:
    event = Event.APPROVED_WITH_CONDITIONS
    whole = act(event=event, conditions=[CONDITION]).statement
    read = statement.decode(whole.encode()).predicate
    assert isinstance(read, Approval)
    assert read.conditions[0].due == date(2027, 1, 31)


@pytest.mark.parametrize(
    "changes",
    [
        {"event": Event.APPROVED, "conditions": [CONDITION]},
        {"event": Event.APPROVED_WITH_CONDITIONS},
        {"event": Event.REFUSED, "conditions": [CONDITION]},
        {"decided_at": datetime(2026, 1, 1)},  # noqa: DTZ001
        {"decided_at": datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=1)))},
        {"decided_at": datetime(2026, 1, 1, microsecond=1, tzinfo=UTC)},
        {"role": "Head of IT"},
        {"role": "a,b"},
        {"role": "*"},
        {"principal": ""},
        {"key_fingerprint": "MD5:x"},
        {"previous": {"index": -1, "leaf": "0" * 64}},
        {"previous": {"index": 0, "leaf": "0" * 63}},
        {"reason": "x" * 4001},
        {"decision": {"verdict": "award", "findings": {"sha256": "0" * 64}}},
        {"decision": {"verdict": "permit", "findings": {"sha256": "A" * 64}}},
        {"unknown": 1},
    ],
)
def test_other_predicates_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        act(**changes)


def changed(path: str, value: object) -> bytes:
    """The statement's JSON with the value at the dotted ``path`` replaced (None: dropped)."""
    whole = json.loads(STATEMENT.encode())
    *parents, last = path.split(".")
    part = whole
    for key in parents:
        part = part[int(key)] if key.isdigit() else part[key]
    if value is None:
        del part[last]
    else:
        part[last] = value
    return canonical.write(whole)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("extra", 1),
        ("predicate.extra", 1),
        ("predicate.event_id", "00000000-0000-0000-0000-000000000000"),
        ("subject.0.digest.sha512", "0"),
        ("_type", "https://in-toto.io/Statement/v0.1"),
        ("predicateType", "https://slsa.dev/provenance/v1"),
        ("predicate.previous", None),
        ("predicate.reason", None),
        ("predicate.decidedAt", "2026-11-20T12:00:00+00:00"),
        ("predicate.decidedAt", "2026-11-20T12:00:00.000Z"),
        ("predicate.decidedAt", 1_800_000_000),
        ("predicate.eventId", "{00000000-0000-0000-0000-000000000000}"),
        ("predicate.eventId", "00000000000000000000000000000000"),
        ("predicate.validUntil", "2027-01-01T00:00:00"),
        ("predicate.event", "revoked"),
        ("predicate.reason", 5),
        ("subject", []),
        ("subject.0.name", "invoice/7"),
        ("subject.0.name", "request/"),
    ],
)
def test_other_json_is_refused(path: str, value: object) -> None:
    with pytest.raises(GuardError) as caught:
        statement.decode(changed(path, value))
    assert caught.value.faults[0].remedy


def test_two_subjects_are_refused() -> None:
    one = json.loads(STATEMENT.encode())["subject"][0]
    with pytest.raises(GuardError, match="is about one thing"):
        statement.decode(changed("subject", [one, one]))


def test_all_faults_come_at_once() -> None:
    with pytest.raises(GuardError) as caught:
        statement.decode(b"{}")
    assert len(caught.value.faults) == 2


def test_references_are_what_the_ledger_must_hold() -> None:
    names = [name for name, _ in STATEMENT.references()]
    assert names == ["findings", "request/2026-0", "assessment", "core"]
    assert {sha256 for _, sha256 in STATEMENT.references()} == set(act().documents)
    assert STATEMENT.mentions() == {*act().documents, "ab" * 32}


def test_the_namespace_of_a_role() -> None:
    assert statement.namespace("head-of-it") == "head-of-it@procurement-guard"
    assert STATEMENT.request_id == "2026-0"
