"""Small catalogues and lines, for these tests."""

from collections.abc import Iterable
from typing import Any

from guard.catalogue.entry import Entry
from guard.catalogue.matching import Catalogue, Found
from guard.catalogue.tables import Intermediary, Sells
from guard.spend.line import Kind, Line

PAYPAL = Intermediary(name="PayPal", prefixes=["paypal *", "pp *"], sells=Sells.ANYTHING)
SHOP = Intermediary(name="Shopify Payments", prefixes=["sp *"], sells=Sells.GOODS)
RIVER = Intermediary(
    name="Digital River",
    prefixes=["dri *"],
    bare=["dri"],
    alone=["digitalriver.com"],
    sells=Sells.SOFTWARE,
)
INTERMEDIARIES = (PAYPAL, SHOP, RIVER)


def entry(name: str, **fields: Any) -> Entry:
    """An entry whose id is its name in small letters with hyphens."""
    fields = {("not" if field == "exclusions" else field): v for field, v in fields.items()}
    return Entry.model_validate({"id": name.lower().replace(" ", "-"), "name": name, **fields})


def catalogue(*entries: Entry) -> Catalogue:
    return Catalogue(entries, INTERMEDIARIES)


def card(supplier: str, **fields: Any) -> Line:
    """A card transaction with this descriptor."""
    return Line(kind=Kind.CARD, supplier=supplier, card=True, **fields)


def paid(supplier: str, **fields: Any) -> Line:
    """A payment that no card made."""
    return Line(kind=Kind.PAYMENT, supplier=supplier, card=False, **fields)


def shown(found: Found | None) -> tuple[str, str] | None:
    """Which application, and how."""
    return (found.entry.id, found.how.value) if found else None


def ids(entries: Iterable[Entry]) -> list[str]:
    return [one.id for one in entries]
