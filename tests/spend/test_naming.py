"""What the name of a column may mean, however it is spelt."""

import tomllib

import pytest

from guard.spend.naming import FILE, by_words, fields, folded, known, personal


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SupplierName", "supplier name"),
        ("  Name:  ", "name"),
        ("Net Amount(£)", "net amount"),
        ("Net Amount (\u0153)", "net amount"),
        ("Amount GBP", "amount"),
        ("VAT_Reg-No.", "vat reg no"),
        ("Total (excludes VAT)", "total excl vat"),
        ("Nett Amt", "net amount"),
        ("Amount (Â£)", "amount"),
        ("Amount £'s", "amount"),
        ("Amount in Sterling (£)", "amount"),
        ("Supplier(s)", "supplier"),
        ("6 Supplier", "supplier"),
        ("MCH.MERCHANT NAME", "merchant name"),
        ("Bénéficiaire", "beneficiaire"),
        ("Betrag EUR", "betrag"),
        ("Bedrag excl. btw", "bedrag excl vat"),
        ("9an level 9 account", "9an level 9 account"),
        ("", ""),
    ],
)
def test_names_of_columns_are_folded(name: str, expected: str) -> None:
    assert folded(name) == expected


def test_the_file_of_names_has_each_name_once_and_folded() -> None:
    tables = tomllib.loads(FILE.read_text("utf-8"))
    named = [table for name, table in tables.items() if name != "spelling"]
    names = [name for table in named for group in table["names"] for name in group]
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


@pytest.mark.parametrize(
    ("name", "field"),
    [
        *(("SAP Vendor Name", "supplier"), ("Supplier/Creditor", "supplier")),
        *(("Warrant Amount", "amount"), ("Line Cost Exc VAT", "amount"), ("Warrant Date", "date")),
        *(("Posting Period", "date"), ("Importo mandato", "amount")),
    ],
)
def test_a_column_of_no_known_name_is_known_by_its_words(name: str, field: str) -> None:
    assert by_words(name) == field


@pytest.mark.parametrize(
    "name",
    [
        *("Supplier ID", "Vendor City", "VAT Amount", "Irrecoverable VAT", "Contract End Date"),
        *("Due Date", "Total Bytes", "Cost Centre Manager", "Supplier Terms", "", "Note"),
        *("Supplier Name", "Employee Amount", "a b c d e f g h amount"),
    ],
)
def test_words_that_say_something_else_leave_a_column_unknown(name: str) -> None:
    assert by_words(name) == ""


def test_words_in_other_spellings_are_no_words_of_their_own() -> None:
    spelling = tomllib.loads(FILE.read_text("utf-8"))["spelling"]
    others = [other for others in spelling.values() for other in others]
    assert len(others) == len(set(others))
    assert not set(others) & spelling.keys()


@pytest.mark.parametrize("name", ["Supplier", "Body Name", "Merchant Category", "Card type"])
def test_other_columns_are_not_taken_for_persons(name: str) -> None:
    assert not personal(name)
