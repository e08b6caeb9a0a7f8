import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.audit.use import PLACES, by_spend, currency
from guard.catalogue.grounds import Nature
from guard.spend.line import Kind, Line
from tests.auditing import amounts, tally, use
from tests.catalogue.making import card, paid

DAY = dt.date(2026, 1, 5)


def charges(*days: int, **fields: object) -> list[Line]:
    """Charges for one application, so many days after the first of January."""
    start = dt.date(2026, 1, 1)
    dates = (start + dt.timedelta(days) for days in days)
    return [paid("Sketchbook", date=date, **fields) for date in dates]


lines = st.lists(
    st.builds(
        Line,
        file=st.sampled_from(("a.csv", "b.csv")),
        row=st.integers(1, 99),
        kind=st.sampled_from(Kind),
        date=st.none() | st.dates(DAY, dt.date(2027, 1, 1)),
        supplier=st.sampled_from(
            ("Sketchbook", "PAYPAL *PIKTOCHART", "Oak Ltd", "OAK LIMITED", "***", "Softcat")
        ),
        amount=st.none() | st.decimals(-1000, 1000, places=2),
        currency=st.sampled_from(("", "GBP", "£", "eur")),
        account=st.sampled_from(("", "IT Software", "Catering")),
        area=st.sampled_from(("", "Parks", "PARKS ", "Roads")),
        card=st.sampled_from((None, True, False)),
    ),
    max_size=12,
)


