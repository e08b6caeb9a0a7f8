import pytest

from guard.condition.names import unknown_fact
from guard.condition.types import INT, Struct
from tests.condition.asking import only_problem


@pytest.mark.parametrize(
    ("source", "remedy"),
    [
        ("data.persnal", "did you mean data.personal?"),
        ("dta.personal", "did you mean data.personal?"),
        ("racks == 1", "did you mean data.host.racks?"),
        ("data.host.personal", "did you mean data.personal?"),
        ("evidence.exists(e, e.vald)", "did you mean e.valid?"),
        ("zzz", "choose from"),
        ('data.level == "oficial"', 'did you mean "official"?'),
        ('"oficial" != data.level', 'did you mean "official"?'),
        ('data.level in ["public", "secrt"]', 'did you mean "secret"?'),
        ('data.level == "qq"', "choose from: public, official, secret"),
        ("tags.size == 1", "tags.exists(item, item.size"),
        ("urgent.yes", "use urgent itself"),
    ],
)
def test_a_slip_is_met_with_the_likeliest_name(source: str, remedy: str) -> None:
    assert remedy in only_problem(source).remedy


def test_a_very_long_name_is_cut() -> None:
    assert len(only_problem("a" * 3000).reason) < 200


def test_a_parameter_that_there_is_not_is_met_with_those_there_are() -> None:
    group = Struct("parameters", {"months": INT, "limit": INT})
    told = unknown_fact(("parameters", "nosuch"), group, {"parameters": group, "nosuch": INT})
    assert told.remedy == "choose from: limit, months"
    told = unknown_fact(("parameters", "months_"), group, {"parameters": group})
    assert told.remedy == "did you mean parameters.months?"
    none = Struct("parameters", {})
    told = unknown_fact(("parameters", "x"), none, {"parameters": none})
    assert told.remedy == "declare it first, under [parameters]"
