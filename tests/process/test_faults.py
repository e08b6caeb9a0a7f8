import datetime as dt
from typing import Any

import pytest

from guard.history.ledger import History
from guard.process.faults import faults
from guard.record import events
from guard.record.authority import load
from guard.record.events import (
    Advised,
    Approval,
    AuthorityGranted,
    AuthorityRevoked,
    ConditionMet,
    Corrected,
    Emergency,
    Erased,
    Evaluated,
    Event,
    PolicyActivated,
    Requested,
    Revoked,
    Superseded,
    Waived,
)
from tests.history.deeds import DAY, Book, key, trusted

TODAY = DAY.date()
CONDITION = {"id": "C1", "text": "MFA", "owner": "it", "due": TODAY}
EVIDENCE = [{"name": "a.pdf", "digest": {"sha256": "0" * 64}, "annotations": {"kind": "other"}}]


def later(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def wrong(book: Book, kind: type[events.Act], who: str, **changes: Any) -> str:
    """What is wrong with an event, if it were the next; each fault tells the next step."""
    if kind is Approval and changes.get("event") is not Event.REFUSED:
        changes = {"valid_until": later(365)} | changes
    found = list(faults(book.make(kind, who, **changes), book.history))
    assert all(fault.what and fault.remedy for fault in found)
    return "; ".join(fault.what for fault in found)


def test_what_keeps_to_the_process_has_no_fault() -> None:
    book = Book()
    book.add(Requested, "eve")
    book.add(Evaluated, "bob")
    book.add(Advised, "dee", counsel="proceed")
    assert wrong(book, Approval, "ann") == ""
    book.add(Approval, "ann")
    assert wrong(book, Approval, "bob") == ""
    assert wrong(book, Waived, "cy", rule="A-1", measure="Watched", expires=later(366)) == ""
    assert wrong(book, Revoked, "cy", target=book.at(3)) == ""


@pytest.mark.parametrize("kind", [Approval, Advised, Waived, Emergency])
def test_who_filed_the_request_decides_nothing_about_it(kind: type[events.Act]) -> None:
    book = Book(trusted(ann="ciso,requester"))
    parts: dict[type, dict[str, Any]] = {
        Advised: {"counsel": "proceed"},
        Waived: {"rule": "A-1", "measure": "None", "expires": TODAY},
        Emergency: {"review_by": TODAY},
    }
    more = parts.get(kind, {})
    book.add(Requested, "ann", role="requester")
    assert "who asked for it (record 0)" in wrong(book, kind, "ann", **more)
    assert wrong(book, kind, "bob", **more) == ""
    same_key = wrong(book, kind, "bob", signer=key("ann"), **more)
    assert "the key of who asked for it" in same_key


def test_one_key_does_not_sign_a_request_twice() -> None:
    book = Book(trusted(ann="ciso,siro"))
    book.add(Approval, "ann")
    two_roles = wrong(book, Approval, "ann", role="siro")
    assert "already, as chief information security officer (CISO) for ann (record 0)" in two_roles
    assert "signed it already" in wrong(book, Approval, "ann", principal="anna")
    assert wrong(book, Approval, "ann", role="siro", content="another") == ""
    assert wrong(book, Approval, "ann") == ""


def test_who_advises_does_not_decide() -> None:
    assert "advises, and neither" in wrong(Book(), Approval, "dee")


def test_advice_against_it_is_not_passed_over() -> None:
    book = Book()
    book.add(Advised, "dee", counsel="do-not-proceed")
    assert "advised otherwise (record 0)" in wrong(book, Approval, "ann")
    assert wrong(book, Approval, "ann", event=Event.REFUSED) == ""
    heeded = {"record": book.at(0), "accepted": False, "reason": "It is worth it"}
    assert wrong(book, Approval, "ann", advice=[heeded]) == ""
    assert "without a reason" in wrong(book, Approval, "ann", advice=[heeded | {"reason": " "}])
    assert wrong(book, Approval, "ann", advice=[heeded | {"accepted": True, "reason": ""}]) == ""
    book.add(Advised, "dee", counsel="proceed-with-measures")
    newer = wrong(book, Approval, "ann", advice=[heeded])
    assert "advised otherwise (record 1)" in newer
    assert "record 0 is no advice about this request, or there is newer" in newer


def test_advice_about_another_request_is_none() -> None:
    book = Book()
    book.add(Advised, "dee", counsel="do-not-proceed", request="R-2")
    assert wrong(book, Approval, "ann") == ""


def test_a_renewal_follows_an_approval_of_the_same_role_and_application() -> None:
    book = Book()
    book.add(Approval, "ann")
    book.add(Approval, "bob", event=Event.REFUSED)
    renewed = {"event": Event.RENEWED, "renews": book.at(0), "request": "R-2"}
    assert wrong(book, Approval, "ann", **renewed) == ""
    assert "no approval by the head of IT" in wrong(book, Approval, "bob", **renewed)
    refused = renewed | {"renews": book.at(1)}
    assert "no approval by the head of IT" in wrong(book, Approval, "bob", **refused)
    other = renewed | {"application": {"name": "Oak"}}
    assert "is about Treeline" in wrong(book, Approval, "ann", **other)
    book.add(Approval, "ann", **renewed)
    assert "record 0 is superseded already" in wrong(book, Approval, "ann", **renewed)


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "is over"), (0, ""), (366, ""), (367, "too far off")]
)
def test_a_waiver_ends_within_a_year(days: int, said: str) -> None:
    found = wrong(Book(), Waived, "cy", rule="A-1", measure="None", expires=later(days))
    assert said in found
    assert bool(said) == bool(found)


