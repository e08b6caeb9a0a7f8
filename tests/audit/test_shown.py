import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from guard.audit.shown import Scope, facts_of, scope_of
from guard.catalogue.exploited import Exploited
from guard.facts import to_json
from guard.request.reading import read_request
from guard.spend.line import Kind, Line
from tests.auditing import tally, use
from tests.catalogue.making import card, paid
from tests.making import document

DAY = dt.date(2026, 1, 5)
LONG = Scope(days=400)


def spend(*lines: Line, scope: Scope = LONG) -> Mapping[str, Any]:
    """The facts of the group ``spend``."""
    found = facts_of(use(*lines), scope)["spend"]
    assert isinstance(found, dict)
    return found


def test_everything_that_can_be_shown_is_a_fact_of_a_request() -> None:
    grant = Line(kind=Kind.OAUTH_GRANT, supplier="Piktochart", date=DAY)
    bill = card("PAYPAL *PIKTOCHART", date=DAY, amount=Decimal("9.50"), currency="GBP", area="IT")
    sold = card("Softcat", description="Piktochart")
    facts = facts_of(use(bill, bill, sold, grant), Scope(100, True, frozenset({"it"})))
    plain = json.loads(json.dumps(to_json(facts)))
    plain["spend"]["total"]["amount"] = 19
    plain["spend"]["largest"]["amount"] = 9.5
    assert read_request(document(**plain)).values.keys() == facts.keys()
    assert facts["request"] == {"kind": "found-in-use"}
    assert facts["application"] == {"name": "Piktochart"}
    assert facts["supplier"] == {"legal_name": "Piktochart Ltd"}
    assert facts["contract"] == {"payment_method": "purchase-card"}
    assert facts["identity"] == {"sso_extra_cost": True}
    assert facts["it_management"] == {
        "in_use": True,
        "first_seen": dt.datetime(2026, 1, 5, tzinfo=dt.UTC),
    }
    assert facts["spend"] == {
        "charges": 3,
        "seen_in_traffic": True,
        "intermediaries": ["PayPal"],
        "resellers": ["Softcat"],
        "by_card": True,
        "areas": ["IT"],
        "outside_it": False,
        "total": {"amount": Decimal(19), "currency": "GBP"},
        "largest": {"amount": Decimal("9.50"), "currency": "GBP"},
        "first_on": dt.datetime(2026, 1, 5, tzinfo=dt.UTC),
        "last_on": dt.datetime(2026, 1, 5, tzinfo=dt.UTC),
    }


def test_what_no_list_could_show_is_not_known() -> None:
    bare = facts_of(use(Line(supplier="Atlas Maps", kind=Kind.SUPPLIER)), Scope())
    assert bare["spend"] == {"charges": 1, "intermediaries": [], "resellers": []}
    assert bare["it_management"] == {"in_use": True}
    assert not bare.keys() & {"contract", "identity"}
    seen = Line(identifiers=("DOMAIN:atlas.example",), kind=Kind.DOMAIN_SEEN)
    assert spend(seen, scope=Scope(traffic=True)) == {"charges": 0, "seen_in_traffic": True}


def test_traffic_is_looked_at_only_where_a_list_of_it_was_given() -> None:
    assert "seen_in_traffic" not in spend(paid("Atlas Maps"))
    assert spend(paid("Atlas Maps"), scope=Scope(traffic=True))["seen_in_traffic"] is False


@pytest.mark.parametrize(
    ("areas", "ours", "outside"),
    [
        (("IT",), {"it"}, False),
        (("IT", "Parks"), {"it"}, True),
        (("Digital  Services",), {"it", "digital services"}, False),
        (("Parks",), set(), None),
        (("",), {"it"}, None),
    ],
)
def test_whose_budget_it_is_needs_departments_and_those_that_are_its(
    areas: tuple[str, ...], ours: set[str], outside: bool | None
) -> None:
    lines = [paid("Atlas Maps", area=area) for area in areas]
    assert spend(*lines, scope=Scope(it_areas=frozenset(ours))).get("outside_it") is outside


@pytest.mark.parametrize(
    ("days", "scope", "recurs"),
    [
        ((0, 30, 60), LONG, True),
        ((0, 30, 60), Scope(days=60), True),
        ((0, 1, 60), LONG, False),
        ((0, 1, 60), Scope(days=60), None),
        ((0,), LONG, False),
        ((), LONG, None),
    ],
)
def test_whether_charges_come_back_needs_lists_of_ninety_days(
    days: tuple[int, ...], scope: Scope, recurs: bool | None
) -> None:
    lines = [paid("Atlas Maps", date=DAY + dt.timedelta(each)) for each in days]
    assert spend(*(lines or [paid("Atlas Maps")]), scope=scope).get("recurring") is recurs


def test_a_charge_without_a_date_leaves_the_months_open() -> None:
    known = spend(paid("Atlas Maps", date=DAY), paid("Atlas Maps"))
    assert not known.keys() & {"months", "recurring"}
    assert spend(paid("Atlas Maps", date=DAY))["months"] == 1


@pytest.mark.parametrize(
    ("paid_as", "total"),
    [
        ([("GBP", "2"), ("£", "3")], "5"),
        ([("GBP", "2"), ("GBP", "-3")], "0"),
        ([("GBP", "2"), ("EUR", "3")], None),
        ([("", "2")], None),
        ([("Groats", "2")], None),
    ],
)
def test_a_total_is_one_sum_in_a_currency_that_the_lists_tell(
    paid_as: list[tuple[str, str]], total: str | None
) -> None:
    known = spend(*(paid("Atlas Maps", currency=c, amount=Decimal(a)) for c, a in paid_as))
    assert ("total" in known) == (total is not None)
    assert total is None or known["total"]["amount"] == Decimal(total)


def test_flaws_are_looked_up_only_for_what_is_recognised_and_where_there_is_a_list() -> None:
    none = Scope(exploited=Exploited("2026.11", ()))
    assert spend(paid("Atlas Maps"), scope=none)["known_exploited"] is False
    assert "known_exploited" not in spend(paid("Atlas Maps"))
    assert "known_exploited" not in spend(paid("Oak"), scope=none)


def test_the_scope_is_that_of_all_lists() -> None:
    seen = Line(kind=Kind.DOMAIN_SEEN, identifiers=("DOMAIN:oak.example",), date=DAY)
    later = paid("Atlas Maps", date=DAY + dt.timedelta(95))
    assert scope_of(tally([seen, later]), ["Digital  IT"]) == Scope(
        95, True, frozenset({"digital it"})
    )
    assert scope_of(tally([later]), []) == Scope()
