from guard.request.codes import COUNTRIES, CURRENCIES, MISTAKEN


def test_countries_are_the_249_of_iso_3166() -> None:
    assert len(COUNTRIES) == 249
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in COUNTRIES)
    assert "UK" not in COUNTRIES
    assert {"GB", "GG", "FO", "XK"} - COUNTRIES == {"XK"}


def test_currencies_are_those_in_use() -> None:
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in CURRENCIES)
    assert {"GBP", "EUR", "USD", "NZD", "XCG", "ZWG"} <= CURRENCIES
    assert not {"BGN", "HRK", "ANG", "XXX", "XTS", "XAU"} & CURRENCIES


def test_mistaken_codes_lead_to_codes() -> None:
    assert set(MISTAKEN.values()) <= COUNTRIES | CURRENCIES
    assert not set(MISTAKEN) & (COUNTRIES | CURRENCIES)
