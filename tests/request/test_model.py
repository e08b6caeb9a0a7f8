import pytest
from hypothesis import HealthCheck, given, settings
from pydantic import ValidationError

from guard.request.contract import Contract
from guard.request.data import Data
from guard.request.hosting import Hosting
from guard.request.model import Request
from guard.request.reading import ready
from tests.request.drawn import requests

GROUPS = """
    request requester application supplier contract data hosting identity logging evidence
    interoperability accessibility ai integrations it_management subprocessors vulnerability spend
    local
"""


def test_the_groups_are_those_of_a_request() -> None:
    assert list(Request.model_fields) == GROUPS.split()


def test_a_request_may_be_empty() -> None:
    assert ready(Request()) == {}


def test_there_is_no_group_for_approvals() -> None:
    with pytest.raises(ValidationError):
        Request.model_validate({"approvals": []})


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(requests)
def test_every_request_of_the_model_is_read_whole(request: dict[str, object]) -> None:
    assert set(ready(Request.model_validate(request))) == set(request)


def test_a_cloud_principle_has_a_number_from_1_to_14() -> None:
    principles = [{"number": 1, "status": "met"}, {"number": 14, "status": "partly"}]
    assert ready(Hosting.model_validate({"cloud_principles": principles})) == {
        "cloud_principles": principles
    }


@pytest.mark.parametrize("number", [0, 15, None, "1"])
def test_there_is_no_other_cloud_principle(number: object) -> None:
    with pytest.raises(ValidationError):
        Hosting.model_validate({"cloud_principles": [{"number": number}]})


def test_periods_have_the_names_of_ocds() -> None:
    period = {"startDate": "2026-12-01", "endDate": "2027-11-30", "maxExtentDate": "2028-11-30"}
    contract = Contract.model_validate({"period": period})
    assert contract.period
    assert contract.period.model_dump(mode="json") == period


def test_a_marking_is_a_word_in_small_letters() -> None:
    marking = {"classification": {"level": "official-sensitive"}}
    assert ready(Data.model_validate(marking)) == marking
    with pytest.raises(ValidationError):
        Data.model_validate({"classification": {"level": "OFFICIAL"}})


def test_the_screening_has_ten_questions_and_one_in_words() -> None:
    dpia = Data.model_fields["dpia"].annotation
    screening = dpia.__args__[0].model_fields["screening"].annotation.__args__[0]  # type: ignore[union-attr]
    kinds = [field.annotation for field in screening.model_fields.values()]
    assert kinds == [bool | None] * 10 + [str | None]