@pytest.mark.parametrize(("days", "said"), [(-1, "is over"), (30, ""), (31, "30 days at most")])
def test_emergency_use_is_reviewed_within_a_month(days: int, said: str) -> None:
    found = wrong(Book(), Emergency, "bob", review_by=later(days))
    assert said in found
    assert bool(said) == bool(found)


def test_a_condition_is_met_in_the_eyes_of_who_set_it() -> None:
    book = Book()
    book.add(Approval, "ann", event=Event.APPROVED_WITH_CONDITIONS, conditions=[CONDITION])
    met = {"target": book.at(0), "condition": "C1", "evidence": EVIDENCE}
    assert wrong(book, ConditionMet, "ann", **met) == ""
    assert "set by the chief information" in wrong(book, ConditionMet, "bob", **met)
    assert "no condition C2" in wrong(book, ConditionMet, "ann", **met | {"condition": "C2"})
    book.add(Advised, "dee", counsel="proceed")
    advice = met | {"target": book.at(1)}
    assert "record 1 is not an approval" in wrong(book, ConditionMet, "ann", **advice)


@pytest.mark.parametrize("kind", [Revoked, Superseded])
def test_what_ends_must_be_there_and_not_be_over(kind: type[events.Act]) -> None:
    book = Book()
    book.add(Approval, "ann")
    book.add(Approval, "bob")
    book.add(Approval, "ann", request="R-2")
    more: dict[str, Any] = {"by": book.at(1)} if kind is Superseded else {}
    assert wrong(book, kind, "cy", target=book.at(0), **more) == ""
    assert "is about R-2" in wrong(book, kind, "cy", target=book.at(2), **more)
    strange = {"index": 0, "leaf": "f" * 64}
    assert "record 0 is not an approval" in wrong(book, kind, "cy", target=strange, **more)
    later_on = {"index": 9, "leaf": "f" * 64}
    assert "record 9 is not an approval" in wrong(book, kind, "cy", target=later_on, **more)
    book.add(Revoked, "cy", target=book.at(0))
    assert "record 0 is revoked already" in wrong(book, kind, "cy", target=book.at(0), **more)
    over = wrong(book, kind, "cy", target=book.at(3), **more)
    assert "record 3 is not an approval" in over


def test_a_waiver_and_an_emergency_can_be_revoked_once() -> None:
    book = Book()
    book.add(Waived, "cy", rule="A-1", measure="None", expires=later(9))
    book.add(Emergency, "bob", review_by=later(9))
    assert wrong(book, Revoked, "ann", target=book.at(0)) == ""
    assert wrong(book, Revoked, "ann", target=book.at(1)) == ""
    book.add(Revoked, "ann", target=book.at(0))
    assert "revoked already" in wrong(book, Revoked, "ann", target=book.at(0))


def test_an_act_that_does_not_count_can_not_be_pointed_at() -> None:
    book = Book()
    book.add(Approval, "ann", role="siro")
    assert "is not an approval" in wrong(book, Revoked, "cy", target=book.at(0))


def lent(**changes: Any) -> dict[str, Any]:
    """Ann lends her role to Eve, for a week."""
    return {
        "about": "person/eve",
        "grantee": "eve",
        "key": key("eve").public_key.line,
        "valid_from": TODAY,
        "valid_until": later(7),
    } | changes


