import pytest

from guard.request.allowed import allowed, annotation_at, form_of
from guard.request.data import LawfulBasis
from guard.request.fact import plain_type
from guard.request.forms import Country, Date, Money
from guard.request.model import Request
from guard.request.paths import facts


def test_plain_types_in_words() -> None:
    assert allowed(bool | None) == "true or false, without quotation marks"
    assert allowed(str) == "text in quotation marks"


def test_vocabularies_list_their_words() -> None:
    words = allowed(LawfulBasis | None)
    assert words.startswith('one of "consent", "contract"')
    assert words.count('"') == 2 * len(LawfulBasis)


def test_forms_speak_for_themselves() -> None:
    assert "2026-11-22" in allowed(Date | None)
    assert "ISO 3166-1" in allowed(list[Country] | None)


def test_groups_list_their_keys() -> None:
    assert allowed(Money) == "a group with any of the keys amount, currency, vat_included"


@pytest.mark.parametrize("path", [path for path in facts() if path != "local"])
def test_every_fact_can_be_described(path: str) -> None:
    steps = tuple(0 if part == "[]" else part for part in path.replace("[]", ".[]").split("."))
    found = annotation_at(Request, steps)
    assert plain_type(found) == facts()[path].annotation
    assert allowed(found) not in ("", "a group of facts")


def test_the_form_of_a_required_fact_is_kept() -> None:
    number = annotation_at(Request, ("hosting", "cloud_principles", 0, "number"))
    assert allowed(number) == "a number from 1 to 14"
    assert form_of(number)


@pytest.mark.parametrize("path", [("nowhere",), ("data", "personal", "x"), ("data", "nothing")])
def test_where_no_fact_can_stand(path: tuple[str, ...]) -> None:
    with pytest.raises(LookupError):
        annotation_at(Request, path)
