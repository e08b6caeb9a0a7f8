import json
from decimal import Decimal
from typing import Any

import pytest

from guard.condition.types import String, Struct
from guard.gather import Known, State, gather, known_from_json, text_at
from guard.register.entries import Register
from guard.request.reading import read_request
from tests.making import document, register, settings

ZOOM = {"id": "A1", "name": "Zoom", "supplier": "Zoom Inc", "approved_uses": ["meetings"]}


def known(held: Register | None = None, guard_toml: str = "", **groups: Any) -> Known:
    return gather(read_request(document(**groups)), settings(guard_toml), held, [])


def management(found: Known) -> dict[str, object]:
    group = found.values["it_management"]
    assert isinstance(group, dict)
    return group


def claiming(name: str = "Zoom", **claims: object) -> dict[str, Any]:
    return {"application": {"name": name}, "it_management": claims}


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("approved", State.MANAGED),
        ("restricted", State.MANAGED),
        ("proposed", State.MANAGED),
        ("retired", State.REVOKED),
        ("prohibited", State.REVOKED),
    ],
)
def test_the_register_says_where_an_application_stands(status: str, state: State) -> None:
    found = known(register(ZOOM | {"status": status}), **claiming())
    assert (found.state, found.entry, found.questions) == (state, "A1", ())
    assert management(found)["register_status"] == status


def test_the_register_outweighs_what_the_request_claims() -> None:
    held = register(ZOOM | {"status": "prohibited"})
    claims: dict[str, Any] = {
        "register_status": "approved",
        "approved_uses": ["all"],
        "max_classification": "top",
    }
    found = known(held, **claiming(**claims, in_use=True))
    assert management(found) == {
        "register_id": "A1",
        "register_status": "prohibited",
        "approved_uses": ["meetings"],
        "in_use": True,
    }
    assert found.notes == (
        "register_status: the request says “approved”; the register, which counts, “prohibited”.",
        "approved_uses: the request says “all”; the register, which counts, “meetings”.",
        "max_classification: the request says “top”; the register, which counts, “not known”.",
    )


def test_claims_about_what_is_not_on_the_register_count_for_nothing() -> None:
    claims: dict[str, Any] = {"register_status": "approved", "approved_uses": ["all"]}
    found = known(register(), **claiming(**claims))
    assert management(found) == {"register_status": "unregistered"}
    assert found.state is State.UNMANAGED
    assert len(found.notes) == 2


def test_a_request_that_agrees_with_the_register_gets_no_notes() -> None:
    claims: dict[str, Any] = {
        "register_status": "approved",
        "approved_uses": ["meetings"],
        "register_id": "a1",
    }
    assert known(register(ZOOM), **claiming(**claims)).notes == ()


def test_a_near_name_is_a_question_and_decides_nothing() -> None:
    found = known(register(ZOOM), **claiming("Zooom", register_status="approved"))
    (question,) = found.questions
    assert '"Zoom" (A1)' in question
    assert management(found) == {}
    assert (found.state, found.entry) == (State.UNKNOWN, "")


def test_unregistered_settles_the_question_and_is_the_requests_word() -> None:
    claims: dict[str, Any] = {"register_status": {"value": "unregistered", "by": "Ann"}}
    found = known(register(ZOOM), **claiming("Zooom", **claims))
    assert found.questions == ()
    assert found.state is State.UNMANAGED
    assert found.source("it_management.register_status") == "Ann"


def test_unregistered_does_not_hide_an_entry() -> None:
    held = register(ZOOM | {"status": "prohibited"})
    assert known(held, **claiming(register_status="unregistered")).state is State.REVOKED


def test_an_unknown_register_number_is_a_question() -> None:
    found = known(register(ZOOM), **claiming(register_id="A9"))
    assert "The register has no number" in found.questions[0]
    assert management(found) == {}


