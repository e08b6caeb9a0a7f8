"""Which column is which; and that guard does not choose between two that fit."""

import pytest

from guard.errors import GuardError, Place
from guard.spend.columns import choose
from guard.spend.naming import known, personal
from guard.spend.profile import AUTOMATIC, Profile

PLACE = Place("list.csv", 1)


def chosen(*header: str, profile: Profile = AUTOMATIC) -> dict[str, str]:
    columns = choose(header, profile, PLACE)
    return {field: header[at] for field, at in columns.chosen.items()}


def refused(*header: str, profile: Profile = AUTOMATIC) -> str:
    with pytest.raises(GuardError) as caught:
        choose(header, profile, PLACE)
    return str(caught.value)


# Layouts that British bodies and their tools give out, written as they write them.
LAYOUTS = {
    "county": (
        (
            "Body,Name of Body,Date,Transaction Number,Invoice Number,Amount,Supplier Name,"
            "Supplier ID,Vat Reg No,Expense Area,Expense Type,Expense Code,Creditor Type"
        ),
        {
            "buyer": "Name of Body",
            "date": "Date",
            "amount": "Amount",
            "supplier": "Supplier Name",
            "vat": "Vat Reg No",
            "area": "Expense Area",
            "account": "Expense Type",
            "reference": "Transaction Number",
        },
    ),
    "purchase cards": (
        (
            "Body,Organistion Name,Transaction Date,Transaction number,Supplier Name,Net Amount,"
            "Merchant Category,Merchant Category Group,Expense Area,Expense Type,Expense Code"
        ),
        {
            "buyer": "Organistion Name",
            "date": "Transaction Date",
            "amount": "Net Amount",
            "supplier": "Supplier Name",
            "category": "Merchant Category",
            "area": "Expense Area",
            "account": "Expense Type",
            "reference": "Transaction number",
        },
    ),
    "city": (
        (
            "Organisation Code,Organisation Label,Effective Date,Organisational Unit,"
            "Service Division Label,Category Internal Name,Purpose,Detailed Expenditure Code,"
            "Payment Date,Transaction Number,Irrecoverable VAT Amount,Amount,Capital Or Revenue,"
            "Beneficiary Name,Procurement Card"
        ),
        {
            "buyer": "Organisation Label",
            "date": "Payment Date",
            "amount": "Amount",
            "supplier": "Beneficiary Name",
            "area": "Service Division Label",
            "account": "Purpose",
            "card": "Procurement Card",
            "reference": "Transaction Number",
        },
    ),
    "health trust": (
        (
            "Department Family,Entity,Date Paid,Expense Type ,Expense Area,Supplier Name,"
            "Transaction Reference,amount"
        ),
        {
            "buyer": "Entity",
            "date": "Date Paid",
            "amount": "amount",
            "supplier": "Supplier Name",
            "area": "Expense Area",
            "account": "Expense Type ",
            "reference": "Transaction Reference",
        },
    ),
    "bank's card export": (
        (
            "Cardholder Name,Transaction Date,Posting Date,Merchant Name,MCC,"
            "Merchant Category Description,Transaction Amount,Billing Amount,Currency Code"
        ),
        {
            "date": "Transaction Date",
            "supplier": "Merchant Name",
            "category": "Merchant Category Description",
            "amount": "Transaction Amount",
            "currency": "Currency Code",
        },
    ),
    "look-ups of a secure resolver": (
        "Timestamp,Policy Identity,Internal IP,External IP,Action,Query Type,Domain,Categories",
        {"date": "Timestamp", "domain": "Domain"},
    ),
    "grants": (
        "Client ID,App Display Name,Principal Display Name,Scope,Consent Type",
        {"client_id": "Client ID", "supplier": "App Display Name", "description": "Scope"},
    ),
}


