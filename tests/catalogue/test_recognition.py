from pathlib import Path

import pytest

from guard.catalogue.grounds import Nature
from guard.catalogue.recognition import read_recogniser
from guard.spend.line import Line
from tests.catalogue.making import card, paid

RECOGNISER = read_recogniser()


@pytest.mark.parametrize(
    ("line", "application"),
    [
        (card("MAILCHIMP   *MONTHLY"), "mailchimp"),
        (card("PAYPAL *DROPBOX"), "dropbox"),
        (card("ZOOM.US 888-799-9666"), "zoom"),
        (card("ADOBE  *ACROPRO SUBS"), "adobe-acrobat"),
        (card("AWS EMEA aws.amazon.co"), "amazon-web-services"),
        (card("DNH*GODADDY.COM EUROPE"), "godaddy"),
        (card("GOOGLE*WORKSPACE ACME"), "google-workspace"),
        (card("INTUIT *QUICKBOOKS"), "quickbooks"),
        (card("CHATGPT SUBSCRIPTION"), "chatgpt"),
        (paid("CIVICA UK LIMITED"), "civica"),
        (paid("IDOX SOFTWARE LTD"), "idox"),
        (paid("NORTHGATE PUBLIC SERVICES (UK) LTD"), "nec-software-solutions"),
        (paid("Liquidlogic Ltd"), "liquidlogic"),
        (paid("SOFTCAT PLC", description="Adobe Creative Cloud renewal"), "adobe-creative-cloud"),
    ],
)
def test_well_known_applications(line: Line, application: str) -> None:
    known = RECOGNISER.recognise(line)
    assert known.found
    assert known.found.certain
    assert known.found.entry.id == application
    assert known.judgement.nature is Nature.SOFTWARE


@pytest.mark.parametrize(
    "line",
    [
        card("MICROSOFT*XBOX"),
        card("AMAZON PRIME*MN3L12ZA4 AM"),
        card("AMAZON.CO.UK*MI3LB48K4 AM"),
        card("ZOOMOFFICECHAIRS"),
        card("ZOOM OFFICE CHAIRS"),
        card("OFFICE FURNITURE ONLINE"),
        card("SQUARE CHAPEL"),
        card("SP * CANVAS PRINTS"),
        card("SLACK CONSTRUCTION"),
        card("BOX CLEVER THEATRE"),
        card("PAYPAL *EBAY"),
        card("ASANA YOGA"),
        card("SAGE RESTAURANT", category="Restaurants"),
        paid("ORACLE FINANCE LTD"),
        paid("ACCESS SCAFFOLDING LTD"),
        paid("THE BOX COMPANY"),
        paid("SOFTCAT PLC", description="12 laptops"),
    ],
)
def test_what_only_sounds_like_software(line: Line) -> None:
    assert RECOGNISER.recognise(line).judgement.nature is not Nature.SOFTWARE


def test_who_took_the_money_is_told_where_the_application_is_not_known() -> None:
    known = RECOGNISER.recognise(card("BLS*GREENTRAMSOFTWARE"))
    assert known.found is None
    assert known.intermediary
    assert known.intermediary.name == "BlueSnap"
    assert known.judgement.nature is Nature.SOFTWARE


def test_own_folders_are_read_first(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        'title = "t"\ncategory = "own"\non = 2026-01-01\nsource = "s"\n'
        '[[application]]\nid = "ours"\nname = "Our Own Thing"\n',
        "utf-8",
    )
    known = read_recogniser([tmp_path]).recognise(paid("OUR OWN THING LTD"))
    assert known.found
    assert known.found.entry.category == "own"


def test_a_subject_is_one_whatever_it_was_charged_to() -> None:
    one = paid("ACME SOFTWARE LTD", category="ICT")
    other = paid("ACME SOFTWARE LTD", category="Restaurants", account="IT Software")
    subject = RECOGNISER.subject(one)
    assert subject == RECOGNISER.subject(other)
    for line in (one, other):
        judgement = RECOGNISER.grounds.weigh(subject.signs, line.category, line.account)
        assert judgement == RECOGNISER.recognise(line).judgement
    assert RECOGNISER.recognise(one).judgement != RECOGNISER.recognise(other).judgement
