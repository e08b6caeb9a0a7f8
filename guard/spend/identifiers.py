"""Identifiers of suppliers and applications, brought to the one form in which they are compared."""

import re
from collections.abc import Callable, Mapping

Identifiers = tuple[str, ...]

_MOST_KEPT = 50_000
_LONGEST = 2_000
_VAT = re.compile(r"(?:GB|XI)?([0-9]{9}|[0-9]{12})|([A-Z]{2}[0-9A-Z]{6,12})")
_COMPANY = re.compile(r"([A-Z]{2}[0-9]{6}|[0-9]{5,8})")
_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}")
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:[^/@]{1,200}@)?(?:\*\.)?([^/:?#\s\\]{1,253})")
_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.)+[a-z][a-z0-9-]{1,62}")
_PARTY = re.compile(r"([A-Z]{2,3}-[A-Z0-9_]{2,20})[-:](\S{1,100})")


class Cache(dict[str, Identifiers]):
    """Text to identifiers, each text worked out once."""

    def __init__(self, work_out: Callable[[str], Identifiers]) -> None:
        """Work out each text with ``work_out``."""
        super().__init__()
        self._work_out = work_out

    def __missing__(self, text: str) -> Identifiers:
        """Work out ``text``, and keep it."""
        if len(self) >= _MOST_KEPT:
            self.clear()
        found = self._work_out(text) if len(text) <= _LONGEST else ()
        self[text] = found
        return found


def vat(text: str) -> Identifiers:
    """A VAT number: of the United Kingdom by its digits alone, of others with their letters."""
    found = _VAT.fullmatch(_joined(text))
    return (f"VAT:{found[1] or found[2]}",) if found and found[0].strip("0") else ()


def company_number(text: str) -> Identifiers:
    """A number of Companies House, with the zeros in front that spreadsheets drop."""
    found = _COMPANY.fullmatch(_joined(text))
    return (f"GB-COH:{found[0].zfill(8)}",) if found and found[0].strip("0") else ()


def lei(text: str) -> Identifiers:
    """A legal entity identifier."""
    found = _LEI.fullmatch(_joined(text))
    return (f"XI-LEI:{found[0]}",) if found else ()


def domain(text: str) -> Identifiers:
    """The host in a domain name or web address, in lower case."""
    host = _HOST.match(text.strip().lower())
    name = host[1].rstrip(".") if host else ""
    return (f"DOMAIN:{name}",) if _DOMAIN.fullmatch(name) else ()


def client_id(text: str) -> Identifiers:
    """The client id of an OAuth application, as it is."""
    name = text.strip()
    return (f"OAUTH:{name}",) if name else ()


def parties(text: str) -> Identifiers:
    """OCDS identifiers with blanks between: "GB-COH-01234567 GB-CFS:307567"."""
    found = map(_PARTY.fullmatch, text.split())
    return tuple(f"{match[1]}:{match[2]}" for match in found if match)


BY_FIELD: Mapping[str, Callable[[str], Identifiers]] = {
    "vat": vat,
    "company_number": company_number,
    "lei": lei,
    "party": parties,
    "domain": domain,
    "client_id": client_id,
}
"""The fields that hold identifiers."""


def _joined(text: str) -> str:
    return re.sub(r"[\s.-]", "", text).upper()
