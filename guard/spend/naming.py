"""What the name of a column may mean: by the names in columns.toml, or by its words."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("columns.toml")

PERSONAL = "personal"
SPELLING = "spelling"

_WORD_JOIN = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PLURAL = re.compile(r"\(s\)|(?<=[£€$])s\b|['\u2019]s\b")
_POUND = re.compile(r"(?<![^\W\d_])[\u0153úÂ](?![^\W\d_])")  # a pound sign in a wrong encoding
_NOT_WORDS = re.compile(r"[\W_]+")
_MARKS = re.compile(r"[\u0300-\u036f]")  # what NFKD sets apart: the accent of a letter
_UNITS = re.compile(
    r"(?:^| )(?:in )?(?:gbp|sterling|eur|euros?|usd|aud|cad|nzd|chf|sek|nok|dkk|pln)(?= |$)"
)
_FRONT = re.compile(r"^(?:[0-9]{1,2}|fin|mch|acc) (?=[a-z])")  # "3 date", "FIN.TRANSACTION DATE"
_WITH_VAT = re.compile(r" (?:excl|incl|net of)(?: of)? vat\b")  # says how, and not what
_LONGEST = 200
_MOST_KEPT = 4096
_MOST_WORDS = 8  # in the name of a column that is known by its words


@dataclass(frozen=True, slots=True)
class Field:
    """What a line has, in words, and the names of columns for it, the best group first.

    A column with any other name is known by its words where it has one of ``words`` and none of
    ``without``.
    """

    name: str
    title: str
    groups: tuple[tuple[str, ...], ...]
    words: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


@cache
def fields() -> Mapping[str, Field]:
    """The fields of columns.toml, by name; what is personal is left out."""
    return {
        name: Field(
            name,
            table["title"],
            tuple(map(tuple, table["names"])),
            frozenset(table.get("words", ())),
            frozenset(table.get("without", ())),
        )
        for name, table in _tables().items()
        if name not in {PERSONAL, SPELLING}
    }


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))


@cache
def _ranks() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """For each known name of a column the fields it may be, with the rank of its group."""
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for field in fields().values():
        for rank, group in enumerate(field.groups):
            for name in group:
                found[name] = (*found.get(name, ()), (field.name, rank))
    return found


@cache
def _spelling() -> Mapping[str, str]:
    """Words in other spellings, shortened or of other languages, and how they are written here."""
    table = _tables()[SPELLING]
    return {other: word for word, others in table.items() for other in others}


@lru_cache(_MOST_KEPT)
def folded(name: str) -> str:
    """The name of a column as columns.toml writes it: "Nett Amt (£)" is "net amount"."""
    text = _POUND.sub(" ", _PLURAL.sub("", _WORD_JOIN.sub(" ", name[:_LONGEST])))
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    text = _FRONT.sub("", _NOT_WORDS.sub(" ", text).strip().lower())
    spelling = _spelling()
    return " ".join(spelling.get(word, word) for word in _UNITS.sub("", text).split())


def named(name: str) -> Sequence[tuple[str, int]]:
    """The fields that a column of this name may be, with the rank of the name, 0 the best."""
    return _ranks().get(folded(name), ())


def known(header: Sequence[str]) -> frozenset[str]:
    """The fields for which a row, were it the names of columns, has at least one."""
    return frozenset(field for name in header for field, _ in named(name))


@lru_cache(_MOST_KEPT)
def by_words(name: str) -> str:
    """The one field that a column of no known name may be by its words, or ""."""
    words = _WITH_VAT.sub("", folded(name)).split()
    if not 0 < len(words) <= _MOST_WORDS or named(name) or personal(name):
        return ""
    found = [
        field.name
        for field in fields().values()
        if not field.words.isdisjoint(words) and field.without.isdisjoint(words)
    ]
    return found[0] if len(found) == 1 else ""


def personal(name: str) -> bool:
    """Whether a column of this name is about a person."""
    table = _tables()[PERSONAL]
    short = folded(name)
    if short in _ranks():
        return False
    return short in table["names"][0] or not set(table["words"]).isdisjoint(short.split())
