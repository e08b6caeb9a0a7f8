"""Amounts as lists write them: 1,234.00, (1,234.00), £12, 12.50-, 1.234,50, 12.50 CR, 1 234,50 kr.

Whether a point or a comma stands before the pence is told from the whole column, or not at all.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation

from guard.request.fact import Vocabulary


class Mark(Vocabulary):
    """What stands between the whole and its parts, in a column of amounts such as 1,234."""

    POINT = "point"
    COMMA = "comma"
    MIXED = "mixed"
    """Both occur, so that 1,234 may be either."""
    UNDECIDED = "undecided"
    """No amount of the column can be read in one way only."""


SYMBOLS = {
    "£": "GBP",
    "€": "EUR",
    "$": "USD",
    "US$": "USD",
    "C$": "CAD",
    "CA$": "CAD",
    "A$": "AUD",
    "AU$": "AUD",
    "NZ$": "NZD",
    "R$": "BRL",
    "ZŁ": "PLN",
    "FR.": "CHF",
    **{code: code for code in ("GBP", "EUR", "USD", "CAD", "AUD", "NZD", "CHF", "SEK", "NOK")},
    **{code: code for code in ("DKK", "PLN", "CZK", "HUF", "BRL")},
}
"""The marks of currencies that are understood beside an amount, with their codes."""

_SYMBOLS = "|".join(sorted(map(re.escape, [*SYMBOLS, "KR", "KR."]), key=len, reverse=True))
_GROUPS = r"[1-9][0-9]{{0,2}}(?:(?P<gap>[{mark}\s'\u2019])[0-9]{{3}})(?:(?P=gap)[0-9]{{3}}){{0,3}}"
_DIGITS = (
    rf"(?:{_GROUPS}|[0-9]{{{{1,15}}}})(?:[{{rest}}][0-9]{{{{0,15}}}})?|[{{rest}}][0-9]{{{{1,15}}}}"
)
_WHOLE = r"""
    (?P<open>\()?  \s*
    (?P<before>[-+\u2212\u2013])?  \s*
    (?P<symbol>{symbols})?  \s*
    (?P<inside>[-+\u2212\u2013(])?  \s*
    (?P<digits>{digits})
    (?P<exponent>E\+?[0-9]{{1,2}})?  \s*
    (?P<close>\))?  \s*
    (?P<unit>{symbols})?  \s*
    (?P<after>-|CR|DR)?  \s*
    (?P<shut>\))?
    """


def _pattern(groups: str, rest: str) -> re.Pattern[str]:
    digits = _DIGITS.format(mark=groups, rest=rest)
    text = _WHOLE.format(digits=digits, symbols=_SYMBOLS)
    return re.compile(text, re.VERBOSE | re.IGNORECASE)


_POINT, _COMMA = _pattern(",", "."), _pattern(".", ",")
_PLAIN_DIGITS = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{0,15})?|\.[0-9]{1,15}"
_PLAIN = re.compile(rf"(?: {{0,40}}-?(?:{_PLAIN_DIGITS}) {{0,40}}\n)*+")
_DOUBTFUL_POINT = re.compile(r"\.[0-9]{3}(?![0-9])")
_DOUBTFUL_COMMA = re.compile(r",(?:[0-9]{1,2}(?![0-9])|[0-9]{4}|[0-9]{3}(?![0-9,.]))")
_SIMPLE = b"0123456789.-\n"
_SHORT = 15  # characters, and so digits
_LARGEST = Decimal(10) ** 15
_LONGEST = 80  # characters; what is longer is no amount, and is not looked at
_MINUS = frozenset("-\u2212\u2013")  # a hyphen, a minus sign and a dash
_SLIPS = 20  # one cell of the other way among so many is a slip of the pen

Pair = tuple[Decimal | None, str]


class Amounts:
    """Columns of text to amounts; the mark is worked out once, from all the column, if need be."""

    def __init__(self, column: Callable[[], Iterable[str]], mark: Mark | None = None) -> None:
        """Read ``column`` only when an amount needs its mark, and none is given."""
        self._column = column
        self.mark = mark

    def read(self, column: Sequence[str]) -> tuple[Iterable[Decimal | None], Sequence[str] | None]:
        """The amounts of some cells, and their currencies if any has a mark of one.

        None stands for what is blank or not understood.
        """
        text = "\n".join(column) + "\n"
        if self.mark is None and _doubtful(text):
            self.mark = mark_of(self._column())
        return _read(column, text, self.mark or Mark.POINT)


def _doubtful(text: str) -> bool:
    return bool(_DOUBTFUL_POINT.search(text) or ("," in text and _DOUBTFUL_COMMA.search(text)))


def _read(
    column: Sequence[str], text: str, mark: Mark
) -> tuple[Iterable[Decimal | None], Sequence[str] | None]:
    if mark is Mark.POINT:
        if text.isascii() and not text.encode().translate(None, _SIMPLE):  # mostly
            with suppress(InvalidOperation):  # a blank, or a sign in the wrong place
                if max(map(len, column), default=0) <= _SHORT:
                    return tuple(map(Decimal, column)), None
        if text.count("\n") == len(column) and _PLAIN.fullmatch(text):  # nearly always
            return map(Decimal, text.replace(",", "").splitlines()), None
    pairs = [amount(cell, mark) for cell in column]
    marked = any(currency for _, currency in pairs)
    return [value for value, _ in pairs], [code for _, code in pairs] if marked else None


def mark_of(column: Iterable[str]) -> Mark:
    """What stands before the pence in a whole column."""
    point = comma = 0
    either: set[bool] = set()
    for cell in column:
        if "," in cell or "." in cell:
            (one, _), (other, _) = _amount(cell, _POINT), _amount(cell, _COMMA)
            point += one is not None and other is None
            comma += other is not None and one is None
            if one is not None and other is not None:
                either.add("," in cell)
    if point > comma * _SLIPS or not (comma or either):
        return Mark.POINT
    if comma > point * _SLIPS:
        return Mark.COMMA
    return Mark.MIXED if point or len(either) > 1 else Mark.UNDECIDED


def amount(text: str, mark: Mark = Mark.POINT) -> Pair:
    """One amount, and the code of the currency that stands with it ("" where none does).

    None where it is blank, no number, or too large to be money (10^15 and more); and where it may
    be either of two numbers, for all that ``mark`` tells: but 1,234 is taken for a thousand and
    more unless the column has commas before pence.
    """
    match mark:
        case Mark.POINT:
            return _amount(text, _POINT)
        case Mark.COMMA:
            return _amount(text, _COMMA)
        case Mark.MIXED | Mark.UNDECIDED:
            one, other = _amount(text, _POINT), _amount(text, _COMMA)
            if None not in {one[0], other[0]} and one[0] != other[0]:
                return one if mark is Mark.UNDECIDED and "," in text else (None, "")
            return one if one[0] is not None else other


def readable(text: str) -> bool:
    """Whether ``text`` is an amount, whatever stands before the pence."""
    return _amount(text, _POINT)[0] is not None or _amount(text, _COMMA)[0] is not None


def _amount(text: str, pattern: re.Pattern[str]) -> Pair:
    found = pattern.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None or not _balanced(found):
        return None, ""
    groups, rest = (",", ".") if pattern is _POINT else (".", ",")
    digits = re.sub(r"[\s'\u2019]", "", found["digits"]).replace(groups, "").replace(rest, ".")
    value = Decimal(digits + (found["exponent"] or ""))
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


def currency_in(name: str) -> str:
    """The currency that the name of a column has: "Amount (CAD $)" has CAD; "" for none."""
    words = re.findall(r"[A-Z]{3}|[^\w\s]+", name.upper().replace("($)", " $ "))
    codes = [SYMBOLS[word] for word in words if SYMBOLS.get(word)]
    symbols = [SYMBOLS[mark] for mark in ("£", "€", "$") if mark in name]
    return next(iter([*filter(str.isalpha, codes), *symbols]), "")
