"""From cells to the fields of a line."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from guard.spend.amounts import Mark
from guard.spend.line import Kind, Line
from guard.spend.profile import Profile
from tests.spend.making import line, lines, read


def test_every_field_of_a_payment(tmp_path: Path) -> None:
    content = (
        "Body Name,Payment date,Supplier Name,Description,Net Amount(£),Expense Type,Service Area,"
        "Vat Reg No,Company Number,Internal Ref\n"
        ' Our Council ,04-May-24, Zoom ,Meetings,"1,234.50",IT Licences,ICT,'
        "GB524161280,1234567,R1\n"
    )
    assert line(tmp_path, content) == Line(
        file=str(tmp_path / "list.csv"),
        row=2,
        kind=Kind.PAYMENT,
        date=dt.date(2024, 5, 4),
        supplier="Zoom",
        description="Meetings",
        amount=Decimal("1234.50"),
        currency="GBP",
        category="IT Licences",
        account="IT Licences",
        area="ICT",
        buyer="Our Council",
        card=None,
        identifiers=("VAT:524161280", "GB-COH:01234567"),
        extra_names=("Internal Ref",),
        extra_values=("R1",),
    )


def test_a_merchant_category_goes_before_the_account_and_shows_a_card(tmp_path: Path) -> None:
    content = "Supplier,Amount,Merchant Category,Expense Type\nZoom,1,Software,Fees\nBT,2,,Fees\n"
    found = lines(tmp_path, content)
    assert [one.category for one in found] == ["Software", "Fees"]
    assert [one.account for one in found] == ["Fees", "Fees"]
    assert [one.card for one in found] == [True, None]
    assert [one.kind for one in found] == [Kind.CARD, Kind.PAYMENT]


@pytest.mark.parametrize(
    ("cell", "card"), [("Yes", True), ("no", False), ("BACS", False), ("", None), ("other", None)]
)
def test_a_column_says_whether_a_card_paid(tmp_path: Path, cell: str, card: bool | None) -> None:
    found = line(tmp_path, f"Supplier,Amount,Procurement Card\nZoom,1,{cell}\n")
    assert found.card is card
    assert found.kind is (Kind.CARD if card else Kind.PAYMENT)


@pytest.mark.parametrize(
    ("reference", "card"),
    [
        *(("P-CARD - SEPT 22", True), ("P -CARD - SEPT 19", True), ("PCARD 1", True)),
        *(("Purchase card", True), ("CARDIFF 12", None), ("B000018580/57559", None)),
    ],
)
def test_a_reference_shows_a_card(tmp_path: Path, reference: str, card: bool | None) -> None:
    found = line(tmp_path, f"Supplier,Amount,HBC ref no\nZoom,1,{reference}\n")
    assert found.card is card
    assert found.extra == {"HBC ref no": reference}


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Supplier,Amount", Kind.PAYMENT),
        ("Supplier,Vat no", Kind.SUPPLIER),
        ("Supplier,Merchant Category", Kind.CARD),
        ("Display text,Client ID", Kind.OAUTH_GRANT),
        ("Domain,Timestamp", Kind.DOMAIN_SEEN),
    ],
)
def test_what_the_lines_are_is_told_from_the_columns(
    tmp_path: Path, header: str, kind: Kind
) -> None:
    assert line(tmp_path, f"{header}\nslack.com,1\n").kind is kind


def test_a_profile_says_what_the_lines_are_and_their_currency(tmp_path: Path) -> None:
    profile = Profile(kind=Kind.CARD, currency="EUR")
    found = line(tmp_path, "Supplier,Amount\nZoom,1\n", profile)
    assert (found.kind, found.card, found.currency) == (Kind.CARD, True, "EUR")


def test_the_currency_of_a_row_goes_before_that_of_the_list(tmp_path: Path) -> None:
    found = lines(tmp_path, "Supplier,Amount (£)\nA,$5\nB,6\n")
    assert [one.currency for one in found] == ["USD", "GBP"]
    column = lines(tmp_path, "Supplier,Amount,Currency\nA,5,EUR\nB,6,\n")
    assert [one.currency for one in column] == ["EUR", ""]


def test_what_could_not_be_understood_is_counted_and_its_line_used(tmp_path: Path) -> None:
    content = "Supplier,Amount,Date\nA,redacted,soon\nB,,\nC,3,2024-05-04\n"
    found, used = read(tmp_path, content)
    assert [one.amount for one in used] == [None, None, Decimal(3)]
    assert found.unread == {"date": 1, "amount": 1}
    assert "1 rows have no amount that could be understood" in found.notes


def test_hostile_text_stays_as_it_is(tmp_path: Path) -> None:
    assert (
        line(tmp_path, "Supplier,Amount\nZo\u202eom\x1b[31m,1\n").supplier == "Zo\u202eom\x1b[31m"
    )


def test_grants_have_the_client_id_and_not_the_person(tmp_path: Path) -> None:
    content = "userKey,clientId,displayText,scopes\nann@x.uk,12.apps,Slack,drive mail\n"
    found = line(tmp_path, content)
    assert found.identifiers == ("OAUTH:12.apps",)
    assert (found.supplier, found.description) == ("Slack", "drive mail")
    assert "ann@x.uk" not in repr(found)


def test_what_came_back_is_taken_from_what_went_out(tmp_path: Path) -> None:
    content = "Supplier,Debit,Credit\nA,100.00,\nB,,25.00\nC,,-5.00\nD,10,3\nE,,\n"
    amounts = [one.amount for one in lines(tmp_path, content)]
    assert amounts == [Decimal(100), Decimal(-25), Decimal(-5), Decimal(7), None]


def test_a_bare_dollar_is_the_one_that_the_list_names(tmp_path: Path) -> None:
    content = "Supplier,Amount%s\nA,$1.50\nB,US$2\n"
    plain, _ = read(tmp_path, content % "")
    own = lines(tmp_path, content % " (AUD)")
    assert any("taken for US dollars" in note for note in plain.notes)
    assert [one.currency for one in own] == ["AUD", "USD"]
    given = lines(tmp_path, content % "", Profile(currency="CAD"))
    assert [one.currency for one in given] == ["CAD", "USD"]


def test_a_comma_before_the_pence_is_told_and_kept_in_the_profile(tmp_path: Path) -> None:
    found, used = read(tmp_path, "Supplier;Amount\nA;1.234\nB;12,50\n")
    assert [one.amount for one in used] == [Decimal(1234), Decimal("12.50")]
    assert any("comma before the pence" in note for note in found.notes)
    assert found.profile.decimal == "comma"


def test_a_profile_settles_amounts_that_do_not_tell(tmp_path: Path) -> None:
    content = "Supplier;Amount\nA;1.234\n"
    assert read(tmp_path, content)[1][0].amount is None
    given = lines(tmp_path, content, Profile(decimal=Mark.COMMA))
    assert given[0].amount == Decimal(1234)


@pytest.mark.parametrize(
    "header", ["Application,URL,Date", "App,Users,Last seen", "Cloud Application,Domain,Time"]
)
def test_applications_that_were_seen_are_not_payments(tmp_path: Path, header: str) -> None:
    (one,) = lines(tmp_path, f"{header}\nNotion,notion.so,2024-05-04\n")
    assert one.kind is Kind.DOMAIN_SEEN