def test_a_lent_role_counts_for_its_days_and_for_that_key() -> None:
    book = Book()
    book.add(AuthorityGranted, "ann", **lent())
    act = {"role": "ciso", "on_behalf_of": book.at(0)}
    assert wrong(book, Approval, "eve", **act) == ""
    for days in (0, 7):
        book.add(Approval, "eve", days=days, **act)
    for days in (-1, 8):
        book.add(Approval, "eve", days=days, **act)
    counts = [book.history.at(n).counts for n in range(1, 5)]  # type: ignore[union-attr]
    assert counts == [True, True, False, False]
    assert "does not let" in wrong(book, Approval, "eve", days=8, **act)
    assert "does not let" in wrong(book, Approval, "eve", **act | {"role": "siro"})
    assert "does not let" in wrong(book, Approval, "cy", **act)
    book.add(Approval, "eve", role="ciso")
    unnamed = book.history.at(5)
    assert unnamed is not None
    assert not unnamed.counts


def test_a_lent_role_is_not_lent_on() -> None:
    book = Book()
    book.add(AuthorityGranted, "ann", **lent())
    on = lent(grantee="bob", key=key("bob").public_key.line, about="person/bob")
    book.add(AuthorityGranted, "eve", role="ciso", on_behalf_of=book.at(0), **on)
    chained = book.history.at(1)
    assert chained is not None
    assert not chained.counts
    act = {"role": "ciso", "on_behalf_of": book.at(1)}
    book.add(Approval, "bob", **act)
    answer = book.history.at(2)
    assert answer is not None
    assert not answer.counts


def test_a_role_taken_back_counts_no_longer() -> None:
    book = Book()
    book.add(AuthorityGranted, "ann", **lent())
    act = {"role": "ciso", "on_behalf_of": book.at(0)}
    book.add(Approval, "eve", **act)
    ended = {"target": book.at(0), "about": "person/eve"}
    assert wrong(book, AuthorityRevoked, "ann", **ended) == ""
    assert "delegates the role of chief" in wrong(book, AuthorityRevoked, "bob", **ended)
    book.add(AuthorityRevoked, "ann", **ended)
    book.add(Approval, "eve", **act)
    assert [book.history.at(n).counts for n in (1, 3)] == [True, False]  # type: ignore[union-attr]
    assert "not a delegation" in wrong(
        book, AuthorityRevoked, "ann", target=book.at(1), about="person/eve"
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"grantee": "ann"}, "to themselves"),
        ({"key": key("ann").public_key.line}, "to themselves"),
        ({"valid_until": later(367)}, "too far off"),
        ({"valid_from": later(8)}, "ends before it begins"),
    ],
)
def test_what_cannot_be_lent(changes: dict[str, Any], said: str) -> None:
    assert said in wrong(Book(), AuthorityGranted, "ann", **lent(**changes))
    assert wrong(Book(), AuthorityGranted, "ann", **lent()) == ""


def policy(name: str, content: str) -> dict[str, Any]:
    return {"name": name, "digest": {"sha256": content * 64}, "annotations": {"version": "1"}}


def test_once_policies_are_activated_no_other_is_applied() -> None:
    book = Book()
    one, two = policy("core", "a"), policy("ours", "b")
    assert wrong(book, Evaluated, "bob", policies=[one]) == ""
    book.add(PolicyActivated, "bob", about="policy/core", policies=[one])
    assert wrong(book, Evaluated, "bob", policies=[one]) == ""
    assert "policy core is not what was" in wrong(
        book, Approval, "ann", policies=[policy("core", "c")]
    )
    assert "policy ours was never activated" in wrong(book, Evaluated, "bob", policies=[one, two])
    assert "core is active, but was not" in wrong(book, Evaluated, "bob", policies=[])
    book.add(PolicyActivated, "bob", about="policy/core", policies=[policy("core", "c"), two])
    assert "not what was activated" in wrong(book, Evaluated, "bob", policies=[one, two])
    assert wrong(book, Evaluated, "bob", policies=[policy("core", "c"), two]) == ""


def test_an_approval_says_until_when_it_holds_and_a_refusal_does_not() -> None:
    book = Book()
    assert wrong(book, Approval, "ann", valid_until=later(365)) == ""
    assert "for 365 days at most" in wrong(book, Approval, "ann", valid_until=later(366))
    assert "must say until when" in wrong(book, Approval, "ann", valid_until=None)
    refused = wrong(book, Approval, "ann", event=Event.REFUSED, valid_until=later(1))
    assert "has no last day" in refused


def test_no_condition_falls_due_when_its_approval_has_ended() -> None:
    condition = {"id": "C1", "text": "Switch on MFA", "owner": "it"}
    for days, said in ((30, ""), (31, "condition C1 is due on")):
        told = [condition | {"due": later(days)}]
        more: dict[str, Any] = {"event": Event.APPROVED_WITH_CONDITIONS, "conditions": told}
        found = wrong(Book(), Approval, "ann", valid_until=later(30), **more)
        assert found.startswith(said)
        assert bool(found) == bool(said)


