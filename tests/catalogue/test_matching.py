import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.catalogue.matching import Column, How
from guard.spend.line import Kind, Line
from tests.catalogue.making import card, catalogue, entry, ids, paid, shown

ACME = entry(
    "Acme Forms",
    supplier="Acme Group",
    aliases=["Acme Surveys"],
    domains=["acmeforms.com", "acme.co.uk"],
    descriptors=["acmeforms", "acme forms"],
    identifiers=["VAT:980780684", "OAUTH:client-1"],
    exclusions=["garden", "night club"],
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (paid("anyone", identifiers=("VAT:GB 980 7806 84",)), "identifier"),
        (paid("", identifiers=("OAUTH:client-1",)), "identifier"),
        (Line(kind=Kind.DOMAIN_SEEN, identifiers=("DOMAIN:eu.app.acmeforms.com",)), "domain"),
        (card("WWW.ACME.CO.UK 02012341234"), "domain"),
        (paid("ACME FORMS LIMITED"), "name"),
        (paid("Acme Forms (UK) Ltd **USE 12**"), "name"),
        (paid("ACME SURVEYS LTD"), "alias"),
        (paid("OLD NAME LTD T/A ACME SURVEYS"), "alias"),
        (card("ACMEFORMS* 5M1XDXM5DH8L"), "descriptor"),
        (card("PAYPAL *ACMEFORMS PRO"), "descriptor"),
        (paid("ACMEFORMSLTD"), "name"),
        (paid("ACME GROUP"), "possible"),
    ],
)
def test_how_a_line_is_recognised(line: Line, expected: str) -> None:
    assert shown(catalogue(ACME).find(line)) == ("acme-forms", expected)


@pytest.mark.parametrize(
    "line",
    [
        paid(""),
        paid("ACME"),
        paid("ACMEFORMS PRO PLAN"),  # a payment's name counts as a whole only
        card("ACME FORMS GARDEN"),
        card("ACME FORMS THE NIGHT CLUB"),
        card("NEW ACME FORMS"),
        Line(kind=Kind.DOMAIN_SEEN, identifiers=("DOMAIN:notacmeforms.com",)),
        paid("nobody", identifiers=("VAT:980780685",)),  # its check digits do not hold
    ],
)
def test_what_is_not_recognised(line: Line) -> None:
    assert catalogue(ACME).find(line) is None


def test_an_exclusion_is_whole_words() -> None:
    assert shown(catalogue(ACME).find(card("ACME FORMS GARDENER"))) == ("acme-forms", "descriptor")


def test_a_number_that_is_anothers_forbids_a_name() -> None:
    found = catalogue(ACME).find(paid("ACME FORMS", identifiers=("VAT:999999973",)))
    assert found
    assert found.how is How.POSSIBLE
    assert "number" in found.why


def test_a_number_of_another_scheme_or_with_a_typing_error_contradicts_nothing() -> None:
    for number in ("GB-COH:01234567", "VAT:999999974"):
        found = catalogue(ACME).find(paid("ACME FORMS", identifiers=(number,)))
        assert shown(found) == ("acme-forms", "name")


def test_a_contradicted_name_gives_way_to_one_that_is_not() -> None:
    other = entry("Acme Web", descriptors=["acme forms"])
    found = catalogue(ACME, other).find(card("ACME FORMS", identifiers=("VAT:999999973",)))
    assert found
    assert found.entry.id in {"acme-forms", "acme-web"}
    assert not (found.entry.id == "acme-forms" and found.certain)


def test_a_common_word_is_only_possible_and_its_domain_is_certain() -> None:
    box = entry("Box", domains=["box.com"], common_word=True, descriptors=["box inc"])
    known = catalogue(box)
    assert shown(known.find(card("BOX"))) == ("box", "possible")
    assert shown(known.find(card("BOX.COM"))) == ("box", "domain")
    assert shown(known.find(card("BOX INC 4155551234"))) == ("box", "descriptor")
    assert known.find(card("BOX OF DELIGHTS")) is None


def test_the_longest_beginning_counts() -> None:
    known = catalogue(
        entry("Maker", descriptors=["maker"]), entry("Maker Teams", descriptors=["maker teams"])
    )
    assert shown(known.find(card("MAKER*TEAMS ABC12345"))) == ("maker-teams", "name")
    assert shown(known.find(card("MAKER*TEAMS PLUS"))) == ("maker-teams", "descriptor")
    assert shown(known.find(card("MAKER*WORD"))) == ("maker", "descriptor")


def test_an_old_name_holds_for_its_time() -> None:
    until = {"name": "Oldname", "until": dt.date(2020, 12, 31)}
    known = catalogue(entry("Newname", dated_aliases=[until]))
    assert shown(known.find(paid("OLDNAME LTD", date=dt.date(2020, 5, 1)))) == ("newname", "alias")
    assert known.find(paid("OLDNAME LTD", date=dt.date(2021, 5, 1))) is None
    undated = known.find(paid("OLDNAME LTD"))
    assert shown(undated) == ("newname", "possible")


