import pytest

from guard.catalogue.grounds import Grounds, Judgement, Nature, Strength
from guard.catalogue.loading import read_grounds
from guard.catalogue.matching import Column, Found, How
from guard.spend.line import Line
from tests.catalogue.making import PAYPAL, RIVER, SHOP, card, entry, paid

GROUNDS: Grounds = read_grounds()
ACME = entry("Acme")
SURE = Found(ACME, How.NAME, "acme")
MAYBE = Found(ACME, How.POSSIBLE, "acme", why="the name may have been cut")
PROGRAMMING = "Computer Program/Sys Design"


def strengths(judgement: Judgement) -> list[tuple[str, str]]:
    return [(ground.strength.value, ground.column) for ground in judgement.grounds]


@pytest.mark.parametrize(
    "line",
    [
        paid("X", category="48000000"),
        paid("X", category="CPV: 72212000-4"),
        paid("X", identifiers=("CPV:72230000",)),
        paid("X", category="IT Software", account="IT Software"),
        paid("X", category="Stationery Stores", account="Software licences"),
    ],
)
def test_a_code_of_software_alone_decides(line: Line) -> None:
    assert GROUNDS.judge(line).nature is Nature.SOFTWARE


def test_an_application_that_is_certain_alone_decides() -> None:
    assert GROUNDS.judge(paid("ACME"), SURE).nature is Nature.SOFTWARE


@pytest.mark.parametrize(
    "line",
    [
        paid("X", category="72500000-0 ... no"),
        paid("X", category="72100000"),  # CPV: hardware consultancy
        paid("X", category="4812"),
        paid("X", category="48000"),
        paid("X", category="Hardware and software"),
        paid("X", account="Software stores equipment"),
        paid("X"),
    ],
)
def test_what_is_no_strong_ground(line: Line) -> None:
    assert GROUNDS.judge(line).nature is not Nature.SOFTWARE


@pytest.mark.parametrize("category", ["7372", "MCC 7372", PROGRAMMING, "Computer Program/Sys De"])
def test_a_merchant_category_is_known_by_number_and_name(category: str) -> None:
    judgement = GROUNDS.judge(card("X", category=category))
    assert strengths(judgement) == [("medium", "category")]
    assert judgement.nature is Nature.POSSIBLE


def test_two_grounds_from_two_columns_decide() -> None:
    line = card("BETASOFTWARE", category="Computer Software Stores")
    judgement = GROUNDS.judge(line)
    assert strengths(judgement) == [("weak", "category"), ("weak", "supplier")]
    assert judgement.nature is Nature.SOFTWARE


def test_two_grounds_from_one_column_do_not() -> None:
    judgement = GROUNDS.judge(card("BETA SOFTWARE.IO"))
    assert {column for _, column in strengths(judgement)} == {"supplier"}
    assert len(judgement.grounds) == 2
    assert judgement.nature is Nature.POSSIBLE


def test_one_text_in_two_columns_is_one_ground() -> None:
    same = paid("X", category="ICT", account="ICT")
    assert GROUNDS.judge(same).nature is Nature.POSSIBLE
    other = paid("X", category=PROGRAMMING, account="ICT")
    assert GROUNDS.judge(other).nature is Nature.SOFTWARE


def test_a_possible_application_needs_another_ground() -> None:
    assert GROUNDS.judge(card("ACM"), MAYBE).nature is Nature.POSSIBLE
    assert GROUNDS.judge(card("ACM", category=PROGRAMMING), MAYBE).nature is Nature.SOFTWARE
    assert GROUNDS.judge(card("ACM"), MAYBE, recurring=True).nature is Nature.SOFTWARE


def test_a_reseller_says_no_more_than_its_merchant_category() -> None:
    seller = Found(entry("Resell", category="reseller"), How.NAME, "resell")
    line = card("RESELL", category=PROGRAMMING)
    assert GROUNDS.judge(line, seller).nature is Nature.POSSIBLE
    told = card("RESELL", category=PROGRAMMING, description="licence renewal")
    assert GROUNDS.judge(told, seller).nature is Nature.SOFTWARE


def test_a_supplier_of_other_goods_is_one_sign_unless_the_description_names_it() -> None:
    mixed = entry("Mixed", other_goods=True)
    assert GROUNDS.judge(card("MIXED"), Found(mixed, How.NAME, "mixed")).nature is Nature.POSSIBLE
    named = Found(mixed, How.NAME, "mixed", Column.DESCRIPTION)
    assert GROUNDS.judge(paid("X"), named).nature is Nature.SOFTWARE


def test_who_took_the_money_is_a_column_of_its_own() -> None:
    line = card("DRI*BETA", category="Computer Software Stores")
    assert GROUNDS.judge(line, None, RIVER).nature is Nature.SOFTWARE
    assert GROUNDS.judge(card("DRI*BETA"), None, RIVER).nature is Nature.POSSIBLE
    assert GROUNDS.judge(card("PAYPAL *BETA"), None, PAYPAL).nature is Nature.UNKNOWN


@pytest.mark.parametrize(
    ("line", "intermediary"),
    [
        (card("CORNER CAFE", category="Restaurants"), None),
        (card("SP * BETA SOFTWARE"), SHOP),
        (card("MAKER XBOX SOFTWARE", category=PROGRAMMING), None),
    ],
)
def test_what_speaks_against_outweighs_signs_and_makes_proof_possible(
    line: Line, intermediary: object
) -> None:
    taken = SHOP if intermediary else None
    assert GROUNDS.judge(line, None, taken).nature is Nature.NOT_SOFTWARE
    assert GROUNDS.judge(line, SURE, taken).nature is Nature.POSSIBLE


def test_no_ground_at_all_is_unknown() -> None:
    judgement = GROUNDS.judge(paid("ANYONE", category="Stationery Stores"))
    assert judgement.nature is Nature.UNKNOWN
    assert judgement.grounds == ()


def test_an_ending_of_software_counts_where_nothing_else_is_known() -> None:
    assert strengths(GROUNDS.judge(card("BETA.IO"))) == [("medium", "supplier")]
    assert strengths(GROUNDS.judge(card("ACME.IO"), SURE)) == [("strong", "supplier")]
    assert GROUNDS.judge(card("RADIO")).grounds == ()


def test_every_ground_says_where_what_and_why() -> None:
    line = card("BETASOFTWARE", category="5734", account="ICT", description="annual subscription")
    for ground in GROUNDS.judge(line, MAYBE, RIVER, recurring=True).grounds:
        assert ground.column
        assert ground.why
        assert ground.value or ground.column == "amount"
        assert ground.strength in Strength