@pytest.mark.parametrize(("header", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_layouts_are_understood_without_a_profile(header: str, expected: dict[str, str]) -> None:
    assert chosen(*header.split(",")) == expected


def test_a_better_name_goes_before_a_lesser_one() -> None:
    assert chosen("Supplier", "Gross Amount", "Net Amount", "Invoice Date", "Payment Date") == {
        "supplier": "Supplier",
        "amount": "Net Amount",
        "date": "Payment Date",
    }


def test_two_columns_that_fit_equally_well_are_both_named() -> None:
    message = refused("Supplier Name", "Vendor Name", "Amount", "Value")
    assert 'may be who was paid: "Supplier Name" (column 1) and "Vendor Name" (column 2)' in message
    assert "supplier = 1 or supplier = 2" in message
    assert '"Amount" (column 3) and "Value" (column 4)' in message


def test_two_columns_of_one_name_are_not_chosen_between() -> None:
    assert '"Amount" (column 2) and "Amount" (column 3)' in refused("Supplier", "Amount", "Amount")


def test_a_profile_chooses() -> None:
    profile = Profile(columns={"supplier": "Vendor Name", "amount": 3, "date": 0})
    header = ("Supplier Name", "Vendor Name", "Amount", "Amount", "Date")
    columns = choose(header, profile, PLACE)
    assert dict(columns.chosen) == {"supplier": 1, "amount": 2}


def test_two_references_are_no_fault_for_they_decide_nothing() -> None:
    assert chosen("Supplier", "Invoice No", "Document No")["supplier"] == "Supplier"


def test_what_a_profile_names_must_exist() -> None:
    profile = Profile(columns={"suplier": 1, "amount": "Cost", "date": 9})
    message = refused("Supplier", "Amount", profile=profile)
    assert 'a column for "suplier", which no line has' in message
    assert 'there is no column "Cost"' in message
    assert "there is no column 9" in message


def test_a_list_without_suppliers_is_refused_with_the_way_out() -> None:
    message = refused("Date", "Amount")
    assert "no column names a supplier" in message
    assert "header = 0" in message


@pytest.mark.parametrize(
    "name",
    [
        *("Card Holder", "CardholderName", "Employee Name", "User", "userKey", "Client IP"),
        *("Claimant surname", "E-mail", "Requested by"),
    ],
)
def test_columns_about_persons_are_not_read(name: str) -> None:
    assert personal(name)
    columns = choose(("Supplier", name), AUTOMATIC, PLACE)
    assert columns.all[1].field == "personal"
    assert name not in columns.extra


def test_a_profile_can_ask_for_what_is_about_persons() -> None:
    columns = choose(("Supplier", "Card Holder"), Profile(personal=True), PLACE)
    assert columns.extra == {"Card Holder": 1}


def test_columns_of_no_field_are_kept_under_names_of_their_own() -> None:
    columns = choose(("Supplier", "Note", "", "Note", "Internal Ref"), AUTOMATIC, PLACE)
    assert columns.extra == {"Note": 1, "column 3": 2, "Note (4)": 3, "Internal Ref": 4}


def test_a_hostile_name_of_a_column_is_shown_harmless() -> None:
    assert "\u202e" not in refused("Supplier", "Amount", "Amou\u202ent", "Value")
    assert known(["\u202e", "x" * 10_000]) == frozenset()


def settled(text: str) -> tuple[dict[str, int], str]:
    """The columns of a small list by number, and the notes, with its rows as the sample."""
    header, *rows = (line.split(",") for line in text.split())
    columns = choose(header, AUTOMATIC, PLACE, rows)
    return {field: at + 1 for field, at in columns.chosen.items()}, "; ".join(columns.notes)


def test_of_two_columns_that_are_named_alike_the_one_with_words_is_taken() -> None:
    found, notes = settled("Supplier,Supplier,Amount\n10065,Acme,1\n10066,Bolt,2")
    assert found == {"supplier": 2, "amount": 3}
    assert '"Supplier" (column 1) is passed over for who was paid' in notes


def test_a_column_of_revenue_and_capital_is_no_kind_of_expense() -> None:
    found, _ = settled("Supplier,Type_of_Expenditure,Category\nAcme,Revenue,Pens\nBolt,Capital,IT")
    assert found["account"] == 3


def test_a_better_name_that_holds_nothing_is_passed_over_and_that_is_told() -> None:
    found, notes = settled("Supplier,Payment_Date,Invoice_Date\nAcme,,2024-05-04")
    assert found["date"] == 3
    assert '"Payment_Date" (column 2) is passed over for when' in notes


def test_of_two_columns_with_the_same_cells_the_first_is_taken() -> None:
    assert settled("Supplier,Amount,Value\nAcme,1,1\nBolt,2,2")[0]["amount"] == 2


def test_of_two_that_decide_little_the_first_is_taken_and_that_is_told() -> None:
    found, notes = settled("Supplier,Directorate,Service\nAcme,Place,Roads")
    assert found["area"] == 2
    assert '"Directorate" (column 2) is taken for the department or cost centre' in notes
    assert '"Service" (column 3)' in notes


def test_a_column_known_by_its_words_is_told() -> None:
    found, notes = settled("Vendor,Warrant_Date,Warrant_Amount\nAcme,2024-05-04,1.50")
    assert found == {"supplier": 1, "date": 2, "amount": 3}
    assert '"Warrant_Amount" (column 3) is taken for how much, by the words of its name' in notes


def test_words_do_not_make_a_column_what_its_cells_are_not() -> None:
    assert settled("Vendor,Cost_Owner_Amount\nAcme,yes")[0] == {"supplier": 1}


def test_of_two_columns_known_by_their_words_none_is_taken() -> None:
    found, notes = settled("Vendor,Warrant_Amount,Ledger_Amount\nAcme,1,2")
    assert found == {"supplier": 1}
    assert 'how much: may be "Warrant_Amount", "Ledger_Amount"; a profile can choose' in notes


def test_two_suppliers_known_by_their_words_are_asked_for() -> None:
    message = refused("SAP Vendor", "Local Council Payee Person", "Lead Vendor", "Amount")
    assert '"SAP Vendor" (column 1) and "Lead Vendor" (column 3)' in message


def test_what_came_back_is_read_only_beside_what_went_out() -> None:
    assert chosen("Supplier", "Debit", "Credit")["credit"] == "Credit"
    assert "credit" not in chosen("Supplier", "Amount", "Credit")