def test_a_name_that_went_from_one_to_another() -> None:
    day = dt.date(2020, 12, 31)
    known = catalogue(
        entry("First", dated_aliases=[{"name": "Shared", "until": day}]),
        entry("Second", dated_aliases=[{"name": "Shared", "since": day + dt.timedelta(1)}]),
    )
    assert shown(known.find(paid("SHARED", date=day))) == ("first", "alias")
    assert shown(known.find(paid("SHARED", date=dt.date(2022, 1, 1)))) == ("second", "alias")


def test_two_with_one_name_are_both_only_possible() -> None:
    known = catalogue(entry("A1", aliases=["Same Name"]), entry("B1", aliases=["Same Name"]))
    found = known.find(paid("SAME NAME LTD"))
    assert found
    assert found.how is How.POSSIBLE
    assert (found.entry.id, ids(found.others)) == ("a1", ["b1"])


def test_two_with_one_number_are_both_only_possible() -> None:
    number = ["VAT:980780684"]
    known = catalogue(entry("A1", identifiers=number), entry("B1", identifiers=number))
    found = known.find(paid("", identifiers=("VAT:980780684",)))
    assert shown(found) == ("a1", "possible")
    assert found
    assert ids(found.others) == ["b1"]


def test_a_name_cut_at_a_usual_length_is_possible_when_only_one_goes_on_so() -> None:
    known = catalogue(entry("Remarkable Questionnaires"), entry("Remarkable Quizzes"))
    assert shown(known.find(card("REMARKABLE QUESTION"))) is None  # 19 characters: not cut
    cut = "REMARKABLE QUESTIONNAI"
    assert len(cut) == 22
    assert shown(known.find(card(cut))) == ("remarkable-questionnaires", "possible")
    assert known.find(card("REMARKABLE QU     1234")) is None
    assert known.find(card("PAYPAL *REMARKABLE")) is None  # two go on so


def test_a_supplier_of_many_is_the_one_of_its_name() -> None:
    maker = entry("Maker", supplier="Maker")
    known = catalogue(entry("Words", supplier="Maker"), maker, entry("Sums", supplier="Maker"))
    assert shown(known.find(paid("MAKER LTD"))) == ("maker", "name")


RESELLER = entry("Resell", category="reseller", aliases=["Resell Plc"])


def test_what_a_reseller_sold_stands_in_the_description() -> None:
    found = catalogue(RESELLER, ACME).find(
        paid("RESELL PLC", description="12 x Acme Forms, annual")
    )
    assert shown(found) == ("acme-forms", "name")
    assert found
    assert found.column is Column.DESCRIPTION
    assert found.reseller == RESELLER


def test_a_reseller_without_such_a_description_is_itself() -> None:
    known = catalogue(RESELLER, ACME)
    assert shown(known.find(paid("RESELL PLC", description="laptops"))) == ("resell", "name")
    assert shown(known.find(paid("RESELL PLC", description="acme forms garden"))) == (
        "resell",
        "name",
    )


def test_of_two_in_a_description_the_one_the_reseller_sells_counts() -> None:
    other = entry("Other Forms", sold_by=["Resell"])
    found = catalogue(RESELLER, ACME, other).find(
        paid("RESELL", description="Acme Forms and Other Forms")
    )
    assert shown(found) == ("other-forms", "name")


def test_a_description_alone_makes_it_possible() -> None:
    found = catalogue(ACME).find(paid("J SMITH", description="Training in Acme Forms"))
    assert shown(found) == ("acme-forms", "possible")


def test_a_description_does_not_overrule_a_supplier_that_is_known() -> None:
    web = entry("Web Site")
    found = catalogue(ACME, web).find(paid("WEB SITE", description="Acme Forms"))
    assert shown(found) == ("web-site", "name")


def test_names_nobody_reviewed_are_only_possible() -> None:
    known = catalogue(entry("Later Gram", domains=["later.io"], reviewed=False))
    assert shown(known.find(paid("LATER GRAM"))) == ("later-gram", "possible")
    assert shown(known.find(card("LATER.IO"))) == ("later-gram", "domain")


def test_entries_of_one_id_are_one_application() -> None:
    known = catalogue(ACME, entry("Acme Forms", aliases=["Acme Polls"]))
    assert len(known.entries) == 1
    assert shown(known.find(paid("ACME POLLS"))) == ("acme-forms", "alias")


def test_who_took_the_money_is_told_for_cards() -> None:
    known = catalogue(ACME)
    taken = known.intermediary(card("PAYPAL *ANYONE"))
    assert taken
    assert taken.name == "PayPal"
    assert known.intermediary(paid("PAYPAL *ANYONE")) is None


@given(st.text(max_size=50), st.text(max_size=50), st.sampled_from([True, False, None]))
def test_any_text_has_an_answer_and_the_same_again(
    supplier: str, text: str, card: bool | None
) -> None:
    known = catalogue(ACME, RESELLER)
    line = Line(supplier=supplier, description=text, card=card)
    assert known.find(line) == known.find(line) == catalogue(ACME, RESELLER).find(line)
