import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.catalogue.identifiers import canonical, canonical_all, company, domains_above, lei, vat


@pytest.mark.parametrize(
    "number",
    ["GB 980 7806 84", "980780684", "GB980780684", "980 780 684 001", "XI980780684"],
)
def test_a_vat_number_has_one_form(number: str) -> None:
    assert vat(number) == "980780684"


def _check(seven: str, more: int) -> str:
    total = sum(w * int(d) for w, d in zip(range(8, 1, -1), seven, strict=True)) + more
    return f"{97 - total % 97:02d}"


@given(st.from_regex(r"[1-9][0-9]{6}", fullmatch=True), st.sampled_from([0, 55]))
def test_both_ways_of_checking_hold(seven: str, more: int) -> None:
    number = seven + _check(seven, more)
    assert vat(number) == number


@given(st.from_regex(r"[1-9][0-9]{6}", fullmatch=True), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_seen_within_one_way(seven: str, at: int, by: int) -> None:
    number = seven + _check(seven, 0)
    wrong = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]
    total = sum(w * int(d) for w, d in zip(range(8, 1, -1), wrong, strict=False)) + int(wrong[7:])
    assert total % 97 != 0
    assert vat(wrong) in {"", wrong}
    assert (vat(wrong) == wrong) == ((total + 55) % 97 == 0)


@pytest.mark.parametrize("number", ["", "000000000", "12345678", "980780685", "N/A", "\uff11" * 9])
def test_what_is_no_vat_number(number: str) -> None:
    assert vat(number) == ""


def test_a_vat_number_of_another_country_is_kept_unchecked() -> None:
    assert vat("IE 6388047V") == "IE6388047V"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1628868", "01628868"),
        ("SC 123456", "SC123456"),
        ("oc301234", "OC301234"),
        ("IP12345R", "IP12345R"),
        ("00000000", ""),
        ("123456789", ""),
        ("none", ""),
    ],
)
def test_company_numbers_have_eight_characters(number: str, expected: str) -> None:
    assert company(number) == expected


def test_an_lei_is_checked() -> None:
    assert lei("5493 00JHCCHFJPS1XR65") == lei("549300jhcchfjps1xr65")
    assert lei("213800WSGIIZCXF1P572") == "213800WSGIIZCXF1P572"
    assert lei("213800WSGIIZCXF1P573") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("VAT:GB980780684", "VAT:980780684"),
        ("domain:HTTPS://WWW.Slack.com/in", "DOMAIN:slack.com"),
        ("OAUTH:Ab-1.x", "OAUTH:Ab-1.x"),
        ("GB-CFS:307567", "GB-CFS:307567"),
        ("VAT:1", None),
        ("VAT:", None),
        ("no scheme", None),
        ("DOMAIN:localhost", None),
    ],
)
def test_canonical(text: str, expected: str | None) -> None:
    assert canonical(text) == expected


@given(st.sampled_from(["VAT", "GB-COH", "XI-LEI", "DOMAIN", "X"]), st.text(max_size=30))
def test_canonical_of_canonical_is_itself(scheme: str, number: str) -> None:
    once = canonical(f"{scheme}:{number}")
    assert once is None or canonical(once) == once


def test_only_numbers_that_hold_are_used_and_once() -> None:
    found = canonical_all(["VAT:980780684", "VAT:980 780 684", "VAT:980780685"])
    assert found == ("VAT:980780684",)


def test_domains_above_stop_at_two_labels() -> None:
    assert list(domains_above("a.b.example.org")) == [
        "a.b.example.org",
        "b.example.org",
        "example.org",
    ]