def test_a_day_at_the_end_of_time_is_a_fault_and_no_crash() -> None:
    end = dt.datetime(9999, 12, 31, 12, tzinfo=dt.UTC)
    more = {"rule": "A-1", "measure": "None", "expires": TODAY, "decided_at": end}
    assert "is over" in wrong(Book(), Waived, "cy", **more)
    assert wrong(Book(), Approval, "ann", decided_at=end, valid_until=end.date()) == ""


def test_one_person_with_two_keys_signs_a_request_in_one_role() -> None:
    book = Book()
    book.add(Approval, "ann")
    other = wrong(book, Approval, "bob", principal=" ANN ")
    assert "has signed this request as chief" in other
    assert "(record 0): each role needs another" in other


def test_a_refusal_is_taken_back_only_by_the_role_that_gave_it() -> None:
    book = Book()
    book.add(Approval, "ann", event=Event.REFUSED)
    for kind in (Revoked, Superseded):
        more: dict[str, Any] = {"by": book.at(0)} if kind is Superseded else {}
        assert "refusal of the chief" in wrong(book, kind, "cy", target=book.at(0), **more)
    assert wrong(book, Revoked, "ann", target=book.at(0)) == ""


def test_only_an_approval_takes_the_place_of_another() -> None:
    book = Book()
    book.add(Approval, "ann")
    book.add(Approval, "bob", event=Event.REFUSED)
    book.add(Advised, "dee", counsel="proceed")
    for index, said in ((0, "cannot take"), (1, "cannot take"), (2, "is not an approval")):
        found = wrong(book, Superseded, "cy", target=book.at(0), by=book.at(index))
        assert said in found


@pytest.mark.parametrize("role", ["requester", "evaluator", "dpo"])
def test_who_asks_measures_or_advises_takes_no_decision(role: str) -> None:
    book = Book()
    what = "asks, measures or advises"
    policies = {"about": "policy/core", "policies": [policy("core", "a")]}
    assert what in wrong(book, PolicyActivated, "eve", role=role, **policies)
    assert what in wrong(book, Emergency, "eve", role=role, review_by=TODAY)
    waived = {"rule": "A-1", "measure": "None", "expires": TODAY}
    assert what in wrong(book, Waived, "eve", role=role, **waived)
    assert wrong(book, Evaluated, "eve", role=role) == ""
    book.add(Approval, "ann")
    book.add(Approval, "bob")
    assert what in wrong(book, Revoked, "eve", role=role, target=book.at(0))
    assert what in wrong(book, Superseded, "eve", role=role, target=book.at(0), by=book.at(1))


def test_an_adviser_takes_back_what_they_lent() -> None:
    book = Book()
    book.add(AuthorityGranted, "dee", **lent())
    assert wrong(book, AuthorityRevoked, "dee", target=book.at(0), about="person/eve") == ""


def test_what_takes_the_place_of_an_approval_is_of_its_application_and_in_force() -> None:
    book = Book()
    for who in ("ann", "bob", "cy"):
        book.add(Approval, who, valid_until=later(9))
    book.add(Approval, "bob", request="R-2", application={"name": "Oak Maps"})

    def said(by: int, days: int = 0) -> str:
        return wrong(book, Superseded, "cy", target=book.at(0), by=book.at(by), days=days)

    assert said(3) == "record 3 is about Oak Maps"
    book.add(Superseded, "cy", target=book.at(2), by=book.at(1))
    assert said(2) == "record 2 is superseded already"
    assert said(1, days=9) == ""
    assert said(1, days=10) == f"record 1 expired on {later(9)}"
    book.add(Revoked, "cy", target=book.at(1))
    assert said(1) == "record 1 is revoked already"


def test_only_who_made_a_record_puts_it_right() -> None:
    book = Book(trusted(ann="ciso,siro"))
    book.add(Approval, "ann")
    alone = "record 0 was made by the chief information security officer (CISO), who alone"
    for who in ("bob", "eve", "dee"):
        assert alone in wrong(book, Corrected, who, target=book.at(0))
    assert wrong(book, Corrected, "ann", target=book.at(0)) == ""
    assert wrong(book, Corrected, "ann", role="siro", target=book.at(0)) == ""


def test_emergency_use_is_not_made_longer_before_it_is_reviewed() -> None:
    book = Book()
    book.add(Emergency, "bob", review_by=later(9))
    assert wrong(book, Emergency, "bob", review_by=later(9)) == ""
    assert "in emergency use already" in wrong(book, Emergency, "cy", review_by=later(10))
    book.add(Revoked, "ann", target=book.at(0))
    assert wrong(book, Emergency, "cy", review_by=later(10)) == ""


