import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.catalogue.descriptor import Normaliser
from guard.catalogue.loading import read_catalogue
from tests.catalogue.making import INTERMEDIARIES

READ = read_catalogue().read


@pytest.mark.parametrize(
    ("raw", "merchant", "intermediary"),
    [
        ("PAYPAL *PIKTOCHART", "piktochart", "PayPal"),
        ("PP*ACMESOFT", "acmesoft", "PayPal"),
        ("SQ *CORNER CAFE", "corner cafe", "Square"),
        ("SP * GREEN SHOP", "green shop", "Shopify Payments"),
        ("PADDLE.NET* SETAPP", "setapp", "Paddle"),
        ("FS *screenium", "screenium", "FastSpring"),
        ("DRI*NUANCE", "nuance", "Digital River"),
        ("DRI NUANCE", "nuance", "Digital River"),
        ("AVANGATE*ADVANCEDINSTA", "advancedinsta", "2Checkout"),
        ("2CO.COM*ACME", "acme", "2Checkout"),
        ("BLS*GREENTRAMSOFTWARE", "greentramsoftware", "BlueSnap"),
        ("PAYPAL *SP * ACME", "acme", "PayPal"),
        ("WWW.CLEVERBRIDGE.NET", "cleverbridge.net", "Cleverbridge"),
    ],
)
def test_who_took_the_money_is_cut_off_and_kept(raw: str, merchant: str, intermediary: str) -> None:
    read = READ(raw)
    assert read.merchant == merchant
    assert read.intermediary
    assert read.intermediary.name == intermediary


@pytest.mark.parametrize(
    ("raw", "merchant"),
    [
        ("MSFT * E02009IVA7", "msft"),
        ("MSFT *<E02004GF4F>", "msft"),
        ("DROPBOX*5M1XDXM5DH8L", "dropbox"),
        ("LINKEDIN-383*7126393", "linkedin"),
        ("KRYSTAL-1007922", "krystal"),
        ("UK HOSTING #500509", "uk hosting"),
        ("SURVEYMONK* T 42282422", "surveymonk t"),
        ("ZOOM.US 888-799-9666", "zoom.us"),
        ("WWW.ZOOM.US +1 (888) 799-9666 US", "zoom.us"),
        ("HTTPS://WWW.EXAMPLE.COM", "example.com"),
        ("GOOGLE *ADS4231694470", "google ads"),
        ("GOOGLE *GSUITE_acme", "google gsuite acme"),
        ("ADOBE  *CREATIVE CLOUD GB", "adobe creative cloud"),
        ("43032170 COSTA COFFEE", "costa coffee"),
        ("WORDPRESS 1UNZB3PFML", "wordpress"),
        ("MICROSOFT OFFICE365", "microsoft office365"),
    ],
)
def test_references_phones_and_tails_are_cut(raw: str, merchant: str) -> None:
    assert READ(raw).merchant == merchant
    assert READ(raw).intermediary is None


@pytest.mark.parametrize(
    "raw", ["123 REG", "8X8", "500PX", "365", "1PASSWORD", "GB", "*", "12345678", ""]
)
def test_a_name_is_never_cut_to_nothing(raw: str) -> None:
    assert READ(raw).merchant == raw.lower()


def test_a_prefix_with_nothing_behind_it_is_the_merchant() -> None:
    assert READ("PAYPAL *").merchant == "paypal"


def test_a_word_that_only_begins_like_a_prefix_stays() -> None:
    read = READ("SPORTS DIRECT")
    assert (read.merchant, read.intermediary) == ("sports direct", None)
    assert READ("SHOPIFY* 73890151").merchant == "shopify"
    assert READ("SHOPIFY* 73890151").intermediary is None


def test_the_web_address_is_kept() -> None:
    assert READ("WWW.WIX.COM 2929").domain == "wix.com"
    assert READ("ACME LTD").domain == ""


def test_a_length_at_which_names_are_cut_is_told() -> None:
    assert READ("AVANGATE*ADVANCEDINSTA").cut
    assert not READ("AVANGATE*ADVANCEDINS").cut


@given(st.text(max_size=60) | st.from_regex(r"[A-Z0-9 *#.\-+/]{0,40}", fullmatch=True))
def test_a_merchant_read_again_stays_as_it_is(raw: str) -> None:
    merchant = READ(raw).merchant
    assert READ(merchant).merchant == merchant


@given(st.sampled_from(["PAYPAL *", "pp*", "DRI*"]), st.from_regex(r"[a-z]{5,12}", fullmatch=True))
def test_what_stands_behind_a_prefix_is_the_merchant(prefix: str, merchant: str) -> None:
    read = Normaliser(INTERMEDIARIES).read(prefix + merchant)
    assert read.merchant == merchant


def test_without_intermediaries_no_prefix_is_known() -> None:
    assert Normaliser(()).read("PAYPAL *ACME").intermediary is None
