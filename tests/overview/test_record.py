import datetime as dt
import json
from typing import Any

from guard.overview.record import as_data, told
from guard.overview.records import Shelf
from guard.record.events import (
    Act,
    Advised,
    Approval,
    AuthorityGranted,
    ConditionMet,
    Corrected,
    Counsel,
    Emergency,
    Erased,
    Event,
    KeyRotated,
    PolicyActivated,
    Requested,
    Superseded,
    Waived,
)
from tests.history.deeds import DAY, DIGEST, Book, key

TODAY = DAY.date()
LATER = TODAY + dt.timedelta(days=9)
FILE = {"name": "a.pdf", "digest": DIGEST, "annotations": {"kind": "other", "size": 1234}}


def lines(book: Book, index: int, days: int = 0) -> dict[str, str]:
    found = told(Shelf(book.history, TODAY + dt.timedelta(days=days)), index)
    return {label or "more": value for label, value in found}


def only(kind: type[Act], who: str = "ann", **changes: Any) -> dict[str, str]:
    book = Book()
    return lines(book, book.add(kind, who, **changes))


def test_who_did_what_when_and_why() -> None:
    application = {"name": "Treeline", "register_id": "APP-7"}
    said = only(Requested, "eve", application=application, reason="For the parks")
    assert said["record"] == "0: requested"
    assert said["about"] == "Treeline (APP-7 in the register)"
    assert said["request"].startswith("R-1, sha256 ")
    assert said["signed by"] == "eve, as requester"
    assert said["key"] == key("eve").public_key.fingerprint
    assert said["when"] == "2026-11-20 12:00:00 UTC, as the signer's clock said"
    assert said["reason"] == "For the parks"
    assert said["counts"].startswith("yes")
    assert len(said["leaf"]) == 64


def test_a_signer_without_the_role_does_not_count() -> None:
    said = only(Approval, "bob", role="siro")
    assert said["counts"] == "no: allowed_signers does not give them that role with that key"
    assert said["next"].startswith("if they left or have a new key, put the line back with valid-")
    assert "state" not in said


def test_an_approval_tells_its_decision_policies_and_evidence() -> None:
    policies = [
        {"name": "core", "digest": DIGEST, "annotations": {"version": "1"}},
        {"name": "lists/eea", "digest": DIGEST, "annotations": {"version": "2021-01-01"}},
    ]
    book = Book()
    book.add(Approval, "bob", policies=policies, evidence=[FILE], valid_until=LATER)
    shelf = Shelf(book.history, TODAY)
    said = told(shelf, 0)
    waiting = "chief information security officer (CISO), head of IT"
    assert ("decision", f"refer before this signature; still to sign then: {waiting}") in said
    assert ("until", str(LATER)) in said
    assert ("state", f"in force until {LATER}") in said
    assert [value.split(",")[0] for label, value in said if label == "policy"] == [
        "core 1",
        "list eea 2021-01-01",
    ]
    (evidence,) = (value for label, value in said if label == "evidence")
    assert evidence.startswith("a.pdf (other, 1,234 bytes), sha256 000")


def test_conditions_say_where_they_stand() -> None:
    book = Book()
    ids = ("C1", "C2")
    conditions = [{"id": i, "text": "MFA", "owner": "it", "due": LATER} for i in ids]
    book.add(Approval, "bob", event=Event.APPROVED_WITH_CONDITIONS, conditions=conditions)
    met = {"target": book.at(0), "condition": "C1", "evidence": [FILE]}
    book.add(ConditionMet, "bob", days=2, **met)
    said = [value for label, value in told(Shelf(book.history, TODAY), 0) if label == "condition"]
    assert said == [
        f"C1: MFA (it, by {LATER}): met on 2026-11-22 (record 1)",
        f"C2: MFA (it, by {LATER}): open",
    ]
    assert lines(book, 0, 10)["condition"].endswith("overdue")
    assert lines(book, 1)["condition"] == "C1 is met"
    assert lines(book, 1)["of"] == "record 0"


def test_advice_and_links_are_told() -> None:
    book = Book()
    book.add(Advised, "dee", counsel=Counsel.DO_NOT_PROCEED)
    answer = {"record": book.at(0), "accepted": False, "reason": "Mended since"}
    book.add(Approval, "bob", advice=[answer], previous=book.at(0))
    book.add(Approval, "bob", event=Event.RENEWED, renews=book.at(1))
    book.add(Superseded, "ann", target=book.at(1), by=book.at(2))
    assert lines(book, 0)["advises to"] == "do not proceed"
    assert lines(book, 1)["advice"] == "record 0 overruled: Mended since"
    assert lines(book, 1)["follows"] == "record 0"
    assert lines(book, 2)["renews"] == "record 1"
    said = lines(book, 3)
    assert (said["of"], said["gives way to"]) == ("record 1", "record 2")


def test_waivers_emergencies_and_lent_roles_are_told() -> None:
    said = only(Waived, rule="CORE-11", measure="Read only", expires=LATER)
    assert (said["sets aside"], said["instead"]) == (f"CORE-11, until {LATER}", "Read only")
    assert only(Emergency, review_by=LATER)["review by"] == str(LATER)
    line = key("cy").public_key.line
    lent: dict[str, Any] = {"grantee": "cy", "key": line, "valid_from": TODAY, "valid_until": LATER}
    said = only(AuthorityGranted, about="person/cy", **lent)
    assert said["lends"] == f"the role to cy, {TODAY} to {LATER}"
    assert said["their key"] == line
    assert said["person"].startswith("cy, sha256 ")


def test_what_concerns_the_ledger_itself_is_told() -> None:
    said = only(KeyRotated, about="log/key", log_key="example.gov/ledger+1+x")
    assert said["log key"] == "example.gov/ledger+1+x"
    policy = {"name": "core", "digest": DIGEST, "annotations": {"version": "1"}}
    said = only(PolicyActivated, about="policy/core", policies=[policy])
    assert said["policy"].startswith("core 1, sha256 ")
    book = Book()
    book.add(Approval, "bob")
    book.add(Erased, "ann", about="record/0", targets=[book.at(0)])
    assert lines(book, 1)["erases"] == "record 0"


def test_a_later_correction_is_told() -> None:
    book = Book()
    book.add(Approval, "bob")
    book.add(Corrected, "ann", target=book.at(0), reason="It is 12 users")
    said = lines(book, 0)
    assert said["corrected by"] == "record 1, 2026-11-20, ann: It is 12 users"
    assert said["state"] == "in force, corrected"


def test_hostile_words_are_harmless() -> None:
    said = only(Requested, "eve", reason="\x1b[2J\u202e", application={"name": "a\nb"})
    assert said["reason"] == "\\u{1b}[2J\\u{202e}"
    assert said["about"] == "a\\u{a}b"


def test_programs_get_the_statement_as_it_was_signed() -> None:
    book = Book()
    condition = {"id": "C1", "text": "MFA", "owner": "it", "due": LATER}
    event = {"event": Event.APPROVED_WITH_CONDITIONS, "conditions": [condition]}
    book.add(Approval, "bob", **event)
    book.add(Corrected, "ann", target=book.at(0))
    data = as_data(Shelf(book.history, TODAY), 0)
    deed = book.history.at(0)
    assert deed is not None
    assert json.dumps(data["statement"], sort_keys=True, separators=(",", ":")) == (
        deed.statement.encode().decode()
    )
    assert (data["counts"], data["corrections"], data["leaf"]) == (
        *(True, [1]),
        deed.sealed.leaf.hex(),
    )
    assert data["conditions"] == [{"id": "C1", "state": "open"}]
