"""Contracts in the Open Contracting Data Standard (1.1): releases, records and packages of them.

One row for each supplier of each award; one for a release without an award, which names nobody.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

HEADER = (
    *(
        "Award date",
        "Supplier name",
        "Description",
        "Value",
        "Currency",
        "Procurement category",
        "Buyer",
    ),
    *("OCDS party", "Website", "ocid", "status"),
)
"""The columns of the rows that are made here, by names that columns.toml knows."""

WITHOUT = "is a release without an award to a named supplier"

_PARTY = re.compile(r"([A-Z]{2,3}-[A-Z0-9_]{2,20})[-:]\S+")


def is_open_contracting(data: object) -> bool:
    """Whether ``data`` is a release, a record or a package of either."""
    return isinstance(data, Mapping) and (
        "ocid" in data or any(isinstance(data.get(key), list) for key in ("releases", "records"))
    )


def rows(data: Mapping[str, Any]) -> Iterator[list[str]]:
    """The rows of a release, record or package; what the standard does not know is blank."""
    for key in ("records", "releases"):
        if isinstance(data.get(key), list) and (key == "records" or "awards" not in data):
            for item in _mappings(data[key]):
                yield from rows(_compiled(item))
            return
    yield from _release(data)


def _compiled(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is in force of a record: its compiled release, or else the last of its releases."""
    if compiled := _mapping(item.get("compiledRelease")):
        return compiled
    releases = _mappings(item.get("releases"))
    return releases[-1] if releases else item


def _release(release: Mapping[str, Any]) -> Iterator[list[str]]:
    parties = {_text(party.get("id")): party for party in _mappings(release.get("parties"))}
    tender = _mapping(release.get("tender"))
    found = False
    for award in _mappings(release.get("awards")):
        suppliers = _mappings(award.get("suppliers"))
        for supplier in suppliers:
            found = True
            yield _row(release, tender, award, supplier, parties, shared=len(suppliers) > 1)
    if not found:
        yield _row(release, tender, {}, {}, parties, shared=False)


def _row(
    release: Mapping[str, Any],
    tender: Mapping[str, Any],
    award: Mapping[str, Any],
    supplier: Mapping[str, Any],
    parties: Mapping[str, Mapping[str, Any]],
    *,
    shared: bool,
) -> list[str]:
    """One row; the value of an award to several suppliers is that of none of them."""
    value = _mapping(award.get("value"))
    party = parties.get(_text(supplier.get("id")), supplier)
    return [
        _text(award.get("date"))[:10],
        _text(supplier.get("name")) or _text(party.get("name")),
        _text(award.get("title")) or _text(tender.get("title")) or _text(release.get("title")),
        "" if shared else _text(value.get("amount")),
        _text(value.get("currency")),
        _classification(_mapping(tender.get("classification"))),
        _text(_mapping(release.get("buyer")).get("name")),
        " ".join(_identifiers(party)),
        _text(_mapping(party.get("details")).get("url")),
        _text(release.get("ocid")),
        _text(award.get("status")),
    ]


def _classification(given: Mapping[str, Any]) -> str:
    """A classification as "CPV 72268000 Software supply services"."""
    parts = (_text(given.get(key)) for key in ("scheme", "id", "description"))
    return " ".join(filter(None, parts))


def _identifiers(party: Mapping[str, Any]) -> Iterator[str]:
    """The identifiers of a party, as "scheme:id"; also its own, where it begins with a scheme."""
    given = (party.get("identifier"), *_mappings(party.get("additionalIdentifiers")))
    for identifier in map(_mapping, given):
        scheme, number = _text(identifier.get("scheme")), _text(identifier.get("id"))
        if scheme and number:
            yield f"{scheme}:{number}".replace(" ", "")
    own = _text(party.get("id"))
    if _PARTY.fullmatch(own):
        yield own


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _mappings(value: object) -> Sequence[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
