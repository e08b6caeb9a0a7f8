import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from guard.errors import GuardError
from guard.history.ledger import History
from guard.history.past import PastApproval, refused_otherwise
from guard.record.authority import load
from guard.record.rows import Entry
from tests.making import TODAY
from tests.record.acts import Act, act, person

TRUSTED = load(
    "\n".join(
        f'{name} namespaces="{role}@procurement-guard" {person(number).public_key.line}'
        for number, (name, role) in enumerate([("ann", "ciso"), ("bob", "head-of-it")], 1)
    ),
    "allowed_signers",
)
CONDITIONS = [{"id": "C1", "text": "MFA", "owner": "it", "due": TODAY}]


class Held:
    """Records in memory."""

    def __init__(self, *acts: Act, broken: bool = False) -> None:
        end = b" " if broken else b""
        self._entries = [
            Entry(index, each.event_id, b"leaf", each.envelope + end)
            for index, each in enumerate(acts)
        ]
        self._names = [each.statement.names() for each in acts]
        self._documents = {key: data for each in acts for key, data in each.documents.items()}

    def size(self) -> int:
        return len(self._entries)

    def entry(self, index: int) -> Entry | None:
        return self._entries[index] if index < len(self._entries) else None

    def named(self, name: str) -> Iterator[Entry]:
        return (self._entries[n] for n, names in enumerate(self._names) if name in names)

    def names(self, prefix: str) -> Iterator[str]:
        found = {name for names in self._names for name in names if name.startswith(prefix)}
        return iter(sorted(found))

    def document(self, sha256: str) -> bytes | None:
        return self._documents.get(sha256)

    def disclosure(self, name: str) -> bytes | None:
        del name
        return None


def of(name: str, number: int = 0, **changes: Any) -> Act:
    """An act on the application of this name."""
    return act(number, application={"name": name}, **changes)


def past(
    *acts: Act, request_id: str = "", name: str = "Zoom", before: int | None = None
) -> list[PastApproval]:
    history = History(Held(*acts), TRUSTED, before)
    return list(history.about(request_id, name))


def test_acts_on_the_application_are_found_by_its_name_however_written() -> None:
    found = past(of("ZOOM Ltd.", 0), of("Teams", 1), of("Zoom", 2))
    assert [(each.index, each.application) for each in found] == [(0, "ZOOM Ltd."), (2, "Zoom")]


def test_acts_on_the_request_are_found_by_its_number() -> None:
    (found,) = past(of("Zoom", 0), of("Teams", 1), request_id="2026-1", name="")
    assert (found.request_id, found.role, found.principal) == ("2026-1", "ciso", "ann")
    assert past(of("Zoom", 0), request_id="", name="") == []


def test_only_records_before_an_index_are_read() -> None:
    acts = [of("Zoom", number) for number in range(3)]
    assert [each.index for each in past(*acts, before=2)] == [0, 1]


def test_an_act_by_someone_without_the_role_does_not_count() -> None:
    assert past(of("Zoom", signer=person(2))) == []
    assert past(of("Zoom", role="head-of-it")) == []
    assert past(of("Zoom", principal="bob")) == []


def test_a_name_that_only_fits_a_pattern_does_not_count() -> None:
    pattern = f'*@council namespaces="ciso@procurement-guard" {person().public_key.line}'
    history = History(Held(of("Zoom", principal="not-me@council")), load(pattern, "allowed"))
    assert history.about("", "Zoom") == ()


def test_a_record_that_was_changed_is_refused() -> None:
    with pytest.raises(GuardError):
        History(Held(of("Zoom"), broken=True), TRUSTED).about("", "Zoom")


@pytest.mark.parametrize(
    ("changes", "decision"),
    [
        ({}, "approve"),
        (
            {"event": "approved-with-conditions", "conditions": CONDITIONS},
            "approve-with-conditions",
        ),
        ({"event": "refused"}, "refuse"),
    ],
)
def test_rules_see_the_act_in_their_own_words(changes: dict[str, Any], decision: str) -> None:
    (found,) = past(of("Zoom", **changes))
    assert found.fact("", TODAY) == {
        "role": "ciso",
        "decision": decision,
        "state": "in-force",
        "for_this_request": False,
        "on": dt.datetime(2026, 11, 20, tzinfo=dt.UTC),
    }


@pytest.mark.parametrize(("days", "state"), [(-1, "expired"), (0, "in-force"), (1, "in-force")])
def test_an_approval_holds_to_the_end_of_its_last_day(days: int, state: str) -> None:
    until = TODAY + dt.timedelta(days=days)
    (found,) = past(of("Zoom", valid_until=until))
    fact = found.fact(found.request_sha256, TODAY)
    assert (fact["state"], fact["for_this_request"]) == (state, True)
    assert fact["until"] == dt.datetime.combine(until, dt.time(tzinfo=dt.UTC))


def test_the_last_record_of_a_request_is_its_newest() -> None:
    acts = (act(5), act(6), act(5))
    last = History(Held(*acts), TRUSTED).last("2026-5")
    assert last is not None
    assert last.index == 2
    assert History(Held(*acts), TRUSTED).last("2026-7") is None


def test_a_refusal_is_told_of_a_request_that_was_changed_until_the_role_approves() -> None:
    no, yes = of("Zoom", 0, event="refused"), of("Zoom", 1)
    refused = past(no)
    who = "chief information security officer (CISO)"
    assert list(refused_otherwise(refused, "2026-0", "changed")) == [
        f"On 2026-11-20, the {who} refused this request as it then was (record 0)."
    ]
    (said,) = refused_otherwise(refused, "2026-7", "other")
    assert "refused this in request 2026-0 (record 0)" in said
    assert list(refused_otherwise(refused, "2026-0", refused[0].request_sha256)) == []
    assert list(refused_otherwise(past(no, yes), "2026-0", "changed")) == []


def test_records_are_counted() -> None:
    assert History(Held(act(1), act(2))).count() == 2
    assert History().count() == 0


def test_without_a_ledger_there_is_no_history() -> None:
    assert History().about("2026-0", "Zoom") == ()
    assert History().last("2026-0") is None
