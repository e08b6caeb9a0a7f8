import datetime as dt
from decimal import Decimal

import pytest

from guard.request.fact import Answerer
from guard.request.paths import facts
from guard.request.reading import read_request
from tests.making import document, faults


def test_what_lists_show_can_be_said_in_a_request() -> None:
    given = read_request(
        document(
            spend={
                "charges": 3,
                "total": {"amount": 9, "currency": "GBP"},
                "first_on": "2026-01-05",
                "areas": ["Parks"],
                "recurring": True,
            }
        )
    )
    assert given.values["spend"] == {
        "charges": 3,
        "total": {"amount": Decimal(9), "currency": "GBP"},
        "first_on": dt.datetime(2026, 1, 5, tzinfo=dt.UTC),
        "areas": ["Parks"],
        "recurring": True,
    }


@pytest.mark.parametrize(
    "wrong",
    [{"charges": -1}, {"months": 1.5}, {"total": {"amount": 5}}, {"areas": "Parks"}, {"cards": 1}],
)
def test_anything_else_is_refused(wrong: dict[str, object]) -> None:
    assert faults(lambda: read_request(document(spend=wrong)))


def test_all_of_it_is_for_the_it_team_to_answer() -> None:
    asked = {info.answerer for path, info in facts().items() if path.startswith("spend.")}
    assert Answerer.IT in asked
    assert asked <= {Answerer.IT, Answerer.REQUESTER}
