"""Requests drawn at random, straight from the model."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any, get_args, get_origin

from hypothesis import strategies as st

from guard.request.allowed import annotation_of, form_of
from guard.request.codes import COUNTRIES, CURRENCIES
from guard.request.fact import Facts, Vocabulary, known, plain_type
from guard.request.model import Request

SAMPLES = {
    "a date": "2026-11-22",
    "a country": "GB",
    "a currency": "GBP",
    "a word": "official-sensitive",
    "a web": "https://example.org/a?b=c",
    "an e-mail": "a.b@example.org",
    "a domain": "mail.example.org",
    "a SHA-256": "0" * 64,
    "a legal": "5493001KJTIIGC8Y1R12",
    "an OCDS": "ocds-b5fd17-1234",
    "a version": "1.6",
}
"""A right value for each form, by how its words begin."""

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\x00"),
    min_size=1,
    max_size=30,
).filter(str.strip)


def sample(words: str) -> str:
    """The right value for a form with these words."""
    return next(value for start, value in SAMPLES.items() if words.startswith(start))


PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(1, 14),
    Decimal: st.decimals(0, 10**9, places=2),
    dt.date: st.dates().map(dt.date.isoformat),
}


def drawn(annotation: Any) -> st.SearchStrategy[Any]:
    """Values for a fact of this type, as a JSON file would hold them."""
    bare = plain_type(annotation)
    if get_origin(bare) is list:
        return st.lists(drawn(get_args(known(annotation))[0]), max_size=2)
    if get_origin(bare) is dict:
        scalars = st.booleans() | st.integers(-9, 9) | texts
        return st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), scalars)
    if issubclass(bare, Vocabulary):
        return st.sampled_from([word.value for word in bare])
    if issubclass(bare, Facts):
        return group(bare)
    return PLAIN[bare] if bare in PLAIN else _text(form_of(annotation))


def _text(form: Any) -> st.SearchStrategy[str]:
    if form is None:
        return texts
    if "country" in form.words:
        return st.sampled_from(sorted(COUNTRIES))
    if "currency" in form.words:
        return st.sampled_from(sorted(CURRENCIES))
    return st.just(sample(form.words))


def group(model: type[Facts]) -> st.SearchStrategy[dict[str, Any]]:
    """Groups with every required fact and some of the others."""
    fields = {name: annotation_of(field) for name, field in model.model_fields.items()}
    needed = [name for name, field in model.model_fields.items() if field.is_required()]
    some = st.lists(st.sampled_from(sorted(fields)), max_size=4, unique=True)
    names = some.map(lambda chosen: dict.fromkeys(needed + chosen))
    return names.flatmap(
        lambda chosen: st.fixed_dictionaries({n: drawn(fields[n]) for n in chosen})
    )


requests = group(Request)


def as_json(value: Any) -> str:
    """``value`` as JSON; amounts of two decimals survive the way through a float."""
    return json.dumps(value, default=float)


def as_toml(value: Any) -> str:
    """``value`` as an inline TOML value."""
    if isinstance(value, dict):
        pairs = (f"{json.dumps(key)} = {as_toml(inner)}" for key, inner in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_toml, value)) + "]"
    if isinstance(value, Decimal):
        return format(value, "f")
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