def test_a_condition_still_open_goes_with_the_renewal() -> None:
    book = Book()
    book.add(Approval, "ann", event=Event.APPROVED_WITH_CONDITIONS, conditions=[CONDITION])
    renewed = {"event": Event.RENEWED, "renews": book.at(0)}
    assert "condition C1 of record 0 is still open" in wrong(book, Approval, "ann", **renewed)
    kept = renewed | {"conditions": [CONDITION | {"due": later(30)}]}
    assert wrong(book, Approval, "ann", **kept) == ""
    book.add(ConditionMet, "ann", target=book.at(0), condition="C1", evidence=EVIDENCE)
    assert wrong(book, Approval, "ann", **renewed) == ""


def test_who_answered_does_not_ask_afterwards() -> None:
    book = Book(trusted(ann="ciso,requester"))
    book.add(Approval, "ann")
    assert "ann signs with the key of who asked" in wrong(book, Requested, "ann", role="requester")
    assert wrong(book, Requested, "eve") == ""


def test_what_came_in_between_is_not_passed_over() -> None:
    book = Book()
    book.add(Approval, "bob")
    book.add(Approval, "cy", event=Event.REFUSED)
    assert wrong(book, Approval, "ann", previous=book.at(1)) == ""
    for earlier in (book.at(0), None):
        said = wrong(book, Approval, "ann", previous=earlier)
        assert said == "it does not follow record 1, the last of its request"


def test_who_lost_a_role_has_lent_it_no_longer() -> None:
    book = Book()
    book.add(AuthorityGranted, "ann", **lent())
    act = {"role": "ciso", "on_behalf_of": book.at(0)}
    book.add(Approval, "eve", days=1, **act)
    book.add(Approval, "eve", days=5, **act)
    until = 'namespaces="ciso@procurement-guard",valid-before="20261123Z"'
    book.authorities = load(f"ann {until} {key('ann').public_key.line}", "allowed_signers")
    counts = [book.history.at(n).counts for n in (0, 1, 2)]  # type: ignore[union-attr]
    assert counts == [True, True, False]
    assert "does not let" in wrong(book, Approval, "eve", days=5, **act)


def test_a_grant_that_names_no_key_lends_nothing() -> None:
    book = Book()
    assert "no key that can sign" in wrong(book, AuthorityGranted, "ann", **lent(key="none"))
    book.add(AuthorityGranted, "ann", **lent(key="none"))
    act = {"role": "ciso", "on_behalf_of": book.at(0)}
    assert "does not let" in wrong(book, Approval, "eve", **act)


def test_what_is_erased_was_kept_for_three_years() -> None:
    book = Book()
    book.add(Approval, "ann", days=-1096)
    book.add(Approval, "bob", days=-1095, valid_until=later(-1095))
    book.add(Approval, "cy", days=-1096, valid_until=later(-800))
    for index, said in ((0, ""), (1, "three years"), (2, "three years")):
        about = {"about": f"record/{index}", "targets": [book.at(index)]}
        found = wrong(book, Erased, "bob", **about)
        assert said in found
        assert bool(said) == bool(found)
    grant = book.add(AuthorityGranted, "ann", **lent())
    about = {"about": "record/3", "targets": [book.at(grant)]}
    assert "other records rest on" in wrong(book, Erased, "bob", days=2000, **about)


def test_what_breaks_the_process_does_not_count() -> None:
    book = Book(trusted(ann="ciso,siro"))
    book.add(Approval, "ann", valid_until=later(9))
    book.add(Approval, "ann", role="siro", valid_until=later(9))
    lawful = History(book, book.authorities, law=faults)
    assert [each.role for each in lawful.about("R-1", "")] == ["ciso"]
    second = lawful.at(1)
    assert second is not None
    assert (second.held, second.counts, len(second.faults)) == (True, False, 2)
    assert [each.role for each in book.history.about("R-1", "")] == ["ciso", "siro"]


def test_each_condition_and_each_advice_is_one() -> None:
    book = Book()
    set_ = {"event": Event.APPROVED_WITH_CONDITIONS, "conditions": [CONDITION, CONDITION]}
    assert "have one id" in wrong(book, Approval, "ann", **set_)
    book.add(Advised, "dee", counsel="do-not-proceed")
    taken = {"record": book.at(0), "accepted": True, "reason": ""}
    both = [taken, taken | {"accepted": False, "reason": "No"}]
    assert "answers one advice twice" in wrong(book, Approval, "ann", advice=both)