def test_approved_applications_for_the_same_job_are_named() -> None:
    held = register(
        ZOOM | {"capability": "Video calls"},
        {"id": "A2", "name": "Teams", "capability": "video calls"},
        {"id": "A3", "name": "Old", "capability": "Video calls", "status": "retired"},
        {"id": "A4", "name": "Word", "capability": "Text"},
    )
    asked = {"name": "Zoom", "category": "VIDEO CALLS"}
    claims: dict[str, Any] = {"similar_approved": ["none"]}
    found = known(held, application=asked, it_management=claims)
    assert management(found)["similar_approved"] == ["A2"]
    found = known(held, application={"name": "Meet", "category": "Text"})
    assert management(found)["similar_approved"] == ["A4"]
    assert "similar_approved" not in management(known(held, application={"name": "Zoom"}))


def test_without_a_register_a_claim_stands_and_is_marked() -> None:
    found = known(**claiming(register_status="approved"))
    assert found.state is State.MANAGED
    assert "not confirmed" in found.notes[0]
    assert known().notes == ()
    assert known().state is State.UNKNOWN


def test_the_body_is_what_guard_toml_says_whatever_the_request_says() -> None:
    claimed = {"name": "Ann", "organisation": {"type": {"value": "school", "source": "a letter"}}}
    found = known(guard_toml='[organisation]\ntype = "council"', requester=claimed)
    assert found.values["requester"] == {"name": "Ann", "organisation": {"type": "council"}}
    assert found.source("requester.organisation.type") == "guard.toml"
    assert found.source("requester.name") == "request"


def test_the_longest_path_says_who_says_it() -> None:
    sources = {"data": "form", "evidence[0]": "letter", "evidence[0].kind": "certificate"}
    found = Known({}, sources, State.UNKNOWN, "", (), ())
    said = {
        "data.personal": "form",
        "evidence[0].kind": "certificate",
        "evidence[0].expires": "letter",
        "evidence[1].kind": "request",
        "database": "request",
        "today": "the day of this check",
        "parameters.limit": "policy",
        "lists.eea.countries": "dated list",
    }
    assert {path: found.source(path) for path in said} == said


def test_facts_of_the_register_and_the_ledger_say_so() -> None:
    held = register(ZOOM)
    found = known(held, '[ledger]\nlog_public_key = "k"', **claiming())
    assert found.source("it_management.register_status") == "register.csv"
    assert found.source("approvals[0].role") == "ledger"
    assert known().source("approvals") == "no ledger"


def test_what_was_known_can_be_read_again() -> None:
    own = Struct("local", {"sponsor": String()})
    found = known(
        register(ZOOM),
        **claiming("Zooom", in_use=True),
        contract={
            "value": {"amount": 12.5, "currency": "GBP"},
            "period": {"endDate": "2027-01-01"},
        },
        local={"sponsor": "Ann"},
    )
    again = known_from_json(json.loads(json.dumps(found.to_json())), own)
    assert again == found
    assert isinstance(again.values["contract"], dict)
    assert again.values["contract"]["value"]["amount"] == Decimal("12.5")


@pytest.mark.parametrize("facts", [[], {"nothing": 1}, {"data": {"secret": 1}}])
def test_facts_that_guard_never_wrote_are_refused(facts: object) -> None:
    written = known().to_json() | {"facts": facts}
    with pytest.raises((AttributeError, KeyError, TypeError, ValueError)):
        known_from_json(written, Struct("local", {}))


def test_a_text_that_is_absent_is_empty() -> None:
    assert text_at({"a": {"b": "c"}}, "a", "b") == "c"
    assert text_at({"a": {"b": "c"}}, "a", "x", "y") == ""


@pytest.mark.parametrize("claims", [{}, {"register_status": "unregistered"}])
def test_a_request_that_names_no_application_is_not_known_to_the_register(
    claims: dict[str, Any],
) -> None:
    found = known(register(ZOOM), it_management=claims)
    assert (found.state, found.entry) == (State.UNKNOWN, "")
    assert found.questions == (
        'Say which application it is: write name = "…" under [application].',
    )
    assert "register_status" not in management(found)
