"""Roles that sign, advise or ask, as people call them."""

from collections.abc import Mapping

_WORDS: Mapping[str, str] = {
    "head-of-it": "head of IT",
    "ciso": "chief information security officer (CISO)",
    "siro": "senior information risk owner (SIRO)",
    "dpo": "data protection officer (DPO)",
    "information-asset-owner": "information asset owner",
    "s151-officer": "section 151 officer",
    "ai-lead": "AI lead",
    "caldicott-guardian": "Caldicott Guardian",
    "cjis-officer": "CJIS systems officer",
    "legal": "legal team",
    "maori-partnership-lead": "Māori partnership lead",
}
"""Roles whose words differ from their id with the hyphens taken out."""


def in_words(role: str) -> str:
    """A role in words, by its id: "head of IT" for ``head-of-it``."""
    return _WORDS.get(role, role.replace("-", " "))


def called(who: str) -> str:
    """Who is to do something: in words where that is the id of a role, else as it was written."""
    return _WORDS.get(who, who)
