"""Card descriptors made readable: the merchant, without what payment companies put round it.

``PAYPAL *PIKTOCHART``, ``MSFT * E02009IVA7`` and ``WWW.ZOOM.US 888-799-9666`` become piktochart
(through PayPal), msft and zoom.us.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from guard.catalogue.tables import Intermediary
from guard.catalogue.wording import LONGEST

LIMITS = frozenset({18, 22, 25, 32})
"""Lengths at which card schemes and ledgers are seen to cut a name."""

_BLANKS = re.compile(r"\s+")
_WEB = re.compile(r"^(?:https?[:/.]*\s*)?(?:www\d?\s*[./]\s*)?")
_PHONE = re.compile(r"(?<![\w.])(?:\+|00|\()?\d[\d\s().-]{6,}\d(?=\s|$)")
_HASH = re.compile(r"\s*#\s*\d+\s*$")
_DASH = re.compile(r"(?<=[a-z])\s*-\s*\d{3,}\s*$")
_BRACKETED = re.compile(r"[<>]")
_DOMAIN = re.compile(r"(?<![\w@.-])((?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,8})(?![\w-])(?:/\S*)?")
_COUNTRIES = frozenset(
    {"gb", "gbr", "uk", "us", "usa", "irl", "ie", "lux", "lu", "nld", "nl", "deu", "fra"}
)
_LONG_NUMBER = re.compile(r"\d{4,}")
_RUN = re.compile(r"[a-z]+|\d+")
_TOUCHING = re.compile(r"^([a-z]{3,})\d{6,}$")
_STORE = re.compile(r"^\d{6,}\s+(?=\S*[a-z])")
_TELLING = re.compile("[^a-z &'(),-]")
"""What a text has where something of the above may be in it, or the asterisk of a prefix."""
_ENDS = frozenset("&'(,-")
_LONGEST_WORD = 6  # of a code of letters and digits
_MOST_ROUNDS = 40


class Descriptor(NamedTuple):
    """What a descriptor says: the merchant, and how its money got there.

    ``merchant`` is in small letters; normalised again it stays as it is. ``domain`` is the web
    address in it, or empty. ``cut`` tells that the text ends at a usual limit of length, so that
    the name may go on.
    """

    merchant: str
    intermediary: Intermediary | None = None
    domain: str = ""
    cut: bool = False


class Normaliser:
    """Reads descriptors, knowing these ``intermediaries``; the same text is worked on once."""

    def __init__(self, intermediaries: Iterable[Intermediary]) -> None:
        """Prepare for ``intermediaries``; longer prefixes are tried first."""
        self.intermediaries = tuple(intermediaries)
        self.read = lru_cache(maxsize=65_536)(self._read)

    @cached_property
    def _by_prefix(self) -> Mapping[str, Intermediary]:
        return {
            prefix.casefold().removesuffix("*").strip() + suffix: one
            for one in self.intermediaries
            for group, suffix in ((one.prefixes, "*"), (one.bare, " "))
            for prefix in group
        }

    @cached_property
    def _alone(self) -> Mapping[str, Intermediary]:
        return {text: one for one in self.intermediaries for text in one.alone}

    @cached_property
    def _prefix(self) -> re.Pattern[str]:
        ordered = sorted(self._by_prefix, key=len, reverse=True)
        # "PP*X", "PP *X" and "PP * X" are one; a prefix that ends in its own sign needs no "*".
        forms = [re.escape(p[:-1]) + (r"\s*\*+\s*" if p[-1] == "*" else r"\s+") for p in ordered]
        whole = (f"({form})" for form in forms)
        return re.compile("|".join(whole) or r"(?!)")

    @cached_property
    def _begun(self) -> tuple[str, ...]:
        return ("http", *(prefix for prefix in self._by_prefix if prefix[-1] != "*"))

    def _read(self, raw: str) -> Descriptor:
        text = raw[:LONGEST].strip()
        merchant = text.casefold()
        if self._is_merchant(merchant):
            return Descriptor(merchant, self._alone.get(merchant), cut=len(text) in LIMITS)
        return self._read_all(_BLANKS.sub(" ", text))

    def _is_merchant(self, text: str) -> bool:
        """Whether ``text`` is a merchant's name and nothing else, as in ledgers it mostly is."""
        if _TELLING.search(text) or "  " in text or text.startswith(self._begun):
            return False
        first, last = text[:1], text[-1:]
        return first.isalpha() and last not in _ENDS and text.rpartition(" ")[2] not in _COUNTRIES

    def _read_all(self, text: str) -> Descriptor:
        merchant, intermediary = text.casefold(), None
        for _ in range(_MOST_ROUNDS):
            before = merchant
            merchant, found = self._without_prefix(merchant)
            intermediary = intermediary or found
            # Prefixes stand one behind the other, and need their asterisk to be known.
            merchant = merchant if found else _tidied(merchant)
            if merchant == before:
                break
        intermediary = self._alone.get(merchant, intermediary)
        address = _DOMAIN.search(merchant)
        return Descriptor(
            merchant, intermediary, address.group(1) if address else "", len(text) in LIMITS
        )

    def _without_prefix(self, text: str) -> tuple[str, Intermediary | None]:
        match = self._prefix.match(text)
        if not match or not match.lastindex:
            return text, None
        ordered = sorted(self._by_prefix, key=len, reverse=True)
        intermediary = self._by_prefix[ordered[match.lastindex - 1]]
        rest = text[match.end() :].strip(" *")
        return rest or intermediary.name.casefold(), intermediary


def _tidied(text: str) -> str:
    """``text`` without one layer of what is not the merchant; never cut to nothing."""
    bare = text
    for pattern in (_BRACKETED, _STORE, _WEB, _PHONE, _HASH, _DASH):
        bare = pattern.sub("", bare).strip() or bare
    bare = _without_country(_without_references(_BLANKS.sub(" ", bare)))
    return bare.strip(" *-_.,:;/") or text


def _without_references(text: str) -> str:
    """``text`` without codes of letters and digits, and long numbers, after its first word."""
    first, *rest = re.split(r"[\s*_]+", text.strip(" *_"))
    rest = [_TOUCHING.sub(r"\1", word) for word in rest]
    return " ".join([first, *(word for word in rest if not _is_reference(word))])


def _is_reference(word: str) -> bool:
    bare = word.strip("()#-.,/")
    if _LONG_NUMBER.fullmatch(bare):
        return True
    if len(bare) < _LONGEST_WORD or "." in bare:
        return False
    runs = _RUN.findall(bare)
    digits = sum(len(run) for run in runs if run.isdecimal())
    # "office365" is a word with a number; "e02009iva7", "t42282422" and "48req7rn5l1" are codes.
    return (len(runs) > 2 and digits > 1) or digits * 2 >= len(bare)  # noqa: PLR2004


def _without_country(text: str) -> str:
    first, *rest = text.split(" ")
    if rest and rest[-1] in _COUNTRIES:
        rest.pop()
    return " ".join([first, *rest])
