"""Every event: what it is found by, what it points at, what the ledger must hold for it."""

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from guard.record import events
from guard.record.events import Approval, Event
from guard.record.statement import Statement, decode
from tests.history.deeds import DAY, Book, key

HERE = {"index": 3, "leaf": "a" * 64}
THERE = {"index": 4, "leaf": "b" * 64}
POLICY = {"name": "core", "digest": {"sha256": "c" * 64}, "annotations": {"version": "1"}}
EVIDENCE = {"name": "a.pdf", "digest": {"sha256": "d" * 64}, "annotations": {"kind": "other"}}
CONDITION = {"id": "C1", "text": "MFA", "owner": "it", "due": DAY.date()}
LENT = {"grantee": "eve", "key": key("eve").public_key.line}
DAYS = {"valid_from": DAY.date(), "valid_until": DAY.date()}
UNTIL = DAY.date() + dt.timedelta(days=9)

KINDS: list[tuple[type[events.Act], str, dict[str, Any], list[int]]] = [
    (events.Requested, "request/R-1", {}, []),
    (events.Evaluated, "request/R-1", {}, []),
    (events.Advised, "request/R-1", {"counsel": "proceed"}, []),
    (Approval, "request/R-1", {}, []),
    (Approval, "request/R-1", {"event": Event.RENEWED, "renews": HERE}, [3]),
    (
        Approval,
        "request/R-1",
        {"advice": [{"record": THERE, "accepted": True, "reason": ""}]},
        [4],
    ),
    (events.Waived, "request/R-1", {"rule": "A-1", "measure": "m", "expires": UNTIL}, []),
    (
        events.ConditionMet,
        "request/R-1",
        {"target": HERE, "condition": "C1", "evidence": [EVIDENCE]},
        [3],
    ),
    (events.Superseded, "request/R-1", {"target": HERE, "by": THERE}, [3, 4]),
    (events.Revoked, "request/R-1", {"target": HERE}, [3]),
    (events.Emergency, "request/R-1", {"review_by": UNTIL}, []),
    (events.Corrected, "request/R-1", {"target": HERE}, [3]),
    (events.PolicyActivated, "policy/core", {"policies": [POLICY]}, []),
    (events.AuthorityGranted, "person/eve", LENT | DAYS, []),
    (events.AuthorityRevoked, "person/eve", {"target": HERE}, [3]),
    (events.KeyRotated, "log/main", {"log_key": "main+1+x"}, []),
    (events.Erased, "record/3", {"targets": [HERE]}, [3]),
]


def statement(kind: type[events.Act], about: str, **changes: Any) -> Statement:
    return Book().make(kind, "ann", about=about, **changes).statement


@pytest.mark.parametrize(("kind", "about", "changes", "linked"), KINDS)
def test_an_event_reads_back_and_tells_what_it_points_at(
    kind: type[events.Act], about: str, changes: dict[str, Any], linked: list[int]
) -> None:
    made = statement(kind, about, **changes)
    assert decode(made.encode()) == made
    assert [each.index for each in made.links()] == linked
    more = statement(kind, about, previous=THERE, on_behalf_of=HERE, **changes)
    assert [each.index for each in more.links()] == [4, 3, *linked]


@pytest.mark.parametrize(("kind", "about", "changes", "linked"), KINDS)
def test_an_event_is_found_by_what_it_is_about(
    kind: type[events.Act], about: str, changes: dict[str, Any], linked: list[int]
) -> None:
    made = statement(kind, about, **changes)
    of_request = about == "request/R-1"
    assert made.request_id == ("R-1" if of_request else "")
    name = f"event/{made.predicate.event}"
    assert made.names() == ((name, about, "application/treeline") if of_request else (name,))
    measured = issubclass(kind, events.Measured)
    held = [what for what, _ in made.references()]
    if measured:
        assert held == ["findings", about, "assessment"]
    elif of_request:
        assert held == [about]
    else:
        assert held == (["core"] if kind is events.PolicyActivated else [])
    assert ("d" * 64 in made.mentions()) == (kind is events.ConditionMet)
    assert (made.log_key is not None) == (kind is events.KeyRotated)
    assert bool(made.erases) == (kind is events.Erased)


@pytest.mark.parametrize(("kind", "about", "changes", "linked"), KINDS)
def test_an_event_is_about_its_own_kind_of_thing(
    kind: type[events.Act], about: str, changes: dict[str, Any], linked: list[int]
) -> None:
    other = "log/x" if about.startswith("request") else "request/R-1"
    subject = ({"name": other, "digest": {"sha256": "e" * 64}},)
    predicate = statement(kind, about, **changes).predicate
    with pytest.raises(ValidationError, match="is named"):
        Statement.model_validate({"subject": subject, "predicate": predicate})


def test_an_application_without_a_name_is_not_indexed_by_it() -> None:
    made = statement(events.Requested, "request/R-1", application={"name": "!"})
    assert made.names() == ("event/requested", "request/R-1")


@pytest.mark.parametrize(
    "changes",
    [
        {"event": Event.APPROVED, "conditions": [CONDITION]},
        {"event": Event.APPROVED_WITH_CONDITIONS},
        {"event": Event.REFUSED, "conditions": [CONDITION]},
        {"event": Event.RENEWED},
        {"event": Event.APPROVED, "renews": HERE},
        {"event": Event.REFUSED, "renews": HERE},
    ],
)
def test_parts_that_do_not_belong_to_an_answer_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="belong"):
        statement(Approval, "request/R-1", **changes)


def test_a_renewal_may_have_conditions() -> None:
    renewed = {"event": Event.RENEWED, "renews": HERE}
    for conditions in ([], [CONDITION]):
        made = statement(Approval, "request/R-1", conditions=conditions, **renewed)
        assert isinstance(made.predicate, Approval)
        assert len(made.predicate.conditions) == len(conditions)


@pytest.mark.parametrize("kind", [events.Revoked, events.Corrected, events.Emergency])
@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_some_events_need_a_reason(kind: type[events.Act], reason: str) -> None:
    changes = {"review_by": UNTIL} if kind is events.Emergency else {"target": HERE}
    with pytest.raises(ValidationError):
        statement(kind, "request/R-1", reason=reason, **changes)
