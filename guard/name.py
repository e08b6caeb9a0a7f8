"""When two names of an application or a supplier are the same name, written differently.

Names are compared by a key: equal keys are taken for the same name. Of 97 pairs of suppliers'
names read by hand (Devon, 2024-25), 24 have equal keys, and all 24 are the same body. Words are
never sorted ("Care First" is not "First Care"), and words that tell names apart, such as
"company" or "group", stay.
"""

import re
import unicodedata
from functools import lru_cache

# Own short table. Forms that are as likely a word of a product's name (SE, CV, PC) are left out.
_BRITISH = "ltd limited plc llp lp cic cio dac"
_EUROPEAN = (
    "gmbh mbh ag kg kgaa ohg sa sas sasu sarl srl spa snc bv nv vof ab as asa aps oy oyj "
    "sl slu lda sro doo oo zoo kft nyrt zrt ood eood"
)
_OTHER = "inc incorporated llc llp pllc corp corporation pbc pty ulc ltda"
_LEGAL_FORMS = frozenset(f"{_BRITISH} {_EUROPEAN} {_OTHER}".split())
_FORMS_OF_WORDS = (
    ("public", "limited", "company"),
    ("limited", "liability", "partnership"),
    ("community", "interest", "company"),
    ("sp", "z", "oo"),
    ("sp", "zoo"),
    ("sa", "rl"),
)
_COMPANY = frozenset({"co", "company", "cie"})
_LAST_WORDS = frozenset({*_LEGAL_FORMS, *(form[-1] for form in _FORMS_OF_WORDS), *_COMPANY, "and"})
"""With which a form ends: most names end with another word, and nothing is cut from them."""

_MARKS = re.compile("[\u2122\u2120\u00ae\u00a9]")  # as letters, "TM" would become part of the name
_NOT_TAKEN_APART = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
)
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")
_DOTTED = re.compile(r"(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+(?![^\W_])")
_AND = re.compile(r"&|(?<![^\W_])(?<!\+)\+(?!\+)")
_WORD = re.compile(r"[^\W_]+[+#]*")


@lru_cache(maxsize=65_536)  # lists name the same suppliers again and again
def key(name: str) -> str:
    """The text by which ``name`` is compared; empty when it has no letter and no digit.

    Without accents, capitals and punctuation; "&" is "and"; initials are one word (I.B.M.); forms
    such as "Ltd" or "GmbH & Co. KG" are cut from the end, but a name is never cut to nothing. The
    key of a key is that key.
    """
    text = name.lower()
    if not name.isascii():
        text = _bare(_MARKS.sub(" ", name)).casefold().translate(_NOT_TAKEN_APART)
    # Lists have tens of thousands of names, and most have nothing of what is looked for here.
    if not text.isascii() or "'" in text or "`" in text:
        text = _APOSTROPHES.sub("", text)
    if "." in text:
        text = _DOTTED.sub(lambda match: match.group().replace(".", ""), text)
    if "&" in text or "+" in text:
        text = _AND.sub(" and ", text)
    words = _WORD.findall(text)
    if 1 in map(len, words):
        words = _joined(words)
    return " ".join(_without_legal_form(words))


def agree(one: str, other: str) -> bool:
    """Whether two names may be of one thing: all words of the shorter key stand in the longer.

    An empty name agrees with every other. Meant to tell a contradiction, not to find a match.
    """
    first, second = set(key(one).split()), set(key(other).split())
    return first <= second or second <= first


def _bare(text: str) -> str:
    """``text`` without accents, and without characters that are there and not seen."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(
        char
        for char in apart
        if not unicodedata.combining(char) and unicodedata.category(char) != "Cf"
    )


def _joined(words: list[str]) -> list[str]:
    """``words`` with runs of single letters made one word: i b m."""
    joined: list[str] = []
    in_run = False
    for word in words:
        single = len(word) == 1 and word.isalpha()
        if single and in_run:
            joined[-1] += word
        else:
            joined.append(word)
        in_run = single
    return joined


def _without_legal_form(words: list[str]) -> list[str]:
    kept = words
    while kept and kept[-1] in _LAST_WORDS:
        length = _form_at_end(kept, after_form=len(kept) < len(words))
        if not length:
            break
        kept = kept[:-length]
    return kept


def _form_at_end(words: list[str], *, after_form: bool) -> int:
    """How many words at the end are a legal form, and not the whole name."""
    for form in _FORMS_OF_WORDS:
        if len(words) > len(form) and tuple(words[-len(form) :]) == form:
            return len(form)
    if len(words) > 1 and words[-1] in _LEGAL_FORMS:
        return 1
    # "The Mortgage Company" is a name, but "Smith Co. Ltd" and "Smith & Co" are Smith.
    if len(words) > 1 and after_form and words[-1] in _COMPANY | {"and"}:
        return 1
    if len(words) > 2 and words[-2] == "and" and words[-1] in _COMPANY:  # noqa: PLR2004
        return 2
    return 0
