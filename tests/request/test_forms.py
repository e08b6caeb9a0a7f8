import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from guard.request import forms
from guard.request.forms import Identifier, Money


def accepts(annotation: Any, value: object) -> bool:
    try:
        TypeAdapter(annotation).validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


@given(st.dates())
def test_a_date_is_itself_or_iso_text(day: dt.date) -> None:
    adapter: TypeAdapter[dt.date] = TypeAdapter(forms.Date)
    assert adapter.validate_python(day, strict=True) == day
    assert adapter.validate_python(day.isoformat(), strict=True) == day


@pytest.mark.parametrize(
    "value",
    [
        "22/11/2026",
        "2026-02-30",
        "20261122",
        "2026-W47-7",
        "2026-11-22T00:00:00",
        "2026-11-22 ",
        "٢٠٢٦-11-22",
        "",
        0,
        20261122,
        dt.datetime(2026, 11, 22, tzinfo=dt.UTC),
        dt.datetime(2026, 11, 22),  # noqa: DTZ001  what TOML gives for a local date-time
    ],
)
def test_nothing_else_is_a_date(value: object) -> None:
    assert not accepts(forms.Date, value)


@pytest.mark.parametrize("value", [0, 12, Decimal("0.01"), Decimal("207720.00"), Decimal("1.2345")])
def test_amounts_are_exact(value: Decimal | int) -> None:
    amount = Money(amount=value, currency="GBP").amount  # type: ignore[arg-type]
    assert isinstance(amount, Decimal)
    assert amount == value


@pytest.mark.parametrize(
    "value",
    [-1, *map(Decimal, ("-0.01", "1.23456", "NaN", "Infinity")), 10**19, 1.5, "12", True, None],
)
def test_other_amounts_are_refused(value: object) -> None:
    assert not accepts(Money, {"amount": value, "currency": "GBP"})


@pytest.mark.parametrize("missing", ["amount", "currency"])
def test_money_needs_amount_and_currency(missing: str) -> None:
    whole = {"amount": 1, "currency": "GBP"}
    assert accepts(Money, whole)
    assert not accepts(Money, {key: value for key, value in whole.items() if key != missing})


def test_an_identifier_needs_scheme_and_id() -> None:
    assert accepts(Identifier, {"scheme": "GB-COH", "id": "01234567"})
    assert not accepts(Identifier, {"id": "01234567"})
    assert not accepts(Identifier, {"scheme": "GB-COH"})


@pytest.mark.parametrize(
    ("form", "right", "wrong"),
    [
        (forms.Country, ["GB", "NZ"], ["UK", "gb", "GBR", "XX", ""]),
        (forms.Currency, ["GBP", "NZD"], ["gbp", "£", "BGN", ""]),
        (
            forms.Word,
            ["public", "official-sensitive", "tlp-amber+strict"],
            ["OFFICIAL", "a b", "-"],
        ),
        (
            forms.Url,
            ["https://a.example/x", "http://a"],
            ["www.a.example", "javascript:x", "https://"],
        ),
        (forms.Email, ["a@b"], ["a", "a@", "@b", "a b@c", "a@b@c"]),
        (forms.Domain, ["example.org", "a.b.example"], ["Example.org", "example", "a b.c", ".org"]),
        (forms.Sha256, ["0" * 64, "f" * 64], ["0" * 63, "F" * 64, "0" * 65, "0" * 64 + "\n"]),
        (forms.Lei, ["5493001KJTIIGC8Y1R12"], ["5493001KJTIIGC8Y1R1", "5493001kjtiigc8y1r12"]),
        (forms.Ocid, ["ocds-b5fd17-1234"], ["b5fd17-1234", "ocds-b5fd17-", "ocds-b5-1"]),
        (forms.VersionNumber, ["1.6", "3", "3.0.1"], ["v1.6", "1.", "1.6-rc1", "1.6\n"]),
        (forms.Count, [0, 1, 10**15], [-1, 10**15 + 1, True, "1", Decimal(1)]),
    ],
)
def test_forms(form: Any, right: list[object], wrong: list[object]) -> None:
    assert [value for value in right if not accepts(form, value)] == []
    assert [value for value in wrong if accepts(form, value)] == []
