"""Public numbers of organisations: their one form, and whether their check digits hold.

A number that fails its check is a typing error, and is never used to recognise or to contradict.
"""

import re
from collections.abc import Callable, Iterable, Mapping

_NOT_LETTERS = re.compile(r"[^A-Z0-9]")
_COMPANY = re.compile(r"[A-Z]{2}[0-9]{6}|[0-9]{8}|[A-Z][A-Z0-9][0-9]{5}[A-Z]")
_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
_DOMAIN = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+")
_OTHER_VAT = re.compile(r"[A-Z]{2}[A-Z0-9+*]{2,13}")
_WEIGHTS = range(8, 1, -1)
_VAT_DIGITS, _BRANCH_DIGITS, _COMPANY_DIGITS = 9, 12, 8


def canonical(identifier: str) -> str | None:
    """``SCHEME:ID`` in its one form, or None when it has none or its check digits do not hold.

    Numbers of schemes that are not known here are kept as they are, with the scheme in capitals.
    """
    scheme, colon, number = identifier.partition(":")
    scheme, number = scheme.strip().upper(), number.strip()
    if not (colon and scheme and number):
        return None
    normal = _NORMAL.get(scheme)
    text = normal(number) if normal else number
    return f"{scheme}:{text}" if text else None


def canonical_all(identifiers: Iterable[str]) -> tuple[str, ...]:
    """Those of ``identifiers`` that hold, each once, in order."""
    return tuple(dict.fromkeys(one for one in map(canonical, identifiers) if one))


def scheme_of(identifier: str) -> str:
    """``GB-COH`` of ``GB-COH:01234567``."""
    return identifier.partition(":")[0]


def vat(number: str) -> str:
    """A UK VAT number as nine digits, or empty when its check digits do not hold.

    The first seven digits weigh 8 to 2; with the last two the sum is a multiple of 97, or is so
    with 55 more (numbers given since 2010). Twelve digits are nine and a branch. Numbers of other
    countries, told by their letters, are kept without being checked.
    """
    text = number.upper()
    if not (text.isascii() and text.isalnum()):
        text = _NOT_LETTERS.sub("", text)
    if _OTHER_VAT.fullmatch(text) and not text.startswith(("GB", "XI")):
        return text
    digits = text.removeprefix("GB").removeprefix("XI")
    if not (digits.isascii() and digits.isdecimal()):
        return ""
    if len(digits) == _BRANCH_DIGITS:
        digits = digits[:_VAT_DIGITS]
    if len(digits) != _VAT_DIGITS or not int(digits):
        return ""
    total = sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=False)) + int(digits[7:])
    return digits if total % 97 == 0 or (total + 55) % 97 == 0 else ""


def company(number: str) -> str:
    """A number of Companies House with its eight characters, or empty: 1234567 is 01234567."""
    text = _NOT_LETTERS.sub("", number.upper())
    if text.isdecimal():
        text = text.zfill(_COMPANY_DIGITS)
    return text if _COMPANY.fullmatch(text) and text.strip("0") else ""


def lei(number: str) -> str:
    """A legal entity identifier (ISO 17442), or empty when its check digits do not hold."""
    text = _NOT_LETTERS.sub("", number.upper())
    if not _LEI.fullmatch(text):
        return ""
    return text if int("".join(str(int(char, 36)) for char in text)) % 97 == 1 else ""


def host(text: str) -> str:
    """The host of a domain or web address in small letters, without ``www.``; empty if none."""
    bare = re.sub(r"^[a-z]+://", "", text.strip().lower())
    bare = re.split(r"[/?#:]", bare, maxsplit=1)[0].rstrip(".").removeprefix("www.")
    return bare if _DOMAIN.fullmatch(bare) else ""


def domains_above(name: str) -> Iterable[str]:
    """``a.b.example.org`` and what it lies below, longest first, down to two labels."""
    labels = name.split(".")
    return (".".join(labels[start:]) for start in range(len(labels) - 1))


_NORMAL: Mapping[str, Callable[[str], str]] = {
    "VAT": vat,
    "GB-VAT": vat,
    "GB-COH": company,
    "XI-LEI": lei,
    "DOMAIN": host,
}
