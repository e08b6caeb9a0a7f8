"""Amounts as lists write them: 1,234.00, (1,234.00), £12, 12.50-, 12.50 CR, padded with blanks."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation

SYMBOLS = {"£": "GBP", "€": "EUR", "$": "USD", "GBP": "GBP", "EUR": "EUR", "USD": "USD"}
"""The marks of currencies that are understood beside an amount, with their codes."""

_DIGITS = r"(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.[0-9]{0,15})?|\.[0-9]{1,15}"
_PLAIN = re.compile(rf"(?: {{0,40}}-?(?:{_DIGITS}) {{0,40}}\n)*+")
_ONE = re.compile(
    rf"""
    (?P<open>\()?  \s*
    (?P<before>[-+\u2212\u2013])?  \s*
    (?P<symbol>£|€|\$|GBP|EUR|USD)?  \s*
    (?P<inside>[-+\u2212\u2013(])?  \s*
    (?P<digits>{_DIGITS})
    (?P<exponent>E\+?[0-9]{{1,2}})?  \s*
    (?P<close>\))?  \s*
    (?P<unit>£|€|GBP|EUR|USD)?  \s*
    (?P<after>-|CR|DR)?  \s*
    (?P<shut>\))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIMPLE = b"0123456789.-\n"
_SHORT = 15  # characters, and so digits
_LARGEST = Decimal(10) ** 15
_LONGEST = 80  # characters; what is longer is no amount, and is not looked at
_MINUS = frozenset("-\u2212\u2013")  # a hyphen, a minus sign and a dash


def amounts(column: Sequence[str]) -> tuple[Iterable[Decimal | None], Sequence[str] | None]:
    """The amounts of a column, and their currencies if any has a mark of one.

    None stands for what is blank or not understood.
    """
    text = "\n".join(column) + "\n"
    if text.isascii() and not text.encode().translate(None, _SIMPLE):  # mostly
        with suppress(InvalidOperation):  # a blank, or a sign in the wrong place
            if max(map(len, column), default=0) <= _SHORT:
                return tuple(map(Decimal, column)), None
    if text.count("\n") == len(column) and _PLAIN.fullmatch(text):  # nearly always
        return map(Decimal, text.replace(",", "").splitlines()), None
    pairs = [amount(cell) for cell in column]
    marked = any(currency for _, currency in pairs)
    return [value for value, _ in pairs], [code for _, code in pairs] if marked else None


def amount(text: str) -> tuple[Decimal | None, str]:
    """One amount, and the code of the currency that stands with it ("" where none does).

    None where it is blank, no number, or too large to be money (10^15 and more).
    """
    found = _ONE.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None or not _balanced(found):
        return None, ""
    number = found["digits"].replace(",", "") + (found["exponent"] or "")
    value = Decimal(number)
    if value >= _LARGEST:
        return None, ""
    code = SYMBOLS.get((found["symbol"] or found["unit"] or "").upper(), "")
    return (-value if _negative(found) else value), code


def _balanced(found: re.Match[str]) -> bool:
    """Whether brackets come in a pair, and no more than one thing says that it is negative."""
    opened = bool(found["open"]) + (found["inside"] == "(")
    closed = bool(found["close"]) + bool(found["shut"])
    signs = [found["before"], None if found["inside"] == "(" else found["inside"], found["after"]]
    return opened == closed <= 1 and sum(map(bool, signs)) + opened <= 1


def _negative(found: re.Match[str]) -> bool:
    bracketed = bool(found["open"]) or found["inside"] == "("
    minus = bool(_MINUS.intersection(filter(None, (found["before"], found["inside"]))))
    return bracketed or minus or (found["after"] or "").upper() in {"-", "CR"}
