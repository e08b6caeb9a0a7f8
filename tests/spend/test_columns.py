"""Which column is which; and that guard does not choose between two that fit."""

import tomllib

import pytest

from guard.errors import GuardError, Place
from guard.spend.columns import FILE, choose, fields, folded, known, personal
from guard.spend.profile import AUTOMATIC, Profile

PLACE = Place("list.csv", 1)


def chosen(*header: str, profile: Profile = AUTOMATIC) -> dict[str, str]:
    columns = choose(header, profile, PLACE)
    return {field: header[at] for field, at in columns.chosen.items()}


def refused(*header: str, profile: Profile = AUTOMATIC) -> str:
    with pytest.raises(GuardError) as caught:
        choose(header, profile, PLACE)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SupplierName", "supplier name"),
        ("  Name:  ", "name"),
        ("Net Amount(£)", "net amount"),
        ("Net Amount (\u0153)", "net amount"),
        ("Amount GBP", "amount"),
        ("VAT_Reg-No.", "vat reg no"),
        ("Total (excludes VAT)", "total excludes vat"),
        ("", ""),
    ],
)
def test_names_of_columns_are_folded(name: str, expected: str) -> None:
    assert folded(name) == expected


def test_the_file_of_names_has_each_name_once_and_folded() -> None:
    tables = tomllib.loads(FILE.read_text("utf-8"))
    names = [name for table in tables.values() for group in table["names"] for name in group]
    assert len(names) == len(set(names))
    assert [name for name in names if folded(name) != name] == []
    assert all(field.title for field in fields().values())


@pytest.mark.parametrize(
    ("field", "name"),
    [(field.name, name) for field in fields().values() for group in field.groups for name in group],
)
def test_every_name_in_the_file_is_known_as_its_field(field: str, name: str) -> None:
    assert known([name, name.upper(), name.title().replace(" ", "_")]) == {field}
    assert not personal(name)


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


@pytest.mark.parametrize("name", ["Supplier", "Body Name", "Merchant Category", "Card type"])
def test_other_columns_are_not_taken_for_persons(name: str) -> None:
    assert not personal(name)


def test_columns_of_no_field_are_kept_under_names_of_their_own() -> None:
    columns = choose(("Supplier", "Note", "", "Note", "Internal Ref"), AUTOMATIC, PLACE)
    assert columns.extra == {"Note": 1, "column 3": 2, "Note (4)": 3, "Internal Ref": 4}


def test_a_hostile_name_of_a_column_is_shown_harmless() -> None:
    assert "\u202e" not in refused("Supplier", "Amount", "Amou\u202ent", "Value")
    assert known(["\u202e", "x" * 10_000]) == frozenset()
