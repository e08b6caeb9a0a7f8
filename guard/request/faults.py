"""What is wrong with a request, said so that an official knows what to write instead."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar, get_args, get_origin

from pydantic import ValidationError

from guard.border.document import Document
from guard.border.text import plain
from guard.errors import Fault, GuardError, Place
from guard.request import forms
from guard.request.allowed import allowed, annotation_at, fields_of, form_of
from guard.request.codes import COUNTRIES, CURRENCIES, MISTAKEN
from guard.request.fact import LONGEST_TEXT, Facts, Vocabulary, known, model_in, plain_type
from guard.request.paths import facts
from guard.request.provenance import Said

MOST = 100
"""The most faults told of one group: what follows is rarely news."""

Shape = TypeVar("Shape", bound=Facts)
KeyPath = tuple[str | int, ...]
Placer = Callable[[KeyPath], Place]

_LONGEST_GUESS = 60  # characters; comparing longer words costs time and helps nobody
_NOT_KNOWN = frozenset(
    {"unknown", "not known", "n/a", "na", "tbc", "tbd", "none", "null", "?", "-"}
)
_NONE = frozenset({"none", "no", "nil", "-", ""})
_FEW = 3  # places to propose for a fact that stands in the wrong group
_KEY = "[key]"  # how pydantic marks a fault in the name of a fact, not in its value
_LEAVE_OUT = "If it is not known, leave the fact out."
_YES_NO: Mapping[str, str] = {"yes": "true", "true": "true", "no": "false", "false": "false"}


def validated(shape: type[Shape], document: Document) -> Shape:
    """``document`` as a ``shape``.

    Raises:
        GuardError: all faults at once, in the order in which they stand in the file.
    """
    try:
        return shape.model_validate(document.data)
    except ValidationError as error:
        faults = dict.fromkeys(faults_of(error, shape, (), document.place))
        ordered = sorted(faults, key=lambda fault: (fault.place.line, fault.place.column))
        raise GuardError(*ordered) from None


def faults_of(
    error: ValidationError, annotation: Any, path: KeyPath, place: Placer
) -> Iterator[Fault]:
    """One fault for each thing that pydantic found in the fact or group at ``path``."""
    found = error.errors(include_url=False, include_context=False)
    for item in found[:MOST]:
        what, remedy = _explained(item["type"], item["input"], annotation, item["loc"])
        where = item["loc"][:-1] if item["loc"][-1:] == (_KEY,) else item["loc"]
        yield Fault(what, remedy, _at_top(place(path + where)))
    if len(found) > MOST:
        what = f"{len(found) - MOST} more faults in this group"
        yield Fault(what, "Correct those above first, then check again.", place(path))


def _at_top(place: Place) -> Place:
    """``place``; what is missing from a whole file is added at its top."""
    return place if place.line or not place.file else replace(place, line=1, column=1)


def unknown_groups(names: Sequence[str], groups: Iterable[str], place: Placer) -> Iterator[Fault]:
    """One fault for each of ``names``, headings that no request has, and why there are none."""
    for name in names[:MOST]:
        yield _unknown_group(name, groups, place((name,)))
    if len(names) > MOST:
        what = f"{len(names) - MOST} more groups that no request has"
        yield Fault(what, "Check that this file is a request.", place(()))


def _unknown_group(name: str, groups: Iterable[str], place: Place) -> Fault:
    if name == "approvals":
        what = "approvals cannot be written into a request"
        remedy = "Take them out: an approver gives one with guard approve, and the ledger holds it."
        return Fault(what, remedy, place)
    what = f'there is no group "{plain(name, _LONGEST_GUESS)}"'
    return Fault(what, _instead(name, list(groups)), place)


def _explained(kind: str, value: Any, annotation: Any, location: KeyPath) -> tuple[str, str]:
    if kind == "extra_forbidden":
        return _unknown_key(str(location[-1]), annotation_at(annotation, location[:-1]))
    if location[-1:] == (_KEY,):
        holder = annotation_at(annotation, location[:-2])
        return f"{_shown(value)} is no name here", f"Write {allowed(get_args(known(holder))[0])}."
    if told := _whatever_was_expected(kind, value):
        return told
    expected = annotation_at(annotation, location)
    words = f"Write {allowed(expected)}."
    match kind:
        case "missing":
            return f"{location[-1]} is missing", f"Add {location[-1]}: {allowed(expected)}."
        case _:
            hint = _small(value, expected) or _hint(value, plain_type(expected))
            return f"{_shown(value)} cannot be used here", f"{words} {hint}".rstrip()


def _whatever_was_expected(kind: str, value: Any) -> tuple[str, str] | None:
    match kind:
        case "string_too_short":
            return "the text is blank", _LEAVE_OUT
        case "string_too_long":
            what = f"the text is {len(value)} characters long"
            return what, f"Write at most {LONGEST_TEXT} characters, and give the rest as evidence."
        case forms.ENDS_FIRST:
            return f"it ends on {value}, before it starts", "Correct startDate or endDate."
        case _:
            return None


def _unknown_key(key: str, holder: Any) -> tuple[str, str]:
    what = f'there is no "{plain(key, _LONGEST_GUESS)}" here'
    bare = plain_type(holder)
    names = list(fields_of(bare)) if issubclass(bare, Facts) else []
    if key in Said.model_fields and bare is not Said:
        return what, "Only a single fact can say who says it: write this at each fact instead."
    in_request = any(model_in(info.annotation) is bare for info in facts().values())
    elsewhere = [path for path in facts() if path.rpartition(".")[2] == key and "[]" not in path]
    if in_request and 0 < len(elsewhere) <= _FEW:
        return what, f"Did you mean {' or '.join(elsewhere)}?"
    return what, _instead(key, names)


def _instead(key: str, names: list[str]) -> str:
    if near := _closest(key, names):
        return f'Did you mean "{near}"?'
    return f"Take it out, or use one of: {', '.join(names)}."


def _closest(word: str, words: Iterable[str]) -> str:
    """The one of ``words`` most like ``word``, whatever its capitals and separators; else ""."""
    from difflib import get_close_matches  # costs time: only when there is a fault

    if len(word) > _LONGEST_GUESS:
        return ""
    plainly = {re.sub(r"[\s_-]+", "", one.lower()): one for one in words}
    near = get_close_matches(re.sub(r"[\s_-]+", "", word.lower()), plainly, n=1, cutoff=0.7)
    return plainly[near[0]] if near else ""


def _small(value: Any, expected: Any) -> str:
    form = form_of(expected)
    if form is None or not form.small or not isinstance(value, str):
        return ""
    meant = re.sub(r"\s+", "-", value[:_LONGEST_GUESS].strip().lower())
    return f"Did you mean {_shown(meant)}?" if meant != value else ""


def _hint(value: Any, bare: Any) -> str:
    """What this value was probably meant to be, or an empty text."""
    if get_origin(bare) is list and not isinstance(value, list | dict):
        if isinstance(value, str) and value.strip().lower() in _NONE:
            return "For none, write []."
        return "" if model_in(bare) else f"For one item: [{_shown(value)}]."
    if get_args(bare):
        return ""
    if isinstance(value, dt.datetime):
        return f"Leave out the time: {value.date()}." if bare is dt.date else ""
    if not isinstance(value, str):
        quoted = bare is str and isinstance(value, bool | int | Decimal | dt.date)
        return f'With quotation marks: "{_shown(value)}".' if quoted else ""
    return _hint_for_text(value.strip(), bare)


def _hint_for_text(text: str, bare: type) -> str:
    if issubclass(bare, Vocabulary) and (near := _closest(text, bare)):
        return f'Did you mean "{near}"?'
    if text.lower() in _NOT_KNOWN:
        return _LEAVE_OUT
    if bare is bool and (meant := _YES_NO.get(text.lower())):
        return f"Did you mean {meant}?"
    if bare in (int, Decimal) and re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,4})?", text):
        return f"Without quotation marks: {text}."
    code = MISTAKEN.get(text.upper(), text.upper())
    if bare is str and code != text and code in COUNTRIES | CURRENCIES:
        return f'Did you mean "{code}"?'
    return ""


def _shown(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{plain(value, _LONGEST_GUESS)}"'
        case dict():
            return "a group"
        case list():
            return "a list"
        case None:
            return "null"
        case _:
            return plain(str(value), _LONGEST_GUESS)
