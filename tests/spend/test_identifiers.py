"""Identifiers in one form, however a list writes them; and nothing made of what is none."""

import pytest

from guard.spend.identifiers import (
    Cache,
    client_id,
    company_number,
    domain,
    lei,
    parties,
    vat,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("524161280", ("VAT:524161280",)),
        ("GB 524 1612 80", ("VAT:524161280",)),
        ("IE6388047V", ("VAT:IE6388047V",)),
        ("000000000", ()),
        ("exempt", ()),
        ("12345", ()),
        ("", ()),
    ],
)
def test_vat_numbers(text: str, expected: tuple[str, ...]) -> None:
    assert vat(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01234567", ("GB-COH:01234567",)),
        ("1234567", ("GB-COH:01234567",)),
        ("sc123456", ("GB-COH:SC123456",)),
        ("12", ()),
        ("unknown", ()),
    ],
)
def test_company_numbers(text: str, expected: tuple[str, ...]) -> None:
    assert company_number(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Slack.COM.", ("DOMAIN:slack.com",)),
        ("https://user@www.slack.com:443/a?b", ("DOMAIN:www.slack.com",)),
        ("*.zoom.us", ("DOMAIN:zoom.us",)),
        ("10.0.0.1", ()),
        ("localhost", ()),
        ("", ()),
    ],
)
def test_domains(text: str, expected: tuple[str, ...]) -> None:
    assert domain(text) == expected


def test_other_identifiers() -> None:
    assert lei("5493001KJTIIGC8Y1R12") == ("XI-LEI:5493001KJTIIGC8Y1R12",)
    assert lei("5493") == ()
    assert client_id(" 123.apps ") == ("OAUTH:123.apps",)
    assert client_id(" ") == ()
    assert parties("GB-COH:01234567 GB-CFS-307567 nonsense") == (
        *("GB-COH:01234567", "GB-CFS:307567"),
    )


def test_each_text_is_worked_out_once_and_a_huge_one_not_at_all() -> None:
    asked: list[str] = []

    def work_out(text: str) -> tuple[str, ...]:
        asked.append(text)
        return (text,)

    cache = Cache(work_out)
    assert [cache[text] for text in ("a", "a", "b" * 3000)] == [("a",), ("a",), ()]
    assert asked == ["a"]
