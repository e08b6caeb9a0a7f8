"""The catalogue that comes with guard holds what it says of itself."""

import pytest

from guard.catalogue.descriptor import Normaliser
from guard.catalogue.entry import Entry
from guard.catalogue.identifiers import host
from guard.catalogue.indexes import Indexes
from guard.catalogue.loading import read_catalogue, read_entries, read_file, shipped
from guard.catalogue.wording import words
from guard.name import key
from tests.catalogue.making import INTERMEDIARIES, card

FILES = sorted(shipped().glob("*.toml"))
ENTRIES = read_entries([shipped()])
INDEXES = Indexes(ENTRIES)
CATALOGUE = read_catalogue()


def test_there_are_thousands_of_applications_in_readable_files() -> None:
    assert len(ENTRIES) >= 3000
    assert max(len(file.read_text("utf-8").splitlines()) for file in FILES) < 1500


def test_each_id_stands_in_one_file() -> None:
    assert len({entry.id for entry in ENTRIES}) == len(ENTRIES)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_file_is_dated_sourced_and_sorted(file: object) -> None:
    text = read_file(next(one for one in FILES if one == file))
    assert text.source
    assert text.on.year >= 2026
    names = [entry.name.casefold() for entry in text.application]
    assert names == sorted(names)


@pytest.mark.parametrize("index", ["by_name", "by_beginning", "by_phrase", "joined"])
def test_no_name_is_that_of_two_applications(index: str) -> None:
    hits = [hit for found in getattr(INDEXES, index).values() for hit in found]
    assert [hit.text for hit in hits if hit.rivals and not hit.doubt] == []


def test_no_domain_is_that_of_two_applications() -> None:
    assert [domain for domain, found in INDEXES.by_domain.items() if len(found) > 1] == []
    assert all(host(domain) == domain for entry in ENTRIES for domain in entry.domains)


def test_each_application_can_be_recognised() -> None:
    def ways(entry: Entry) -> bool:
        named = key(entry.name) and not entry.common_word
        return bool(named or entry.domains or entry.descriptors or entry.aliases)

    assert [entry.id for entry in ENTRIES if not ways(entry)] == []


def test_descriptors_are_brands_and_not_references() -> None:
    normaliser = Normaliser(INTERMEDIARIES)
    changed = [
        (entry.id, descriptor)
        for entry in ENTRIES
        for descriptor in entry.descriptors
        if words(normaliser.read(descriptor).merchant) != words(descriptor)
        and words(descriptor)[-1] not in {"uk", "us", "nl"}
    ]
    assert changed == []


def test_a_common_word_is_no_descriptor_of_its_own() -> None:
    assert [
        entry.id
        for entry in ENTRIES
        if entry.common_word and key(entry.name) in {" ".join(words(d)) for d in entry.descriptors}
    ] == []


def test_who_sells_an_application_is_a_reseller_of_the_catalogue() -> None:
    resellers = {entry.name for entry in ENTRIES if entry.reseller}
    assert {name for entry in ENTRIES for name in entry.sold_by} <= resellers


@pytest.mark.parametrize(
    "name",
    """Civica;Idox;Capita One;NEC Software Solutions;Arcus;Liquidlogic;Mosaic;Access;Gladstone;
    Bottomline;MeetingZone;Signable;Twinkl;HelpKidzLearn;123 Reg;Krystal;UKHost4u;Softcat;SCC;
    Boxxe;Bytes""".replace("\n", "").split(";"),
)
def test_suppliers_of_uk_public_bodies_are_there(name: str) -> None:
    assert name.strip() in {entry.name for entry in ENTRIES}


@pytest.mark.parametrize(
    ("descriptor", "entry"),
    [
        ("NCH SOFTWARE 8005550100", "express-scribe"),
        ("APLPAY JOTTACLOUD", "jottacloud"),
        ("EDUKEY EDUCATION LTD", "classcharts"),
        ("WWW.UK2.NET", "uk2"),
        ("PADDLE.NET* ICONFINDER", "iconfinder"),
        ("TYLER TECHNOLOGIES INC", "tyler-technologies"),
        ("WPY*SIGNUPGENIUS", "signupgenius"),
        ("SAFARI BOOKS ONLINE", "o-reilly-online-learning"),
    ],
)
def test_what_public_bodies_pay_by_card_is_recognised(descriptor: str, entry: str) -> None:
    found = CATALOGUE.find(card(descriptor))
    assert found is not None
    assert found.entry.id == entry
    assert found.certain


@pytest.mark.parametrize(
    "name",
    [
        "REDCAP GARAGE",
        "FRESHA LTD",  # school meals, not the booking application
        "TURNING POINT",  # a charity, not the makers of TurningPoint
        "GOOD PRACTICE",
        "FIRST CARE LTD",
        "ZEND CONSTRUCTION LTD",
        "DR M STEINBERG",
        "ELGIN CLINIC",
        "ULVERSCROFT LARGE PRINT BOOKS LTD",
        "THE CROSSOVER PROJECT",
        "SCRIVENER",
        "BOOMERANG",
        "TREEHOUSE",
        "ANVIL FENCES",
    ],
)
def test_others_of_a_like_name_are_not_taken_for_it(name: str) -> None:
    found = CATALOGUE.find(card(name))
    assert found is None or not found.certain