@given(lines, st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(made: list[Line], random: object) -> None:
    before = tally(made)
    random.shuffle(made)  # type: ignore[attr-defined]
    after = tally(made)
    assert before.uses == after.uses
    assert list(by_spend(before.uses.values())) == list(by_spend(after.uses.values()))
    assert (before.days, before.kinds) == (after.days, after.kinds)


@given(lines)
def test_every_line_and_every_amount_is_counted_once(made: list[Line]) -> None:
    uses = tally(made).uses.values()
    assert sum(each.lines for each in uses) == len(made)
    amounts = [sum(s.totals.values()) + sum(s.contracted.values()) for s in uses]
    traffic = (Kind.OAUTH_GRANT, Kind.DOMAIN_SEEN)
    assert sum(amounts) == sum(x.amount for x in made if x.amount and x.kind not in traffic)
    for each in uses:
        if each.nature is not Nature.SOFTWARE:
            assert (each.by_area, each.by_month) == ({}, {})
            continue
        assert sum(each.by_area.values()) == sum(each.totals.values())
        assert sum(each.by_month.values()) == sum(each.totals.values())


def test_an_application_is_one_however_it_is_written_and_paid() -> None:
    made = use(paid("Sketchbook"), paid("SKETCHBOOK PRO"), card("Sketchbook Pro"))
    assert (made.name, made.supplier, made.lines) == ("Sketchbook Pro", "Example Sketches Ltd", 3)
    assert made.nature is Nature.SOFTWARE


def test_a_supplier_that_is_not_recognised_is_one_however_it_is_written() -> None:
    made = use(paid("OAK LIMITED"), paid("Oak Ltd"), paid("Oak Ltd"))
    assert (made.name, made.supplier) == ("Oak Ltd", "Oak Ltd")
    assert len(tally([paid("Oak"), paid("Oaks")]).uses) == 2


def test_names_without_letters_are_not_thrown_together() -> None:
    assert len(tally([paid("***"), paid("---")]).uses) == 2


def test_card_descriptors_of_one_merchant_are_one() -> None:
    made = use(card("UK WIDGETS #500509"), card("UK WIDGETS #500777"))
    assert made.lines == 2


def test_lists_of_look_ups_are_told_apart_by_the_address() -> None:
    seen = [
        Line(kind=Kind.DOMAIN_SEEN, identifiers=(f"DOMAIN:{name}",))
        for name in ("atlas.example", "maps.atlas.example", "oak.example", "elm.example")
    ]
    found = {each.name: each.lines for each in tally(seen).uses.values()}
    assert found == {"Atlas Maps": 2, "oak.example": 1, "elm.example": 1}
    assert all(each.in_traffic and each.charges == 0 for each in tally(seen).uses.values())


def test_of_one_supplier_only_the_lines_that_are_software_count_as_software() -> None:
    made = tally(
        [
            paid("Oak Ltd", account="IT Software", amount=Decimal(5)),
            paid("Oak Ltd", amount=Decimal(900)),
            paid("Oak Ltd", category="Restaurants", amount=Decimal(70)),
        ]
    )
    found = {each.nature: amounts(each) for each in made.uses.values()}
    assert found[Nature.SOFTWARE] == {"": "5"}
    assert len({each.known_as for each in made.uses.values()}) == len(found) == len(made.uses)


def test_a_name_that_it_knows_is_software_unless_something_speaks_against_it() -> None:
    known = {"oak": "Oak Forms"}
    made = use(paid("Oak Ltd"), card("PAYPAL *OAK"), known=known)
    assert (made.name, made.nature, made.supplier) == ("Oak Forms", Nature.SOFTWARE, "")
    assert made.grounds[0].why == "it has the name of an application that IT knows"
    assert use(card("SP * OAK"), known=known).nature is Nature.POSSIBLE
    assert use(paid("Oakes"), known=known).nature is Nature.UNKNOWN


def test_totals_are_by_currency_and_credits_lower_them() -> None:
    told = [("GBP", "10.50"), ("£", "-4"), ("eur", "3"), ("", "1")]
    made = use(*(paid("Sketchbook", currency=c, amount=Decimal(a)) for c, a in told))
    assert amounts(made) == {"GBP": "6.5", "EUR": "3", "": "1"}
    assert currency(" gbp ") == "GBP"
    assert currency("Groats") == "GROATS"


def test_the_noise_of_a_spreadsheet_is_not_added_up() -> None:
    made = use(*[paid("Sketchbook", amount=Decimal("0.10000000000000001"))] * 3)
    assert made.totals == {"": Decimal("0.3000")}


def test_what_is_contracted_is_not_spent() -> None:
    contract = Line(
        kind=Kind.CONTRACT, supplier="Sketchbook", amount=Decimal(9000), currency="GBP", date=DAY
    )
    made = use(contract, paid("Sketchbook", amount=Decimal(5), currency="GBP"))
    assert (amounts(made), made.contracted) == ({"GBP": "5"}, {"GBP": Decimal(9000)})
    assert (made.charges, made.months, made.first) == (2, 0, DAY)


@pytest.mark.parametrize(
    ("days", "recurs"),
    [
        ((0, 30, 61), True),
        ((0, 90, 182), True),
        ((0, 365, 730), True),
        ((0, 30, 61, 122, 152), True),
        ((0, 30), False),
        ((0, 0, 0), False),
        ((0, 1, 2, 3), False),
        ((0, 30, 400), False),
        ((0, 30, 90), False),
        ((0, 1, 31, 300), False),
        ((0, 30, 120), False),
    ],
)
def test_what_recurs(days: tuple[int, ...], recurs: bool) -> None:
    assert use(*charges(*days)).recurring is recurs


def test_each_department_s_charges_are_looked_at_by_themselves() -> None:
    parks, roads = charges(0, 30, 61, area="Parks"), charges(14, 45, 74, area="Roads")
    assert use(*parks, *roads).recurring
    assert not use(*charges(0, area="Parks"), *charges(30, area="Roads"), *charges(61)).recurring


def test_a_credit_is_no_charge_that_comes_back() -> None:
    paid_back = charges(61, amount=Decimal(-5))
    assert not use(*charges(0, 30, amount=Decimal(5)), *paid_back).recurring


def test_months_and_days_are_those_of_the_lists() -> None:
    made = use(*charges(0, 3, 40), paid("Sketchbook"))
    assert (made.months, made.undated) == (2, 1)
    assert (made.first, made.last) == (dt.date(2026, 1, 1), dt.date(2026, 2, 10))
    assert sum(made.by_month.values()) == 0
    assert tally(charges(0, 40)).days == 40


def test_a_department_is_one_however_it_is_written() -> None:
    areas = ["Parks", "PARKS", " Parks  ", "Roads", "Street  Lights", ""]
    made = use(*(paid("Sketchbook", area=area) for area in areas))
    assert len(made.departments) == 3
    assert made.departments[0].casefold() == "parks"
    assert made.departments[2] == "Street Lights"


@pytest.mark.parametrize(
    ("told", "card_paid"),
    [((True, None), True), ((False, False), False), ((False, None), None), ((None,), None)],
)
def test_whether_a_card_paid_is_known_only_where_all_lines_tell(
    told: tuple[bool | None, ...], card_paid: bool | None
) -> None:
    made = use(*(Line(supplier="Sketchbook", card=each) for each in told))
    assert made.card is card_paid
    assert made.by_card is (card_paid is True)


def test_payment_services_and_resellers_are_named() -> None:
    made = use(card("PAYPAL *PIKTOCHART"), paid("Softcat", description="Piktochart licences"))
    assert (set(made.intermediaries), set(made.resellers)) == ({"PayPal"}, {"Softcat"})


def test_neither_a_payment_service_nor_a_descriptor_nor_a_reseller_is_the_supplier() -> None:
    assert use(card("PAYPAL *OAK")).supplier == ""
    assert use(card("OAK 0800 123")).supplier == ""
    assert use(paid("Softcat", description="Atlas Maps licences")).supplier == ""
    assert use(paid("Atlas Maps")).supplier == "Atlas Maps"


def test_the_earliest_lines_are_named() -> None:
    made = [
        paid("Sketchbook", file="a.csv", row=at, date=DAY - dt.timedelta(at)) for at in range(9)
    ]
    made.append(paid("Sketchbook", file="0.csv", row=1))
    places = use(*made).places
    assert [place.line for place in places] == [8, 7, 6, 5, 4]
    assert len(places) == PLACES
    assert use(paid("Sketchbook", file="0.csv", row=7)).places[0].line == 7


def test_the_dearest_come_first_and_those_alike_by_name() -> None:
    made = tally([paid("B", amount=Decimal(5)), paid("C"), paid("A"), paid("D", amount=Decimal(9))])
    assert [each.name for each in by_spend(made.uses.values())] == ["D", "B", "A", "C"]
