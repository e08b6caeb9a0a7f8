"""The forms in which facts are written: dates, amounts of money, codes and texts with a pattern."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from guard.request.codes import COUNTRIES, CURRENCIES
from guard.request.fact import Answerer, Facts, fact

MOST = 10**15
"""The largest whole number that a fact may be."""

ENDS_FIRST = "ends_first"
"""The kind of fault that an end before its start is."""

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Form:
    """What a fact has to look like, in words that finish the sentence "Write …"."""

    words: str
    small: bool = False
    """Whether it is written without capitals and spaces."""


def _date(value: Any) -> Any:
    """JSON has no dates, so ``2026-11-22`` as text is one; nothing else is taken for a date."""
    if not isinstance(value, str):
        return value
    try:
        return dt.date.fromisoformat(value if _ISO_DATE.fullmatch(value) else "")
    except ValueError:
        raise PydanticCustomError("date_form", "not a date of the calendar") from None


def _decimal(value: Any) -> Any:
    return Decimal(value) if type(value) is int else value


def _country(value: str) -> str:
    if value not in COUNTRIES:
        raise PydanticCustomError("code", "not a country code")
    return value


def _currency(value: str) -> str:
    if value not in CURRENCIES:
        raise PydanticCustomError("code", "not a currency code")
    return value


Date = Annotated[dt.date, BeforeValidator(_date), Form("a date, such as 2026-11-22")]
Count = Annotated[int, Field(ge=0, le=MOST), Form("a whole number, 0 or more, such as 12")]
Amount = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    Field(ge=0, max_digits=18, decimal_places=4),
    WithJsonSchema({"type": "number", "minimum": 0}),
    Form("a number, 0 or more, with at most four decimals, such as 1250.00"),
]
Country = Annotated[
    str,
    AfterValidator(_country),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"}),
    Form('a country code of two capitals (ISO 3166-1), such as "GB"'),
]
Currency = Annotated[
    str,
    AfterValidator(_currency),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$"}),
    Form('a currency code (ISO 4217), such as "GBP"'),
]
Word = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9][a-z0-9.+-]*$"),
    Form('a word in small letters, with hyphens for spaces, such as "official"', small=True),
]
Url = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[^\s/]+\S*$"),
    Form('a web address in full, such as "https://www.example.org/page"'),
]
Email = Annotated[
    str,
    StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$"),
    Form('an e-mail address, such as "name@example.org"'),
]
Domain = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$"),
    Form('a domain in small letters, such as "example.org"', small=True),
]
Sha256 = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{64}$"),
    Form("a SHA-256 hash: 64 digits and small letters a to f"),
]
Lei = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z0-9]{18}[0-9]{2}$"),
    Form("a legal entity identifier: 20 capitals and digits"),
]
Ocid = Annotated[
    str,
    StringConstraints(pattern=r"^ocds-[a-z0-9]{6}-\S+$"),
    Form('an OCDS contracting process id, such as "ocds-b5fd17-1234"'),
]
VersionNumber = Annotated[
    str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*$"), Form('a version, such as "1.6"')
]


class Money(Facts):
    """An amount of money: exact, never a binary fraction."""

    amount: Amount = fact("What is the amount?", Answerer.REQUESTER, required=True)
    currency: Currency = fact("In which currency?", Answerer.REQUESTER, required=True)
    vat_included: bool | None = fact("Does the amount include VAT?", Answerer.REQUESTER)


class Identifier(Facts):
    """An organisation's number in a public list, named as in org-id.guide and OCDS."""

    scheme: str = fact(
        "Which public list, as an org-id.guide code such as GB-COH?",
        Answerer.REQUESTER,
        required=True,
    )
    id: str = fact("What is its number there?", Answerer.REQUESTER, required=True)


class NamedParty(Facts):
    """An organisation that matters beside the supplier: its parent, or the maker of the thing."""

    name: str | None = fact("What is its name?", Answerer.SUPPLIER)
    country: Country | None = fact("In which country is it registered?", Answerer.SUPPLIER)
    identifiers: list[Identifier] | None = fact(
        "Under which public numbers is it registered?", Answerer.SUPPLIER
    )
